"""Which patents belong together: the same day's invention and utility model, and the members of one family.

A pair is a proposal until the register says so: only the announced giving-up of the utility model (避免重复授权) states
it. Nothing is stored, so nothing goes stale.
"""

from dataclasses import dataclass

from huoshui.patents import public as patents
from huoshui.rights import rules

PAIRED = {"invention", "utility"}


@dataclass(frozen=True, slots=True)
class Related:
    """`how`: same_day or family."""

    patent: patents.RightFacts
    how: str
    is_stated: bool


def related_to(facts: patents.RightFacts, *, is_stated: bool) -> list[Related]:
    """`is_stated`: an event of the patent itself says that it gave way to an invention of the same day."""
    twins = [Related(one, "same_day", is_stated) for one in _twins(facts)]
    seen = {facts.id, *(one.patent.id for one in twins)}
    family = [one for one in patents.of_family(facts.family) if one.id not in seen]
    return twins + [Related(one, "family", True) for one in family]


def _twins(facts: patents.RightFacts) -> list[patents.RightFacts]:
    if facts.filing_date is None or facts.kind not in PAIRED:
        return []
    return [
        one
        for one in patents.filed_the_same_day(facts.org_id, facts.filing_date)
        if one.kind in PAIRED - {facts.kind}
        and rules.same_applicants(one.applicants, facts.applicants)
        and rules.are_alike(one.title, facts.title)
    ]
