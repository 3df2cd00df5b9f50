"""Other names of public institutions: renamings, mergers, second ways of writing, campuses that are no legal person."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from huoshui_core.reference.editions import rows

OtherNameKind = Literal["renamed", "merged", "written", "campus"]


@dataclass(frozen=True, slots=True)
class OtherName:
    """`other` is what `name` was called, is written as, or was before it was merged into it. `year` is 0 if unknown."""

    other: str
    name: str
    kind: OtherNameKind
    year: int
    note: str


@cache
def other_names() -> tuple[OtherName, ...]:
    return tuple(
        OtherName(other, name, kind, int(year or 0), note)  # type: ignore[arg-type]
        for other, name, kind, year, note in rows("institution_names")
    )
