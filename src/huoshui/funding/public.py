"""The door of funding. The inventory, which stands above, tells here what accepted dossiers say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huoshui.funding import queries
from huoshui.funding.actions import add_project, declare, give_reason
from huoshui.funding.noting import DossierWord, note_dossiers
from huoshui.funding.rules import NO_CLOCK, ProjectFacts
from huoshui.kernel.actor import Actor

__all__ = [
    "DossierWord",
    "FundingCard",
    "ProjectFacts",
    "add_project",
    "cards",
    "clock_counts",
    "declare",
    "give_reason",
    "note_dossiers",
]


@dataclass(frozen=True, slots=True)
class FundingCard:
    """`is_funded` yes, no or unknown; `state` noted, declared or withdrawn; `clock` a key of `rules.CLOCKS`."""

    patent_id: int
    is_funded: str
    state: str
    clock: str
    clock_ends_on: date | None
    projects: int


def cards(patent_ids: Iterable[int]) -> dict[int, FundingCard]:
    """By patent, within the open scope."""
    return {
        key: FundingCard(
            patent_id=key,
            is_funded=row.is_funded,
            state=row.state,
            clock=queries.clock_of(row),
            clock_ends_on=None if row.clock_ends_on == NO_CLOCK else row.clock_ends_on,
            projects=row.projects,
        )
        for key, row in queries.rows_of(list(patent_ids)).items()
    }


def clock_counts(actor: Actor) -> dict[str, int]:
    """How many patents stand where, by `rules.CLOCKS`, in the actor's view."""
    return queries.counts(actor)
