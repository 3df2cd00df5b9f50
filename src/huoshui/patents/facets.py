"""By what patents may be narrowed with counts beside each value. Rooms above add their own in their `apps.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from huoshui.patents.details import UNKNOWN_STATUS
from huoshui.patents.models import STANDARD
from huoshui.patents.rules import BATCHES

UNKNOWN = "unknown"  # the word of filters for an empty legal status


@dataclass(frozen=True, slots=True)
class Facet:
    """`word` turns a value into what is read. `fixed` orders values by themselves, the last first, not by count."""

    name: str
    label: str
    word: Callable[[str], str] = str
    fixed: bool = False
    open: bool = False


Values = Callable[[Any], Sequence[str]]  # asked with a PatentCard
_added: dict[str, tuple[Facet, Values]] = {}
_card: list[Callable[[Any], Any]] = []


def _coded(name: str) -> Callable[[str], str]:
    codes = STANDARD.field(name).codes
    values = dict(codes.values) if codes else {}
    return lambda value: values.get(value, UNKNOWN_STATUS if value == UNKNOWN else value)


OWN = (
    Facet("org", "单位", open=True),  # named from the directory
    Facet("kind", STANDARD.field("kind").label, _coded("kind"), open=True),
    Facet("legal_status", STANDARD.field("legal_status").label, _coded("legal_status"), open=True),
    Facet("stage", STANDARD.field("stage").label, _coded("stage")),
    Facet("batch", "盘点批次", lambda value: BATCHES.get(value, value)),
    Facet("filing_year", "申请年", fixed=True),
    Facet("grant_year", "授权年", fixed=True),
    Facet("subclass", "IPC 小类"),
    Facet("province", STANDARD.field("province").label),
    Facet("city", STANDARD.field("city").label),
)


def add_facets(name: str, label: str, function: Values, word: Callable[[str], str] = str) -> None:
    """`function` answers the values of a PatentCard. The same name again takes the place of the former.

    A stored index is outdated from then on until it has been built again.
    """
    if name in {one.name for one in OWN}:
        raise ValueError(f"{name} is a facet already")
    _added[name] = (Facet(name, label, word), function)


def facets() -> tuple[Facet, ...]:
    return OWN + tuple(facet for facet, _ in _added.values())


def added_names() -> tuple[str, ...]:
    return tuple(_added)


def made_by(card: Callable[[Any], Any]) -> None:
    """The door says here how a row becomes the card that added facets are asked with."""
    _card[:] = [card]


def added_values(row: Any) -> dict[str, Sequence[str]]:
    if not _added:
        return {}
    card = _card[0](row)
    return {name: list(function(card)) for name, (_, function) in _added.items()}
