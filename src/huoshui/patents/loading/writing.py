"""From clean columns to lines for staging: what follows from a row, whose it is, and its print."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from huoshui.patents import rules
from huoshui.patents.loading.attributing import Attribution, Fault
from huoshui.patents.loading.batch import Batch
from huoshui.patents.loading.columns import COLUMNS, DATES, LISTS, NULL, date_text, escaped, escaped_column, json_list
from huoshui.patents.rows import fault_of, region_code, stage_of
from huoshui_core.attribution import Owner
from huoshui_core.standards import Problem, load
from huoshui_core.standards.reading.columns import Columns

STANDARD = load("patent")
MOST_REMEMBERED = 50_000
OUTSIDE = -1  # the owner's number in `seen` for rows that are no institution's
Values = Mapping[str, list[Any]]


class Place(NamedTuple):
    """`n` counts the records of a file from 0; `file` is the member of a package, "" for the file itself."""

    n: int
    line: int
    file: str


class Writer:
    """Remembers what comes again. The owner's numbers of several parts do not meet."""

    def __init__(self, attribution: Attribution, columns: Columns | None, part: int = 0, parts: int = 1) -> None:
        self.attribution, self.part, self.parts = attribution, part, parts
        self.headings = {name: heading for heading, name in columns.by_heading.items()} if columns else {}
        self.numbers: dict[str, int] = {}
        self.owners: dict[Any, Owner | Fault | None] = {}
        self.lists: dict[Any, str] = {}
        self.dates: dict[Any, str] = {None: NULL}
        self.terms: dict[Any, str] = {}

    def write(self, batch: Batch, file: str, places: Sequence[Place], values: Values) -> None:
        """Adds the rows to the batch, or to its problems."""
        count = len(places)
        stages = [
            stage or stage_of(kind, status)
            for stage, kind, status in zip(values["stage"], values["kind"], values["legal_status"], strict=True)
        ]
        published = [
            day or granted for day, granted in zip(values["publication_date"], values["grant_date"], strict=True)
        ]
        owned: list[Owner] = []
        kept: list[int] = []
        outside: list[int] = []
        for at in range(count):
            fault = fault_of(values["kind"][at], stages[at], published[at])
            owner = None if fault else self._owner(values, at)
            if isinstance(owner, tuple):
                fault, owner = owner, None
            if fault:
                said = values[fault[0]][at]
                batch.refuse([self.located(file, places[at], fault, said)])
            elif owner is None:
                outside.append(at)
                batch.outside[values["applicants"][at][0]] += 1
            else:
                owned.append(owner)
                kept.append(at)
        batch.rows += len(kept) + len(outside)
        told = dict(values) | {"stage": stages, "publication_date": published}
        numbers = [self._number(owner, batch) for owner in owned]
        for at, owner, number in zip(kept, owned, numbers, strict=True):
            batch.places[number, owner.place == 0, self._region(values, at)] += 1
        self._lines(batch, [places[at] for at in kept], owned, numbers, _only(told, kept, count))
        self._lines(batch, [places[at] for at in outside], None, [OUTSIDE] * len(outside), _only(told, outside, count))

    def _owner(self, values: Values, at: int) -> Owner | Fault | None:
        applicants, types = values["applicants"][at] or (), values["applicant_types"][at] or ()
        key = (applicants, types, values["province"][at], values["city"][at])
        if key not in self.owners:
            if len(self.owners) >= MOST_REMEMBERED:
                self.owners.clear()
            self.owners[key] = self.attribution(applicants, types, self._region(values, at))
        return self.owners[key]

    def _region(self, values: Values, at: int) -> int:
        return region_code(values["province"][at] or "", values["city"][at] or "")

    def _number(self, owner: Owner, batch: Batch) -> int:
        number = self.numbers.get(owner.key)
        if number is None:
            number = self.numbers[owner.key] = len(self.numbers) * self.parts + self.part
            batch.owners.append((number, owner.name, owner.key, owner.institution_type))
        return number

    def _lines(
        self, batch: Batch, places: Sequence[Place], owned: Sequence[Owner] | None, numbers: list[int], told: Values
    ) -> None:
        if not places:
            return
        columns = [self._column(name, told, len(places)) for name in COLUMNS]
        facts = [fact.encode() for fact in map("\t".join, zip(*columns, strict=True))]
        prints = [hashlib.blake2b(fact, digest_size=16).hexdigest() for fact in facts]
        lead = [f"{place.n}\t{number}" for place, number in zip(places, numbers, strict=True)]
        where = [f"{place.line}\t{escaped(place.file)}" for place in places]
        later = [
            f"{int(stage == 'granted')}{day}"
            for stage, day in zip(told["stage"], told["publication_date"], strict=True)
        ]
        known = (columns[COLUMNS.index("publication_no")], columns[COLUMNS.index("application_no")])
        batch.seen += "\n".join(map("\t".join, zip(lead, where, *known, later, prints, strict=True))).encode() + b"\n"
        if owned is not None:
            named = ["t" if owner.is_known else "f" for owner in owned]
            leading = map("\t".join, zip(lead, named, where, prints, strict=True))
            batch.lines += b"".join(
                b"%b\t%b\n" % (one.encode(), fact) for one, fact in zip(leading, facts, strict=True)
            )

    def _column(self, name: str, told: Values, count: int) -> Sequence[str]:
        if name == "subclass":
            return [rules.subclass_of(main or "") for main in told["main_class"]]
        if name == "expires_on":
            return [self._term(*one) for one in zip(told["kind"], told["stage"], told["filing_date"], strict=True)]
        column = told.get(name)
        if name in DATES:
            return [self._date(day) for day in column] if column else [NULL] * count
        if name in LISTS:
            if column is None:
                return ["[]"] * count
            return list(map(json_list, column)) if name == "inventors" else [self._list(one) for one in column]
        return escaped_column([text or "" for text in column]) if column else [""] * count

    def _date(self, day: date | None) -> str:
        text = self.dates.get(day)
        if text is None:
            text = self.dates[day] = date_text(day)
        return text

    def _list(self, values: tuple[str, ...] | None) -> str:
        text = self.lists.get(values)
        if text is None:
            if len(self.lists) >= MOST_REMEMBERED:
                self.lists.clear()
            text = self.lists[values] = json_list(values)
        return text

    def _term(self, kind: str, stage: str, filed: date | None) -> str:
        key = (kind, stage, filed)
        if key not in self.terms:
            self.terms[key] = date_text(rules.expires_on(kind, stage, filed))
        return self.terms[key]

    def located(self, file: str, place: Place, fault: Fault, value: Any) -> Problem:
        name, message, code = fault
        known = STANDARD.field(name)
        shown = "|".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
        heading = self.headings.get(name, known.label)
        return Problem(place.file or file, place.line, heading, shown[:80], f"{known.label}：{message}", code)


def _only(values: Values, kept: Sequence[int], count: int) -> Values:
    if len(kept) == count:
        return values
    return {name: [column[at] for at in kept] for name, column in values.items()}
