"""By what patents may be narrowed with counts beside each value. Rooms above add their own in their `apps.py`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
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


@dataclass(frozen=True, slots=True)
class Subject:
    """What a patent is about: rooms above work their facets out of it."""

    title: str
    abstract: str
    main_class: str
    classes: tuple[str, ...]


Values = Callable[[Subject], Mapping[str, Sequence[str]]]
_added: dict[tuple[str, ...], tuple[tuple[Facet, ...], Values]] = {}


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


def add_facets(labels: Mapping[str, str], values: Values, word: Callable[[str, str], str]) -> None:
    """`values` answers all of these facets of a patent at once, `word` what is read for a facet's value. The same names
    again take the place of the former. A stored index is outdated from then on until it has been built again.
    """
    if labels.keys() & {one.name for one in OWN}:
        raise ValueError(f"one of {', '.join(labels)} is a facet already")
    _added[tuple(labels)] = tuple(Facet(name, label, partial(word, name)) for name, label in labels.items()), values


def facets() -> tuple[Facet, ...]:
    return OWN + tuple(facet for added, _ in _added.values() for facet in added)


def added_names() -> tuple[str, ...]:
    return tuple(name for names in _added for name in names)


def added_values(row: Any) -> dict[str, Sequence[str]]:
    if not _added:
        return {}
    subject = Subject(row.title, row.abstract, row.main_class, tuple(row.classes))
    return {name: told for _, values in _added.values() for name, told in values(subject).items()}
