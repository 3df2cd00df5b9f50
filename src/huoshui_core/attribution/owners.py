"""Whose patent a row is: the institution among its applicants. Names and types in, answers out; nothing is guessed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from huoshui_core.text import organisation_key

INSTITUTIONAL = {"university": "university", "school": "university", "institute": "institute", "hospital": "hospital"}
SHORTEST_NAME = 4

_COMPANY = re.compile(r"公司|集团|工厂|合作社|事务所|企业")
_BY_NAME = (
    ("hospital", re.compile(r"医院|保健院|卫生院")),
    ("university", re.compile(r"大学|研究生院|(?<!科)学院|学校|专科")),
    ("institute", re.compile(r"研究院|研究所|科学院|设计院|研究中心|实验室|天文台|观测站|试验站|植物园|科学中心")),
)


@dataclass(frozen=True, slots=True)
class Owner:
    """`key`: the name it is found under in the directory, else its own, folded. `is_known`: the directory has it.

    `place`: which applicant it was; the first one's address is the row's.
    """

    name: str
    key: str
    institution_type: str
    is_known: bool
    place: int


class Entry(Protocol):
    """What the directory answers of an applicant: the folded name it has there, and whether somebody checked it."""

    @property
    def key(self) -> str: ...

    @property
    def is_confirmed(self) -> bool: ...


def owner_among(
    applicants: Sequence[str], types: Sequence[str], known_as: Callable[[int, str], Entry | None]
) -> Owner | None:
    """The first applicant a checked entry of the directory answers to; else the first that is an institution by its
    type or name, or has an entry nobody has checked; else None.

    Unchecked entries come of files like this one, so they give no applicant a place before another: a second load
    finds the same owners. Types count only where each applicant has one.
    """
    told = list(types) if len(types) == len(applicants) else [""] * len(applicants)
    if len(types) == 1:
        told = [types[0], *told[1:]]
    kinds = [institution_type(name, type_) for name, type_ in zip(applicants, told, strict=True)]
    entries = [known_as(place, name) for place, name in enumerate(applicants)]
    for place, entry in enumerate(entries):
        if entry and entry.is_confirmed:
            return Owner(applicants[place], entry.key, kinds[place], True, place)
    for place, (kind, entry) in enumerate(zip(kinds, entries, strict=True)):
        if kind or entry:
            key = entry.key if entry else organisation_key(applicants[place])
            return Owner(applicants[place], key, kind, entry is not None, place)
    return None


def institution_type(name: str, applicant_type: str = "") -> str:
    """university, institute or hospital; "" for what is none. The stated type goes before the name."""
    if applicant_type and applicant_type not in {"other", "unidentified"}:
        return INSTITUTIONAL.get(applicant_type, "")
    if _COMPANY.search(name):
        return ""
    return next((kind for kind, words in _BY_NAME if words.search(name)), "")


def campus_of(key: str, known: Callable[[str], bool]) -> str:
    """The longest known name that the folded name begins with, or "". A proposal for a person, never a merge."""
    starts = (key[:length] for length in range(len(key) - 1, SHORTEST_NAME - 1, -1))
    return next((start for start in starts if known(start)), "")
