"""What a table of people would do: each row planned, or refused with line, column, value and what to do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huoshui.accounts import public as accounts
from huoshui.enrolment import queries, rules
from huoshui.enrolment.opening import Wanted
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.orgs import public as orgs
from huoshui_core.standards import Problem, Unreadable, load
from huoshui_core.standards.reading import Cells, Row, read_cells
from huoshui_core.standards.reading.columns import match_columns
from huoshui_core.standards.reading.table import Line

ACCOUNT = load("account")
MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Planned:
    """`problems` in the order of the file; `counts` by verdict, refused rows counted once."""

    wanted: tuple[tuple[int, Wanted], ...]
    problems: tuple[Problem, ...]
    rows: int

    @property
    def counts(self) -> dict[str, int]:
        found = dict.fromkeys(rules.VERDICTS, 0)
        for _, one in self.wanted:
            found[one.answer.verdict] += 1
        return found | {"refused": len({one.line for one in self.problems}), "rows": self.rows}


def read(path: Path, file_name: str) -> Cells:
    """Raises Invalid when the file as a whole cannot be taken."""
    try:
        return read_cells(path, ACCOUNT, name=file_name, most=MOST_ROWS)
    except Unreadable as fault:
        raise Invalid("文件无法读取，未写入任何内容", problems=[fault.problem]) from fault


def as_text(cells: Cells) -> str:
    return json.dumps([cells.headings, cells.lines, [_parts(one) for one in cells.torn], cells.is_demonstration])


def _parts(one: Problem) -> list[Any]:
    return [one.file, one.line, one.column, one.value, one.message, one.code]


def from_text(content: str, file_name: str) -> Cells:
    headings, lines, torn, is_demonstration = json.loads(content)
    kept: tuple[Line, ...] = tuple((number, cells) for number, cells in lines)
    return Cells(file_name, tuple(headings), kept, tuple(Problem(*one) for one in torn), is_demonstration)


def plan(actor: Actor, cells: Cells) -> Planned:
    """Looks everything up at once: a thousand rows cost the same few questions as one."""
    rows: list[Row] = []
    problems: list[Problem] = []
    for one in cells.rows(ACCOUNT):
        (rows if isinstance(one, Row) else problems).append(one)  # type: ignore[arg-type]
    planner = _Planner.of(actor, cells, rows)
    wanted: list[tuple[int, Wanted]] = []
    for row in rows:
        found = planner.wanted(row)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            wanted.append((row.line, found))
    return Planned(tuple(wanted), tuple(sorted(problems, key=lambda one: one.line)), len(cells.lines))


@dataclass(frozen=True)
class _Planner:
    own: orgs.OrganisationCard
    house: tuple[orgs.OrganisationCard, ...]
    places: Mapping[str, orgs.OrganisationCard]
    known: Mapping[str, accounts.KnownPerson]
    issued: Mapping[int, frozenset[str]]  # organisation → roles this actor opens there
    headings: Mapping[str, str]  # field → heading of the file
    file: str

    @classmethod
    def of(cls, actor: Actor, cells: Cells, rows: list[Row]) -> "_Planner":
        own = orgs.card(actor.org_id)
        if own is None:
            raise Invalid("请先选择以哪个单位的身份办理")
        top = orgs.card(own.parent_id) if own.parent_id else own
        places = queries.places_by_name(actor, (str(row.values["college"] or "") for row in rows))
        cards = {one.id: one for one in (own, *places.values())}
        by_heading = match_columns(cells.headings, ACCOUNT).by_heading
        return cls(
            own,
            tuple(queries.own_house(top) if top else [own]),
            places,
            accounts.known_people(actor, (str(row.values["username"]) for row in rows)),
            {one: accounts.roles_to_issue(actor, card) for one, card in cards.items()},
            {name: heading for heading, name in reversed(by_heading.items())},
            cells.file,
        )

    def wanted(self, row: Row) -> Wanted | Problem:
        values = {name: str(value or "") for name, value in row.values.items()}
        place = self.places.get(values["college"]) if values["college"] else self.own
        if place is None:
            return self._problem(row, "college", self._no_place())
        role = values["role"] or rules.DEFAULT_ROLES.get(place.kind, "")
        if role not in self.issued[place.id]:
            return self._problem(row, "role", self._no_role(place, role))
        known = self.known.get(values["username"])
        answer = rules.answer(
            known,
            username=values["username"],
            name=values["name"],
            role=role,
            at=place.id,
            house={one.id for one in self.house},
        )
        if answer.verdict == "refused":
            return self._problem(row, answer.field, answer.message)
        return Wanted(
            values["username"],
            values["name"],
            role,
            values["position"],
            place,
            answer,
            known.id if known else 0,
            values["contact_phone"],
            values["contact_email"],
        )

    def _no_place(self) -> str:
        colleges = [one.name for one in self.house[1:]]
        if self.own.kind == "institution" and colleges:
            return f"本单位没有这个院系；已开设的有：{'、'.join(colleges[:8])}{'等' if len(colleges) > 8 else ''}"
        if self.own.kind == "institution":
            return "本单位还没有开设院系；请先开设，或把这一栏留空，归到单位本级"
        return "没有您可以在其中开设账号的这家单位，请核对全称"

    def _no_role(self, place: orgs.OrganisationCard, role: str) -> str:
        labels = ACCOUNT.field("role").codes
        open_to = [labels.label(one) for one in labels.values if one in self.issued[place.id]] if labels else []
        said = "请填写角色" if not role else f"您不能在“{place.name}”开设这个角色"
        return f"{said}；可以开设：{'、'.join(open_to)}" if open_to else f"{said}；请由该单位的账号管理员开设"

    def _problem(self, row: Row, field: str, message: str) -> Problem:
        heading = self.headings.get(field, ACCOUNT.field(field).label)
        return Problem(self.file, row.line, heading, str(row.values[field] or ""), message, f"{field}_refused")
