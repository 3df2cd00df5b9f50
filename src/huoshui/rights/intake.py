"""Reads a file of legal events or of annual fees, in batches: each row to the patents that have its number."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from huoshui.kernel import clock
from huoshui.patents import public as patents
from huoshui.rights import queries, rules
from huoshui.rights.folded import core_facts
from huoshui.rights.models import STANDARDS, EventRun, LegalEvent
from huoshui_core.rights import Origin, RightEvent, effective, event_of, fee_due_on, fee_event
from huoshui_core.standards import Problem, Unreadable
from huoshui_core.standards.reading import Row, Source, open_source

MOST_PROBLEMS = 10_000
BATCH = 2_000
LONGEST = 500
HAPPENED = ("event_date", "paid_on")
MONEY = ("amount_yuan", "late_fee_yuan")


def subject_of(path: Path, file_name: str) -> str:
    """Whether a file is of events or of fees, by its headings. Raises Unreadable where it is neither."""
    fault: Unreadable | None = None
    for subject, standard in STANDARDS.items():
        try:
            open_source(path, standard, name=file_name)
        except Unreadable as refusal:
            fault = fault or refusal
        else:
            return subject
    raise fault or ValueError("no standard to read by")


@dataclass
class Intake:
    """What one reading found and added. `run` is what every new event is marked with."""

    run: EventRun
    rows: int = 0
    new: int = 0
    same: int = 0
    refused: int = 0
    problem_count: int = 0
    problems: list[Problem] = field(default_factory=list)
    unmatched: Counter[str] = field(default_factory=Counter)
    touched: set[int] = field(default_factory=set)
    _last_refused: tuple[str, int] = ("", -1)

    def read(self, path: Path, progress: Callable[[int], None] | None) -> None:
        source = open_source(path, STANDARDS[self.run.subject], name=self.run.file_name)
        good = self._good(source)
        while rows := list(islice(good, BATCH)):
            self._add(rows)
            if progress:
                progress(self.rows)

    def _good(self, source: Source) -> Iterator[Row]:
        for one in source:
            if isinstance(one, Problem):
                self._refuse(one)
            elif late := self._later_than_today(one):
                self._refuse(late)
            else:
                self.rows += 1
                yield one

    def _later_than_today(self, row: Row) -> Problem | None:
        """What was announced or paid lies behind us; until when a licence runs does not."""
        for name in HAPPENED:
            day = row.values.get(name)
            if isinstance(day, date) and day > clock.today():
                label = STANDARDS[self.run.subject].field(name).label
                return Problem(row.file, row.line, label, str(day), f"{label}：晚于今天，请核对日期", "date_in_future")
        return None

    def _refuse(self, problem: Problem) -> None:
        """Several problems of one row count as one row refused."""
        self.problem_count += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
        place = (problem.file, problem.line)
        if place != self._last_refused:
            self.refused += 1
            self.rows += 1
            self._last_refused = place

    def _add(self, rows: Sequence[Row]) -> None:
        found = patents.right_facts_by_number([number for row in rows for number in _numbers(row)])
        stored: dict[tuple[int, str], LegalEvent] = {}
        for row in rows:
            numbers = _numbers(row)
            owners = next((found[number] for number in numbers if number in found), [])
            if not owners:
                self.unmatched[numbers[0]] += 1
            for facts in owners:
                event = self._event(row.values, facts)
                one = self._stored(event, facts, row.values)
                self.same += (facts.id, one.content_hash) in stored
                stored[facts.id, one.content_hash] = one
        known = queries.known_hashes({patent_id for patent_id, _ in stored})
        fresh = [one for key, one in stored.items() if key not in known]
        LegalEvent.objects.bulk_create(fresh, batch_size=1_000, ignore_conflicts=True)
        self.new += len(fresh)
        self.same += len(stored) - len(fresh)
        self.touched |= {one.patent_id for one in fresh}

    def _event(self, values: Mapping[str, Any], facts: patents.RightFacts) -> RightEvent:
        origin = Origin(self.run.file_name, 0, self.run.as_of or clock.today())
        if self.run.subject == "fees":
            return self._fee(values, facts, origin)
        told = {name: "|".join(values[name] or ())[:LONGEST] for name in ("before", "after", "party")}
        told |= {name: values[name] or "" for name in ("filing_no", "detail")}
        code = "" if values["event"] == "other" else values["event"]
        return event_of(code, values["event_date"], told, origin)

    def _fee(self, values: Mapping[str, Any], facts: patents.RightFacts, origin: Origin) -> RightEvent:
        """An unpaid fee counts as seen on the day of the list. A list whose day nobody stated may be old: then it
        says no more than that the fee was due."""
        if values["paid_on"] is None and self.run.as_of is None:
            due_on = values["due_on"] or (facts.filing_date and fee_due_on(facts.filing_date, values["year"]))
            origin = Origin(origin.source, origin.source_rank, min(due_on or clock.today(), clock.today()))
        return fee_event(values["year"], values["paid_on"], origin)

    def _stored(self, event: RightEvent, facts: patents.RightFacts, values: Mapping[str, Any]) -> LegalEvent:
        money = {name: str(values[name]) for name in MONEY if values.get(name) is not None}
        return LegalEvent(
            org_id=facts.org_id,
            seat=facts.seat,
            line_seat=facts.line_seat,
            patent_id=facts.id,
            happened_on=effective(event, core_facts(facts)),
            facts=rules.further_facts(event) | money,
            title=facts.title,
            number=facts.application_no or facts.publication_no,
            source=self.run.file_name,
            as_of=event.as_of or clock.today(),
            run_id=self.run.pk,
            content_hash=rules.content_hash(event),
            demonstration=facts.demonstration,
            **{name: getattr(event, name) for name in _COPIED},
        )


_COPIED = ("kind", "code", "effective_on", "announced_on", "before", "after", "party", "filing_no", "year")


def _numbers(row: Row) -> list[str]:
    return [str(number) for name in ("application_no", "publication_no") if (number := row.values.get(name))]
