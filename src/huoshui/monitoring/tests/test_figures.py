"""The figures of progress, and that each is the length of the list it opens."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.world import World

from huoshui.kernel.tenancy import scope
from huoshui.monitoring import queries, tables
from huoshui.monitoring.indicators import INDICATORS, Standing, rate
from huoshui.monitoring.links import opened_list
from huoshui.monitoring.public import summary

WHO = ("national", "hunan", "changsha", "education", "office")
COUNTS = [one for one in INDICATORS if one.opens]


def standings(world: World, who: str, **narrowed: Any) -> list[Standing]:
    actor = world.actor(who)
    with scope(actor):
        return queries.standings(actor, **narrowed)


def values(one: Standing) -> dict[str, float]:
    return {indicator.name: indicator.value(one) for indicator in INDICATORS}


def length_of(who: str, url: str) -> int:
    """What the opened list itself says it holds, for this person."""
    client = Client()
    client.force_login(get_user_model().objects.get(username=who))
    answer = client.get(url)
    assert answer.status_code == 200, url
    context = answer.context
    if "view" in context:
        return int(context["view"].page.total)
    return int(context["found"].total)


def test_each_institution_has_its_figures(progressed: World) -> None:
    lake, hospital = standings(progressed, "changsha")
    assert (lake.name, hospital.name) == ("南湖试验大学", "南湖试验医院")
    assert values(lake) == {
        "total": 4,
        "accepted": 2,
        "accepted_rate": 50.0,
        "in_review": 1,
        "unopened": 1,
        "offered": 1,
        "listed": 1,
    }


def test_a_silent_institution_is_shown_with_noughts(progressed: World) -> None:
    hospital = standings(progressed, "changsha")[1]
    assert set(values(hospital).values()) == {0}


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("national", ["西岭试验大学", "南湖试验大学", "南湖试验医院"]),
        ("hunan", ["南湖试验大学", "南湖试验医院"]),
        ("education", ["南湖试验大学"]),
        ("shanxi", ["西岭试验大学"]),
        ("office", ["南湖试验大学"]),
    ],
)
def test_one_sees_the_institutions_in_reach(progressed: World, who: str, names: list[str]) -> None:
    assert [one.name for one in standings(progressed, who)] == names


def test_one_may_narrow_by_region_line_and_type(progressed: World) -> None:
    def names(**narrowed: Any) -> list[str]:
        return [one.name for one in standings(progressed, "national", **narrowed)]

    health = progressed.orgs["lake_hospital"].line
    assert names(region=430000) == names(region=430100) == ["南湖试验大学", "南湖试验医院"]
    assert names(region=430102) == []
    assert names(line=health) == names(institution_type="hospital") == ["南湖试验医院"]
    assert names(line=health, institution_type="university") == []


@pytest.mark.parametrize("who", WHO)
def test_every_figure_is_the_length_of_the_list_it_opens(progressed: World, who: str) -> None:
    for one in standings(progressed, who):
        for indicator in COUNTS:
            url = opened_list(indicator, org=one.org_id)
            assert length_of(who, url) == indicator.value(one), (one.name, indicator.name, url)


@pytest.mark.parametrize("who", WHO)
def test_every_sum_is_the_length_of_the_list_it_opens(progressed: World, who: str) -> None:
    total = queries.whole(standings(progressed, who), "合计")
    for indicator in COUNTS:
        assert length_of(who, opened_list(indicator)) == indicator.value(total), indicator.name


def test_the_sum_of_a_narrowed_table_opens_the_narrowed_list(progressed: World) -> None:
    narrowed = {"institution_type": "hospital", "line": progressed.orgs["lake_hospital"].line}
    total = queries.whole(standings(progressed, "national", **narrowed), "合计")
    for indicator in COUNTS:
        assert length_of("national", opened_list(indicator, **narrowed)) == indicator.value(total) == 0


def test_the_home_page_of_a_department_counts_the_same(progressed: World) -> None:
    actor = progressed.actor("hunan")
    with scope(actor):
        found = summary(actor)
    assert (found.institutions, found.behind) == (2, 0)
    assert [one.value for one in found.indicators] == [4, 2, 50.0, 1, 1, 1, 1]
    shanxi = progressed.actor("shanxi")
    with scope(shanxi):
        assert summary(shanxi).behind == 1


@pytest.mark.parametrize(("part", "whole", "answer"), [(1, 3, 33.3), (0, 5, 0.0), (0, 0, 0.0), (3, 3, 100.0)])
def test_a_rate_of_nothing_is_nought(part: int, whole: int, answer: float) -> None:
    assert rate(part, whole) == answer


def test_a_sum_of_no_institution_is_nought(progressed: World) -> None:
    assert set(values(queries.whole([], "合计")).values()) == {0}


LAKE, HOSPITAL, HILL = "南湖试验大学", "南湖试验医院", "西岭试验大学"


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("", [HOSPITAL, HILL, LAKE]),
        ("total", [HOSPITAL, HILL, LAKE]),
        ("-total", [LAKE, HILL, HOSPITAL]),
        ("name", sorted([HOSPITAL, LAKE, HILL])),
    ],
)
def test_the_table_is_sorted_by_any_indicator_and_begins_with_the_furthest_behind(
    progressed: World, sort: str, names: list[str]
) -> None:
    assert [one.name for one in tables.ordered(standings(progressed, "national"), sort)] == names


def test_the_chart_says_when_it_shows_only_the_first(progressed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = standings(progressed, "national")
    whole = tables.rate_chart(rows)
    assert "其余见表" not in whole.note
    monkeypatch.setattr(tables, "MOST_IN_CHART", 2)
    part = tables.rate_chart(rows)
    assert "图中为前 2 家" in part.note
    assert len(part.categories) == len(part.links) == 2
