"""The invented events are read like any list, and end where the records say they end."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

import pytest

from huoshui_core.demonstration import Demonstration
from huoshui_core.rights import Origin, RightEvent, RightFacts, event_of, fee_event, fold
from huoshui_core.standards import clean_record, load

UNTIL = date(2026, 11, 30)


@pytest.fixture(scope="module")
def told(region: Demonstration) -> dict[str, list[RightEvent]]:
    events: dict[str, list[RightEvent]] = defaultdict(list)
    for one in region.iter_legal_events(UNTIL):
        row = {name: "|".join(one.get(name, ())) for name in ("before", "after", "party")}
        row |= {name: one.get(name, "") for name in ("filing_no", "detail")}
        events[one["application_no"]].append(event_of(one["event"], one["event_date"], row, Origin(as_of=UNTIL)))
    for one in region.iter_annual_fees(UNTIL):
        events[one["application_no"]].append(fee_event(one["year"], one["paid_on"], Origin(as_of=UNTIL)))
    return events


def facts_of(record: Any) -> RightFacts:
    names = ("kind", "stage", "filing_date", "grant_date")
    return RightFacts(owners=record["applicants"], **{name: record[name] for name in names})


def test_each_story_ends_where_the_record_says_without_contradiction(
    region: Demonstration, told: dict[str, list[RightEvent]]
) -> None:
    seen: Counter[str] = Counter()
    for patent in region.patents:
        events = told.get(patent.record["application_no"], [])
        if not events:
            continue
        right = fold(facts_of(patent.record), events, UNTIL)
        assert not right.doubts, (patent.record["application_no"], right.doubts)
        if right.status != "expired":
            expected = patent.record["legal_status"]
            assert right.legal_status == expected or (expected, right.legal_status) == ("in_force", "pledged")
        seen[right.legal_status] += 1
    assert seen.keys() >= {"in_force", "ended", "licensed", "pledged", "assigned"}


def test_nothing_happens_after_the_last_day_and_the_same_day_tells_the_same(region: Demonstration) -> None:
    events = list(region.iter_legal_events(UNTIL))
    assert events == list(region.iter_legal_events(UNTIL))
    assert max(one["event_date"] for one in events) <= UNTIL
    assert max(one["paid_on"] for one in region.iter_annual_fees(UNTIL)) <= UNTIL


def test_the_records_satisfy_the_standards(region: Demonstration) -> None:
    for name, records in (
        ("patent_event", region.iter_legal_events(UNTIL)),
        ("annual_fee", region.iter_annual_fees(UNTIL)),
    ):
        standard = load(name)
        for record in list(records)[:200]:
            assert not clean_record(standard, record)[1]
