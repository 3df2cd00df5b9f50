"""Computes all matches anew and puts them in the place of the former ones."""

from collections.abc import Callable, Sequence
from typing import Any

from huoshui.enterprises.public import EnterpriseCard, profiles
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.matching.models import Candidate, MatchRun, Recommendation
from huoshui.matching.rules import PER_ENTERPRISE, PER_PATENT, stored_parts
from huoshui.resources.public import LibraryCard, listed_after
from huoshui_core.matching import EnterpriseText, Matcher, PatentText, Ranking, load_model

Progress = Callable[[str], None]
CHUNK = 5_000


@action
def run_matching(actor: Actor, *, progress: Progress = lambda _: None) -> dict[str, int]:
    """One transaction: readers see the former matches until all new ones stand. Answers the counts."""
    require(actor, "matching.run")
    entries, firms = _listed(), list(profiles())
    model = load_model()
    run = MatchRun.objects.create(
        model_version=model.version, started_at=clock.now(), entries=len(entries), enterprises=len(firms)
    )
    pairs = _replace(run, entries, firms, progress) if entries and firms else 0
    MatchRun.objects.exclude(pk=run.pk).delete()
    run.pairs, run.finished_at = pairs, clock.now()
    run.save(update_fields=["pairs", "finished_at"])
    counts = {"entries": len(entries), "enterprises": len(firms), "pairs": pairs}
    note(actor, "matching.run", f"match_run:{run.pk}", model=model.version, **counts)
    return counts


def _replace(run: MatchRun, entries: Sequence[LibraryCard], firms: Sequence[EnterpriseCard], progress: Progress) -> int:
    progress(f"匹配 {len(entries)} 件专利与 {len(firms)} 家企业")
    matcher = Matcher.build(
        [PatentText(one.number, one.title, one.abstract, tuple(one.classes)) for one in entries],
        [_text(one) for one in firms],
        model=load_model(),
    )
    ranking = matcher.rank(per_patent=PER_PATENT, per_enterprise=PER_ENTERPRISE)
    Candidate.objects.all().delete()
    Recommendation.objects.all().delete()
    candidates = _candidates(run, matcher, ranking, entries, firms)
    recommendations = _recommendations(run, matcher, ranking, entries, firms)
    progress("写入匹配结果")
    Candidate.objects.bulk_create(candidates, batch_size=2_000)
    Recommendation.objects.bulk_create(recommendations, batch_size=2_000)
    return len(candidates) + len(recommendations)


def _listed() -> list[LibraryCard]:
    found: list[LibraryCard] = []
    while step := listed_after(found[-1].id if found else 0, limit=CHUNK):
        found += step
    return found


def _text(firm: EnterpriseCard) -> EnterpriseText:
    """The need is read for matching only; what is shown of it are the words both sides have in common."""
    texts = (firm.business_scope, *firm.products, firm.need_text, *firm.sample_titles)
    return EnterpriseText(str(firm.org_id), tuple(filter(None, texts)), firm.ipc_profile)


def _candidates(
    run: MatchRun, matcher: Matcher, ranking: Ranking, entries: Sequence[LibraryCard], firms: Sequence[EnterpriseCard]
) -> list[Candidate]:
    rows = []
    for i, entry in enumerate(entries):
        for rank, j in enumerate(ranking.by_patent.ids[i], start=1):
            if j >= 0:
                common = _common(run, matcher, entry, firms[j], i, int(j))
                owner = {"org_id": entry.institution_id, "seat": entry.seat, "line_seat": entry.line_seat}
                rows.append(Candidate(**common, **owner, rank=rank, patent_id=entry.patent_id))
    return rows


def _recommendations(
    run: MatchRun, matcher: Matcher, ranking: Ranking, entries: Sequence[LibraryCard], firms: Sequence[EnterpriseCard]
) -> list[Recommendation]:
    rows = []
    for j, profile in enumerate(firms):
        for rank, i in enumerate(ranking.by_enterprise.ids[j], start=1):
            if i >= 0:
                common = _common(run, matcher, entries[i], profile, int(i), j)
                owner = {"org_id": profile.org_id, "seat": profile.seat, "line_seat": profile.line_seat}
                rows.append(Recommendation(**common, **owner, rank=rank))
    return rows


def _common(
    run: MatchRun, matcher: Matcher, entry: LibraryCard, profile: EnterpriseCard, i: int, j: int
) -> dict[str, Any]:
    """The score is the sum of the reasons shown, so the two can't disagree."""
    explanation = matcher.explain(i, j)
    return {
        "run": run,
        "entry_id": entry.id,
        "publication_no": entry.number,
        "title": entry.title,
        "enterprise_id": profile.org_id,
        "enterprise_name": profile.name,
        "institution_name": entry.institution,
        "score": explanation.score,
        "parts": stored_parts(explanation),
        "demonstration": entry.demonstration or profile.demonstration,
    }
