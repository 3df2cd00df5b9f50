"""From clean columns to lines for staging: what follows from a row, whose it is, and its print."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from xxhash import xxh3_128_hexdigest

from huoshui.patents import rules
from huoshui.patents.loading.attributing import Answer, Attribution, Fault
from huoshui.patents.loading.batch import Batch
from huoshui.patents.loading.columns import COLUMNS, DATES, LISTS, date_text, escaped, escaped_column, json_list
from huoshui.patents.rows import fault_of, region_code, stage_of
from huoshui_core.attribution import Owner
from huoshui_core.standards import Problem, load
from huoshui_core.standards.bulk import Remembered
from huoshui_core.standards.reading.columns import Columns

STANDARD = load("patent")
HAPPENED = ("grant_date", "publication_date", "filing_date")  # never after today; the first that is, is told of
OUTSIDE = -1  # the owner's number in `seen` for rows that are no institution's
Values = Mapping[str, list[Any]]
_TERM = ("kind", "stage", "filing_date")
_OWN_WORDS = frozenset({"publication_no", "application_no", "title", "abstract", "first_claim", "claims", "family"})


class Place(NamedTuple):
    """`n` counts the records of a file from 0; `file` is the member of a package, "" for the file itself."""

    n: int
    line: int
    file: str


class Writer:
    """The owner's numbers of several parts do not meet."""

    def __init__(
        self, attribution: Attribution, columns: Columns | None, today: date, part: int = 0, parts: int = 1
    ) -> None:
        self.attribution, self.today, self.part, self.parts = attribution, today, part, parts
        self.headings = {name: heading for heading, name in columns.by_heading.items()} if columns else {}
        self.numbers: dict[str, int] = {}
        self.owners = Remembered(self._owner)
        self.words = Remembered(lambda text: escaped(text or "").encode())
        self.lists = Remembered(lambda values: json_list(values).encode())
        self.dates = Remembered(lambda day: date_text(day).encode())
        self.ages = Remembered(lambda key: f"{int(key[0] == 'granted')}{key[1]}")
        self.terms = Remembered(lambda key: date_text(rules.expires_on(*key)).encode())
        self.subclasses = Remembered(lambda main: rules.subclass_of(main or "").encode())

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
        answers = self._answers(values, stages, published)
        kept: list[int] = []
        outside: list[int] = []
        for at, answer in enumerate(answers):
            if isinstance(answer, Owner):
                kept.append(at)
            elif answer is None:
                outside.append(at)
                batch.outside[values["applicants"][at][0]] += 1
            else:
                batch.refuse([self.located(file, places[at], answer, values[answer[0]][at])])
        batch.rows += len(kept) + len(outside)
        owned = [answers[at] for at in kept] if len(kept) < count else answers
        told = dict(values) | {"stage": stages, "publication_date": published}
        mine, others = _only(told, kept, count), _only(told, outside, count)
        numbers = [self._number(owner, batch) for owner in owned]
        regions = [region_code(*place) for place in zip(_texts(mine["province"]), _texts(mine["city"]), strict=True)]
        batch.places.update(zip(numbers, [owner.place == 0 for owner in owned], regions, strict=True))
        self._lines(batch, _at(places, kept), owned, numbers, mine)
        self._lines(batch, _at(places, outside), None, [OUTSIDE] * len(outside), others)

    def _answers(self, values: Values, stages: Sequence[str], published: Sequence[date | None]) -> list[Any]:
        """Of each row its owner, None, or what is wrong with it."""
        named = ("applicants", "applicant_types", "province", "city", "owner_code")
        answers = list(map(self.owners.__getitem__, zip(*(values[name] for name in named), strict=True)))
        if not (all(values["kind"]) and all(stages) and all(published)):
            faults = map(fault_of, values["kind"], stages, published)
            answers = [fault or answer for fault, answer in zip(faults, answers, strict=True)]
        for name in HAPPENED:
            if any(day > self.today for day in set(values[name]) if day):
                late: Fault = (name, "晚于今天，请核对日期", "date_in_future")
                answers = [
                    late if day and day > self.today else answer
                    for day, answer in zip(values[name], answers, strict=True)
                ]
        return answers

    def _owner(self, key: tuple[Any, ...]) -> Answer:
        applicants, types, province, city, code = key
        return self.attribution(applicants or (), types or (), region_code(province or "", city or ""), code or "")

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
        facts = list(map(b"\t".join, zip(*columns, strict=True)))
        prints = list(map(xxh3_128_hexdigest, facts))  # not against forgery: whoever sends a row may change it anyway
        lead = [f"{place.n}\t{number}" for place, number in zip(places, numbers, strict=True)]
        where = [f"{place.line}\t{escaped(place.file) if place.file else ''}" for place in places]
        later = map(self.ages.__getitem__, zip(told["stage"], told["publication_date"], strict=True))
        known = (_texts(told["publication_no"]), _texts(told["application_no"]))
        batch.seen += "\n".join(map("\t".join, zip(lead, where, *known, later, prints, strict=True))).encode() + b"\n"
        if owned is not None:
            named = ["t" if owner.is_known else "f" for owner in owned]
            leading = map(str.encode, map("\t".join, zip(lead, named, where, prints, strict=True)))
            batch.lines += b"\n".join(map(b"\t".join, zip(leading, facts, strict=True))) + b"\n"

    def _column(self, name: str, told: Values, count: int) -> Sequence[bytes]:
        column = told.get(name)
        if name == "subclass":
            return list(map(self.subclasses.__getitem__, told["main_class"]))
        if name == "expires_on":
            return list(map(self.terms.__getitem__, zip(*(told[one] for one in _TERM), strict=True)))
        if name in DATES:
            return list(map(self.dates.__getitem__, column or [None] * count))
        if name in LISTS:
            if name == "inventors" and column:
                return [json_list(names).encode() for names in column]
            return list(map(self.lists.__getitem__, column or [None] * count))
        if name in _OWN_WORDS:
            return list(map(str.encode, escaped_column(_texts(column or [None] * count))))
        return list(map(self.words.__getitem__, column or [None] * count))

    def located(self, file: str, place: Place, fault: Fault, value: Any) -> Problem:
        name, message, code = fault
        known = STANDARD.field(name)
        shown = "|".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
        heading = self.headings.get(name, known.label)
        return Problem(place.file or file, place.line, heading, shown[:80], f"{known.label}：{message}", code)


def _texts(column: Sequence[str | None]) -> list[str]:
    return [text or "" for text in column]


def _at(places: Sequence[Place], kept: Sequence[int]) -> Sequence[Place]:
    return places if len(kept) == len(places) else [places[at] for at in kept]


def _only(values: Values, kept: Sequence[int], count: int) -> Values:
    if len(kept) == count:
        return values
    return {name: [column[at] for at in kept] for name, column in values.items()}
