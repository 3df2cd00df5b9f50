"""Reads a file into the staging table: each row to its owner, or to the list of what could not be taken."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from huoshui.kernel.actor import Actor
from huoshui.kernel.reach import EVERYWHERE, region_span
from huoshui.orgs import public as orgs
from huoshui.patents import staging
from huoshui.patents.rows import Fault, columns_of, region_code
from huoshui_core.attribution import Directory, Match, Owner, owner_among
from huoshui_core.reference import region_by_code
from huoshui_core.standards import Problem, load
from huoshui_core.standards.reading import Row, open_source

STANDARD = load("patent")
MOST_PROBLEMS = 10_000
STEP = 1_000  # rows between two reports of progress
NO_APPLICANT: Fault = ("applicants", "没有申请（专利权）人，无法确定归属；可在导入时指定单位", "applicant_missing")


@dataclass
class FoundOwner:
    """An institution of the file. `card` is None until it is opened; places count where its own address is told."""

    number: int
    name: str
    key: str
    institution_type: str
    card: orgs.OrganisationCard | None
    rows: int = 0
    places: Counter[tuple[bool, int]] = field(default_factory=Counter)

    @property
    def region(self) -> int:
        """Where most rows with this owner in the first place say it is; any row where it never stands first."""
        ranked = sorted(self.places.items(), key=lambda item: (not item[0][0], not item[0][1], -item[1], item[0][1]))
        return ranked[0][0][1] if ranked else 0


class Attribution(Protocol):
    """Who a row belongs to: an owner; None for what is no institution's; or why it cannot be told."""

    def __call__(self, columns: Mapping[str, Any]) -> Owner | Fault | None: ...


@dataclass
class Intake:
    """What one reading of a file found. `known` maps folded names of institutions to their ids."""

    actor: Actor
    known: dict[str, int]
    cards: dict[int, orgs.OrganisationCard]
    attribute: Attribution
    format: str = ""
    rows: int = 0
    refused: int = 0
    repeated: int = 0
    problem_count: int = 0
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    owners: dict[str, FoundOwner] = field(default_factory=dict)
    out_of_scope: Counter[str] = field(default_factory=Counter)
    _last_refused: tuple[str, int] = ("", -1)

    def read(self, path: Path, file_name: str, progress: Callable[[int], None] | None) -> None:
        """Raises Unreadable when the file as a whole cannot be taken."""
        source = open_source(path, STANDARD, name=file_name)
        headings = {name: heading for heading, name in source.columns.items()}
        with staging.stage() as add:
            for count, one in enumerate(source, 1):
                if isinstance(one, Problem):
                    self.refuse(one)
                else:
                    self._take(one, headings, add)
                if progress and count % STEP == 0:
                    progress(count)
        self.notices = source.notices
        self.format, self.repeated = source.format, source.repeats.count
        self.rows += self.repeated

    def refuse(self, problem: Problem) -> None:
        """Several problems of one row count as one row refused."""
        self.problem_count += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
        place = (problem.file, problem.line)
        if place != self._last_refused:
            self.refused += 1
            self.rows += 1
            self._last_refused = place

    def _take(self, row: Row, headings: Mapping[str, str], add: Callable[..., None]) -> None:
        columns, fault = columns_of(row.values)
        owner = None if fault else self.attribute(columns)
        fault = fault or (owner if isinstance(owner, tuple) else None)
        if fault:
            self.refuse(self._located(row, fault, headings))
            return
        self.rows += 1
        if not isinstance(owner, Owner):
            self.out_of_scope[columns["applicants"][0]] += 1
            return
        found = self._owner(owner)
        found.rows += 1
        found.places[owner.place == 0, region_code(columns["province"], columns["city"])] += 1
        add(found.number, row.file, row.line, owner.is_known, columns)

    def _owner(self, owner: Owner) -> FoundOwner:
        if owner.key not in self.owners:
            number = len(self.owners)
            card = self.cards.get(self.known.get(owner.key, 0))
            self.owners[owner.key] = FoundOwner(number, owner.name, owner.key, owner.institution_type, card)
        return self.owners[owner.key]

    def _located(self, row: Row, fault: Fault, headings: Mapping[str, str]) -> Problem:
        name, message, code = fault
        known = STANDARD.field(name)
        value = row.values.get(name)
        shown = "|".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
        return Problem(
            row.file, row.line, headings.get(name, known.label), shown[:80], f"{known.label}：{message}", code
        )


@dataclass(frozen=True)
class ByApplicants:
    """The operator or a bureau loads: the applicants say whose a row is, and the directory knows or learns them."""

    actor: Actor
    known: Mapping[str, int]
    cards: Mapping[int, orgs.OrganisationCard]
    directory: Directory

    def __call__(self, columns: Mapping[str, Any]) -> Owner | Fault | None:
        if not columns["applicants"]:
            return NO_APPLICANT
        owner = owner_among(columns["applicants"], columns["applicant_types"], self._known_as(columns))
        if owner is None or self._is_within(owner, columns):
            return owner
        return "applicants", f"「{owner.name}」不在您的管辖范围内", "out_of_reach"

    def _known_as(self, columns: Mapping[str, Any]) -> Callable[[int, str], Match | None]:
        """The row's place is its first applicant's."""
        region = region_code(columns["province"], columns["city"])
        return lambda place, name: self.directory.match(name, region=0 if place else region)

    def _is_within(self, owner: Owner, columns: Mapping[str, Any]) -> bool:
        if owner.is_known:
            card = self.cards[self.known[owner.key]]
            return self.actor.reach.covers(card.seat, card.line_seat)
        return may_open_in(self.actor, region_code(columns["province"], columns["city"]))


@dataclass(frozen=True)
class Stated:
    """The owner is stated. With `must_be_named`, rows that do not name it among their applicants are refused."""

    owner: Owner
    is_named: Callable[[str], bool]
    must_be_named: bool

    def __call__(self, columns: Mapping[str, Any]) -> Owner | Fault | None:
        place = next((place for place, name in enumerate(columns["applicants"]) if self.is_named(name)), -1)
        if place < 0 and self.must_be_named:
            return "applicants", f"申请（专利权）人中没有「{self.owner.name}」", "not_ours"
        return replace(self.owner, is_known=place >= 0, place=place)


def means(directory: Directory, org_id: int) -> Callable[[str], bool]:
    """Whether a name surely is that institution's, wherever the row says it is."""

    def answer(name: str) -> bool:
        found = directory.match(name)
        return found is not None and found.id == org_id

    return answer


def may_open_in(actor: Actor, region: int) -> bool:
    """Whoever sees everything opens anywhere, also where the row names no place; a bureau in its territory."""
    if actor.reach == EVERYWHERE:
        return True
    low, high = region_span(region)
    known = region != 0 and region_by_code(region) is not None
    return known and actor.reach.seat_lo <= low and high <= actor.reach.seat_hi
