"""The base library (存量专利基础库): each patent with its institution, its hints and its screening."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from huoshui_core.attribution import Directory, Listed, Match, Owner, campus_of, owner_among
from huoshui_core.hints import Hints, hints_for
from huoshui_core.loop.inputs import Record
from huoshui_core.loop.screening import KINDS, RIGHT_LABELS, Screening, screen

NameCheck = Literal["listed", "unlisted", "unchecked"]
CHECK_LABELS: dict[NameCheck, str] = {
    "listed": "名录已列",
    "unlisted": "名录未列，待核对",
    "unchecked": "未与名录核对",
}
TYPE_LABELS = {"university": "高校", "institute": "科研机构", "hospital": "医疗卫生机构", "": "其他"}
UNNAMED = Owner("（未填权利人）", "", "", False, 0)  # whose it is only the person who brought the file can say
_ROWS_A_STEP = 500


@dataclass(frozen=True, slots=True)
class Holding:
    """One patent of one institution; `institution` is the name as the directory, else the file, first spells it."""

    row: Record
    owner: Owner
    institution: str
    check: NameCheck
    hints: Hints
    screening: Screening

    @property
    def values(self) -> dict[str, Any]:
        return self.row.values

    @property
    def number(self) -> str:
        return str(self.values["publication_no"] or self.values["application_no"])

    @property
    def standing(self) -> str:
        """Kind and right in one phrase, e.g. 发明（已授权）."""
        return f"{KINDS.get(self.values['kind'], '类型不明')}（{RIGHT_LABELS[self.screening.right]}）"

    @property
    def may_match(self) -> bool:
        """What is known to be gone is offered to nobody."""
        return self.screening.right != "ended"


@dataclass(frozen=True, slots=True)
class Library:
    """`holdings` in the order of work: candidates first, inventions before the rest, then as the file has them."""

    holdings: tuple[Holding, ...]
    outside: tuple[Record, ...]
    directory: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class UncheckedName:
    """`proposal`: a listed name that this one begins with, for a person to judge; "" where there is none."""

    name: str
    institution_type: str
    check: NameCheck
    patents: int
    example: str
    proposal: str


def build_library(
    rows: Sequence[Record], directory: dict[str, str] | None, *, today: date, report: Callable[[str, int, int], None]
) -> Library:
    known = directory or {}
    known_as = _known_as(known)
    spelt: dict[str, str] = {}
    holdings: list[Holding] = []
    outside: list[Record] = []
    for count, row in enumerate(rows, start=1):
        applicants = row.values["applicants"] or ()
        owner = owner_among(applicants, row.values["applicant_types"] or (), known_as)
        if not applicants:
            owner = UNNAMED
        if owner is None:
            outside.append(row)
        else:
            name = known.get(owner.key) or spelt.setdefault(owner.key, owner.name)
            holdings.append(_holding(row, owner, name, _check(owner, directory), today))
        if count % _ROWS_A_STEP == 0 or count == len(rows):
            report("归属与预填", count, len(rows))
    holdings.sort(key=lambda holding: holding.screening.priority)
    return Library(tuple(holdings), tuple(outside), directory)


def unchecked_names(library: Library) -> list[UncheckedName]:
    """Institutions that no list confirms, those with most patents first."""
    by_key: dict[str, list[Holding]] = {}
    for holding in library.holdings:
        if holding.check != "listed":
            by_key.setdefault(holding.owner.key, []).append(holding)
    known = library.directory or {}
    names = [
        UncheckedName(
            held[0].institution,
            TYPE_LABELS[held[0].owner.institution_type],
            held[0].check,
            len(held),
            held[0].number,
            known.get(campus_of(key, known.__contains__), "") if known else "",
        )
        for key, held in by_key.items()
    ]
    return sorted(names, key=lambda name: (-name.patents, name.name))


def _known_as(known: dict[str, str]) -> Callable[[int, str], Match | None]:
    """Beside the listed names themselves, whatever is certain to mean one of them."""
    names = sorted(set(known.values()))
    others: dict[str, list[str]] = {}
    for key, name in known.items():
        others.setdefault(name, []).append(key)
    directory = Directory(Listed(number, name, others=tuple(others[name])) for number, name in enumerate(names))

    return lambda _place, name: directory.match(name)


def _check(owner: Owner, directory: dict[str, str] | None) -> NameCheck:
    if directory is None or owner is UNNAMED:
        return "unchecked"
    return "listed" if owner.is_known else "unlisted"


def _holding(row: Record, owner: Owner, institution: str, check: NameCheck, today: date) -> Holding:
    values = row.values
    hints = hints_for(values["title"], values["abstract"] or "", values["classes"] or ())
    return Holding(row, owner, institution, check, hints, screen(values, place=owner.place, today=today))
