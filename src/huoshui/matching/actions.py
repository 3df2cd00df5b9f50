"""Computes all matches anew and puts them in the place of the former ones."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from huoshui.enterprises.public import EnterpriseCard, profiles
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.copying import insert_rows
from huoshui.matching.models import Candidate, MatchRun, Recommendation
from huoshui.matching.rules import PER_ENTERPRISE, PER_PATENT, stored_parts
from huoshui.resources.public import LibraryCard, listed_after
from huoshui_core.matching import EnterpriseText, Explanation, Matcher, PatentText, Ranking, load_model
from huoshui_core.text import normalise

Progress = Callable[[str], None]
CHUNK = 5_000


@action
def run_matching(actor: Actor, *, progress: Progress = lambda _: None) -> dict[str, int]:
    """One transaction: readers see the former matches until all new ones stand. Answers the counts."""
    require(actor, "matching.run")
    _take_over_waiting_runs()
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


def _take_over_waiting_runs() -> None:
    """A run that waits was asked for by changes this one sees; what is committed later asks again."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'matching.run' AND status = 'todo'")


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
    return insert_rows(candidates) + insert_rows(recommendations)


def _listed() -> list[LibraryCard]:
    found: list[LibraryCard] = []
    while step := listed_after(found[-1].id if found else 0, limit=CHUNK):
        found += step
    return found


def _text(firm: EnterpriseCard) -> EnterpriseText:
    """The need is read for matching; it is quoted to the enterprise alone."""
    texts = (*_published_texts(firm), firm.need_text)
    return EnterpriseText(str(firm.org_id), tuple(filter(None, texts)), firm.ipc_profile)


def _published_texts(firm: EnterpriseCard) -> tuple[str, ...]:
    return (firm.business_scope, *firm.products, *firm.sample_titles)


def _candidates(
    run: MatchRun, matcher: Matcher, ranking: Ranking, entries: Sequence[LibraryCard], firms: Sequence[EnterpriseCard]
) -> list[Candidate]:
    """The institution reads these: a firm's need is not quoted to it, only what the firm has published."""
    published = [normalise(" ".join(_published_texts(firm))) for firm in firms]
    rows = []
    for i, entry in enumerate(entries):
        for rank, j in enumerate(ranking.by_patent.ids[i], start=1):
            if j >= 0:
                explanation = matcher.explain(i, int(j))
                common = _common(run, entry, firms[j], explanation)
                common["parts"] = stored_parts(explanation, may_quote=published[j].__contains__)
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
                explanation = matcher.explain(int(i), j)
                common = _common(run, entries[i], profile, explanation)
                common["parts"] = stored_parts(explanation)
                owner = {"org_id": profile.org_id, "seat": profile.seat, "line_seat": profile.line_seat}
                rows.append(Recommendation(**common, **owner, rank=rank))
    return rows


def _common(run: MatchRun, entry: LibraryCard, profile: EnterpriseCard, explanation: Explanation) -> dict[str, Any]:
    return {
        "run": run,
        "entry_id": entry.id,
        "publication_no": entry.number,
        "title": entry.title,
        "enterprise_id": profile.org_id,
        "enterprise_name": profile.name,
        "institution_name": entry.institution,
        "score": explanation.score,
        "demonstration": entry.demonstration or profile.demonstration,
    }
