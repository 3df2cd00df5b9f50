"""Computes all matches anew and puts them in the place of the former ones."""

from collections.abc import Callable, Sequence
from typing import Any

from huoshui.enterprises.public import ProfileCard, published_profiles
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.matching.models import Candidate, MatchRun, Recommendation
from huoshui.matching.rules import PER_ENTERPRISE, PER_PATENT, stored_parts
from huoshui.resources.public import EntryCard, listed_entries
from huoshui_core.matching import EnterpriseText, Matcher, PatentText, Ranking, load_model

Progress = Callable[[str], None]


@action
def run_matching(actor: Actor, *, progress: Progress = lambda _: None) -> dict[str, int]:
    """One transaction: readers see the former matches until all new ones stand. Answers the counts."""
    require(actor, "matching.run")
    entries, profiles = list(listed_entries()), list(published_profiles())
    model = load_model()
    run = MatchRun.objects.create(
        model_version=model.version, started_at=clock.now(), entries=len(entries), enterprises=len(profiles)
    )
    pairs = _replace(run, entries, profiles, progress) if entries and profiles else 0
    MatchRun.objects.exclude(pk=run.pk).delete()
    run.pairs, run.finished_at = pairs, clock.now()
    run.save(update_fields=["pairs", "finished_at"])
    counts = {"entries": len(entries), "enterprises": len(profiles), "pairs": pairs}
    note(actor, "matching.run", f"match_run:{run.pk}", model=model.version, **counts)
    return counts


def _replace(run: MatchRun, entries: Sequence[EntryCard], profiles: Sequence[ProfileCard], progress: Progress) -> int:
    progress(f"匹配 {len(entries)} 件专利与 {len(profiles)} 家企业")
    matcher = Matcher.build(
        [PatentText(one.publication_no, one.title, one.abstract, one.classes) for one in entries],
        [EnterpriseText(str(one.org_id), one.texts, one.ipc_profile) for one in profiles],
        model=load_model(),
    )
    ranking = matcher.rank(per_patent=PER_PATENT, per_enterprise=PER_ENTERPRISE)
    Candidate.objects.all().delete()
    Recommendation.objects.all().delete()
    candidates = _candidates(run, matcher, ranking, entries, profiles)
    recommendations = _recommendations(run, matcher, ranking, entries, profiles)
    progress("写入匹配结果")
    Candidate.objects.bulk_create(candidates, batch_size=2_000)
    Recommendation.objects.bulk_create(recommendations, batch_size=2_000)
    return len(candidates) + len(recommendations)


def _candidates(
    run: MatchRun, matcher: Matcher, ranking: Ranking, entries: Sequence[EntryCard], profiles: Sequence[ProfileCard]
) -> list[Candidate]:
    rows = []
    for i, entry in enumerate(entries):
        for rank, j in enumerate(ranking.by_patent.ids[i], start=1):
            if j >= 0:
                common = _common(run, matcher, entry, profiles[j], i, int(j))
                owner = {"org_id": entry.institution_id, "seat": entry.seat, "line_seat": entry.line_seat}
                rows.append(Candidate(**common, **owner, rank=rank, patent_id=entry.patent_id))
    return rows


def _recommendations(
    run: MatchRun, matcher: Matcher, ranking: Ranking, entries: Sequence[EntryCard], profiles: Sequence[ProfileCard]
) -> list[Recommendation]:
    rows = []
    for j, profile in enumerate(profiles):
        for rank, i in enumerate(ranking.by_enterprise.ids[j], start=1):
            if i >= 0:
                common = _common(run, matcher, entries[i], profile, int(i), j)
                owner = {"org_id": profile.org_id, "seat": profile.seat, "line_seat": profile.line_seat}
                rows.append(Recommendation(**common, **owner, rank=rank))
    return rows


def _common(run: MatchRun, matcher: Matcher, entry: EntryCard, profile: ProfileCard, i: int, j: int) -> dict[str, Any]:
    """The score is the sum of the reasons shown, so the two can't disagree."""
    explanation = matcher.explain(i, j)
    return {
        "run": run,
        "entry_id": entry.id,
        "publication_no": entry.publication_no,
        "title": entry.title,
        "enterprise_id": profile.org_id,
        "enterprise_name": profile.name,
        "institution_name": entry.institution_name,
        "score": explanation.score,
        "parts": stored_parts(explanation),
        "demonstration": entry.demonstration or profile.demonstration,
    }
