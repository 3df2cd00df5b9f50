"""The door of annual fees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huoshui.display.parts import Figure
from huoshui.fees import details, queries
from huoshui.fees.actions import mark_paid, mark_to_drop, set_reduction
from huoshui.kernel.actor import Actor

__all__ = ["FeeCard", "cards", "desk_figure", "mark_paid", "mark_to_drop", "set_reduction"]


@dataclass(frozen=True, slots=True)
class FeeCard:
    """The next fee of a patent in force, as worked out for `computed_for`. `year` 0: no further fee.

    `phase` is upcoming, check, grace or done; only the bases own and stated are records of payment.
    """

    patent_id: int
    phase: str
    basis: str
    year: int
    next_on: date
    grace_until: date | None
    amount_yuan: int
    late_fee_yuan: int
    cost_to_expiry_yuan: int
    to_drop: bool
    computed_for: date


def cards(patent_ids: Iterable[int]) -> dict[int, FeeCard]:
    """By patent, within the open scope; what is not in force, or lacks its dates, is missing."""
    rows = queries.rows_of(list(patent_ids))
    return {key: FeeCard(**{name: getattr(row, name) for name in FeeCard.__slots__}) for key, row in rows.items()}


def desk_figure(actor: Actor) -> Figure:
    return details.desk_figure(actor)
