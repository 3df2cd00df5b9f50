"""Keyset paging: walking gives every row once, in order, both ways, whatever happens in between."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huoshui.kernel import paging
from huoshui.kernel.errors import Invalid
from huoshui.kernel.models import OutboxEvent
from huoshui.kernel.paging import Page, Sort, page

pytestmark = pytest.mark.django_db
BY_ATTEMPTS = Sort("attempts", "attempts")
NEWEST = Sort("attempts", "attempts", descending=True)
BY_TIME = Sort("at", "delivered_at")
DAY = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clean_table(db: None) -> None:
    OutboxEvent.objects.all().delete()


def make(*values: int) -> None:
    OutboxEvent.objects.bulk_create(
        [
            OutboxEvent(name=f"n{value}", payload={}, attempts=value, delivered_at=DAY + timedelta(hours=value))
            for value in values
        ]
    )


def get(sort: Sort, cursor: str = "", size: int = 3) -> Page:
    return page(OutboxEvent.objects.all(), sort, cursor=cursor, size=size)


def keys(found: Page) -> list[tuple[int, int]]:
    return [(row.attempts, row.pk) for row in found.rows]


def forward(sort: Sort, size: int) -> Iterator[Page]:
    found = get(sort, size=size)
    yield found
    while found.next:
        found = get(sort, found.next, size)
        yield found


def everything(sort: Sort) -> list[tuple[int, int]]:
    rows = OutboxEvent.objects.values_list("attempts", "pk")
    return sorted(rows, reverse=sort.descending)


def test_the_first_page_says_how_many_there_are_and_has_nothing_before_it() -> None:
    make(1, 2, 3, 4)
    found = get(BY_ATTEMPTS)
    assert ([row.attempts for row in found.rows], found.total, found.total_is_capped) == ([1, 2, 3], 4, False)
    assert found.next
    assert found.previous == ""


def test_a_list_that_fills_its_page_exactly_has_no_next_one() -> None:
    make(1, 2, 3)
    assert get(BY_ATTEMPTS).next == ""


def test_an_empty_list_is_an_empty_page() -> None:
    found = get(BY_ATTEMPTS)
    assert (list(found.rows), found.next, found.previous, found.total) == ([], "", "", 0)


@pytest.mark.parametrize("sort", [BY_ATTEMPTS, NEWEST, BY_TIME])
def test_back_leads_where_one_came_from(sort: Sort) -> None:
    make(5, 1, 4, 4, 4, 2, 3, 4)
    pages = list(forward(sort, 3))
    assert len(pages) == 3
    last_but_one = get(sort, pages[2].previous)
    assert keys(last_but_one) == keys(pages[1])
    assert keys(get(sort, last_but_one.previous)) == keys(pages[0])
    assert get(sort, last_but_one.previous).previous == ""
    assert keys(get(sort, last_but_one.next)) == keys(pages[2])


def test_the_total_stops_counting_at_the_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "CAP", 4)
    make(1, 2, 3, 4)
    assert (get(BY_ATTEMPTS).total, get(BY_ATTEMPTS).total_is_capped) == (4, False)
    make(5, 6)
    assert (get(BY_ATTEMPTS).total, get(BY_ATTEMPTS).total_is_capped) == (4, True)


def test_rows_that_come_in_between_move_nothing_already_read() -> None:
    make(10, 20, 30, 40)
    first = get(BY_ATTEMPTS, size=2)
    make(5, 15, 25)
    second = get(BY_ATTEMPTS, first.next, size=2)
    assert [row.attempts for row in second.rows] == [25, 30]
    assert [row.attempts for row in get(BY_ATTEMPTS, second.previous, size=2).rows] == [15, 20]


def test_a_row_removed_at_the_edge_does_not_lose_the_place() -> None:
    make(1, 2, 3, 4)
    first = get(BY_ATTEMPTS, size=2)
    OutboxEvent.objects.filter(attempts__in=(1, 2)).delete()
    assert [row.attempts for row in get(BY_ATTEMPTS, first.next, size=2).rows] == [3, 4]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(st.integers(0, 6), max_size=25),
    size=st.integers(1, 7),
    sort=st.sampled_from([BY_ATTEMPTS, NEWEST, BY_TIME]),
)
def test_walking_all_pages_gives_each_row_once_in_order(values: list[int], size: int, sort: Sort) -> None:
    OutboxEvent.objects.all().delete()
    make(*values)
    pages = list(forward(sort, size))
    assert [key for found in pages for key in keys(found)] == everything(sort)
    assert all(len(found.rows) == size for found in pages[:-1])
    assert {found.total for found in pages} == {len(values)}
    back, cursor = [keys(pages[-1])], pages[-1].previous
    while cursor:
        found = get(sort, cursor, size)
        back.insert(0, keys(found))
        cursor = found.previous
    assert [key for one in back for key in one] == everything(sort)


def forged(content: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "中文",
        "AAAA",
        "!!!!",
        forged({}),
        forged(5),
        forged(["attempts", 0, 1]),
        forged(["other", 0, 1, 1]),
        forged(["attempts", 2, 1, 1]),
        forged(["attempts", 0, 1, "1"]),
        forged(["attempts", 0, "many", 1]),
        forged(["attempts", 0, None, 1]),
        forged(["attempts", 0, [1], 1]),
        forged(["attempts", 0, {"a": 1}, 1]),
        forged(["attempts", [], 1, 1]),
        forged(["attempts", 0, float("inf"), 1]),
        forged(["attempts", 0, "\0", 1]),
        base64.urlsafe_b64encode(b"[" * 5_000).decode(),
    ],
)
def test_a_cursor_that_no_page_gave_out_is_refused(cursor: str) -> None:
    make(1, 2)
    with pytest.raises(Invalid, match="翻页位置无效"):
        get(BY_ATTEMPTS, cursor)


@pytest.mark.parametrize("moment", ["yesterday", "2019-07-09", "2019-07-09T00:00:00", 0])
def test_a_time_that_is_none_or_has_no_zone_is_refused_too(moment: Any) -> None:
    make(1)
    with pytest.raises(Invalid, match="翻页位置无效"):
        get(BY_TIME, forged(["at", 0, moment, 1]))


@pytest.mark.parametrize("number", [10**30, -(10**30)])
def test_a_place_beyond_all_numbers_is_only_an_empty_or_a_first_page(number: int) -> None:
    make(1, 2)
    assert len(get(BY_ATTEMPTS, forged(["attempts", 0, 1, number])).rows) in (1, 2)
    assert len(get(BY_ATTEMPTS, forged(["attempts", 0, number, 1])).rows) in (0, 2)
