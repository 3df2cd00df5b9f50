"""Figures of the library: what they count, that each opens as many rows as it says, and whose they are."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from tests.world import World

from huoshui.curation import jobs, queries
from huoshui.curation.models import QualityFigures
from huoshui.curation.rules import Figures
from huoshui.curation.tests.conftest import signed_in
from huoshui.curation.tests.rows import ImportRun, Patent
from huoshui.kernel import clock
from huoshui.kernel.errors import NotFound
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def aged(loaded: World) -> World:
    """One patent of 西岭试验大学 was last seen 200 days ago."""
    with scope(loaded.operator):
        Patent.objects.filter(org_id=loaded.orgs["hill_university"].id).update(
            as_of=clock.today() - timedelta(days=200), source="old.csv"
        )
    jobs.refresh_everything(loaded.operator)
    return loaded


def total_behind(client: Client, url: str) -> int:
    view = client.get(url).context["view"]
    return int(view.page.total)


def test_every_share_opens_as_many_patents_as_are_missing(aged: World) -> None:
    client = signed_in("national")
    table = client.get("/curation/").context["table"]
    for row in table.rows:
        last = row.cells[-1]
        assert total_behind(client, last.url) == last.value, row.cells[0].value


def test_a_design_that_can_have_no_abstract_is_in_no_list_of_those_that_lack_one(aged: World) -> None:
    with scope(aged.operator):
        Patent.objects.filter(org_id=aged.orgs["hill_university"].id).update(kind="design", abstract="", first_claim="")
    jobs.refresh_everything(aged.operator)
    client = signed_in("national")
    table = client.get("/curation/").context["table"]
    found = {row.cells[0].value: row.cells for row in table.rows}
    for name in ("abstract", "first_claim"):
        missing = found[patents.FIELDS[name]][-1]
        for cell in found[patents.FIELDS[name]][-2:]:
            assert total_behind(client, cell.url) == missing.value, name
    assert total_behind(client, "/patents/?lacking=abstract&kind=design") == 0


def test_every_bar_of_the_ages_opens_as_many_patents_as_it_says(aged: World) -> None:
    client = signed_in("national")
    chart = client.get("/curation/").context["freshness"]
    assert sum(chart.series[0].values) == 4
    for value, url in zip(chart.series[0].values, chart.links, strict=True):
        assert total_behind(client, url) == value, url


def test_a_bureau_counts_its_territory_and_an_office_its_own(aged: World) -> None:
    for person, total in (
        ("national", 4),
        ("hunan", 3),
        ("shanxi", 1),
        ("office", 1),
        ("hospital", 0),
        ("education", 2),
    ):
        with scope(aged.actor(person)):
            assert queries.standing(aged.actor(person)).figures.total == total, person


def test_anothers_institution_is_not_there(aged: World) -> None:
    hill = aged.orgs["hill_university"].id
    for path in (f"/curation/?org={hill}", f"/api/v1/curation/quality?org={hill}"):
        assert signed_in("hunan").get(path).status_code == 404
        assert signed_in("office").get(path).status_code == 404
        assert signed_in("shanxi").get(path).status_code == 200
    with scope(aged.actor("hunan")), pytest.raises(NotFound):
        queries.standing(aged.actor("hunan"), hill)


def test_stale_rows_are_grouped_by_institution_and_source_and_open_their_list(aged: World) -> None:
    client = signed_in("national")
    answer = client.get("/curation/stale/?days=90")
    [row] = answer.context["table"].rows
    assert [cell.value for cell in row.cells][:3] == ["西岭试验大学", "old.csv", 1]
    assert total_behind(client, row.cells[2].url) == 1
    assert answer.context["head"].step.label == "导入专利"
    assert not client.get("/curation/stale/?days=365").context["table"].rows
    assert not signed_in("hunan").get("/curation/stale/?days=90").context["table"].rows


def test_refused_rows_of_the_last_loads_are_shown_to_who_reaches_the_loader(aged: World) -> None:
    hunan = aged.actor("hunan")
    with scope(hunan):
        ImportRun(
            org_id=hunan.org_id, seat=hunan.seat, line_seat=hunan.line_seat, user_id=hunan.user_id, channel="web",
            file_name="bad.csv", format="csv", digest="0" * 64, state="done", rows=9, refused=2,
        ).save()  # fmt: skip
    table = signed_in("hunan").get("/curation/").context["refused"]
    assert [cell.value for cell in table.rows[0].cells][::3] == ["bad.csv", 2]
    assert table.rows[0].cells[3].url
    assert not signed_in("national").get("/curation/").context["refused"].rows[0].cells[3].url
    assert not signed_in("shanxi").get("/curation/").context["refused"].rows


def test_only_the_last_finished_load_of_a_file_counts_its_refused_rows(aged: World) -> None:
    hunan = aged.actor("hunan")
    told = [("0", "failed", 5), ("1", "given_up", 5), ("2", "checked", 5), ("3", "done", 7), ("3", "done", 2)]
    with scope(hunan):
        for digest, state, refused in (*told, ("4", "done", 3), ("4", "done", 0)):
            ImportRun(
                org_id=hunan.org_id, seat=hunan.seat, line_seat=hunan.line_seat, user_id=hunan.user_id, channel="web",
                file_name=f"{digest}.csv", format="csv", digest=digest * 64, state=state, rows=9, refused=refused,
            ).save()  # fmt: skip
    context = signed_in("hunan").get("/curation/").context
    assert [[cell.value for cell in row.cells][::3] for row in context["refused"].rows] == [["3.csv", 2]]
    assert context["figures"][-1].value == 2


def test_the_page_says_from_when_to_when_it_was_counted(aged: World) -> None:
    with scope(aged.operator):
        first = QualityFigures.objects.order_by("id").first()
        QualityFigures.objects.exclude(pk=first.pk).update(counted_at=datetime(2026, 1, 5, 17, 41, tzinfo=CHINA))
        QualityFigures.objects.filter(pk=first.pk).update(counted_at=datetime(2026, 1, 5, 17, 27, tzinfo=CHINA))
    assert "统计于 2026-01-05 17:27 至 17:41" in signed_in("national").get("/curation/").content.decode()
    with scope(aged.operator):
        QualityFigures.objects.update(counted_at=datetime(2026, 1, 4, 9, 5, tzinfo=CHINA))
    text = signed_in("national").get("/curation/").content.decode()
    assert "统计于 2026-01-04 09:05" in text
    assert "09:05 至" not in text


def test_counting_twice_counts_the_same(aged: World) -> None:
    jobs.refresh_everything(aged.operator)
    with scope(aged.operator):
        assert QualityFigures.objects.count() == len(set(QualityFigures.objects.values_list("org_id", flat=True)))
        assert queries.standing(aged.operator).figures.total == 4


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("path", ["", "stale/", "names/", "conflicts/"])
def test_each_page_leaves_as_a_file(aged: World, path: str, kind: str) -> None:
    answer = signed_in("national").get(f"/curation/{path}?export={kind}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'.{kind}"')
    assert signed_in("national").get(f"/curation/{path}?export=pdf").status_code in (400, 422)


def test_the_api_says_what_the_page_says(aged: World) -> None:
    answer: Any = signed_in("national").get("/api/v1/curation/quality").json()
    assert (answer["total"], answer["names_waiting"], answer["conflicts"]) == (4, 2, 0)
    assert {one["name"] for one in answer["fields"]} == set(patents.FIELDS)
    [stale] = signed_in("national").get("/api/v1/curation/stale?days=90").json()
    assert (stale["institution"], stale["rows"]) == ("西岭试验大学", 1)
    names = signed_in("national").get("/api/v1/curation/names").json()
    assert names["total"] == 2


def test_buckets_hold_every_row_once_and_shares_never_round_up_to_a_hundred() -> None:
    figures, today = Figures(), date(2026, 6, 30)
    ages = {"a.csv": {(today - timedelta(days=n)).isoformat(): 1 for n in (0, 30, 31, 90, 91, 400)}}
    figures.add({"invention": 1_000}, {"invention": {"abstract": 0, "inventors": 1}}, ages, 0)
    buckets = figures.buckets([30, 90], today)
    assert [one.rows for one in buckets] == [2, 2, 2]
    assert figures.older_than(90, today) == 2
    assert figures.filled("inventors").share == 99.9
    assert figures.filled("abstract").share == 100.0


def test_a_design_lacks_no_abstract() -> None:
    figures = Figures()
    figures.add({"design": 5}, {"design": {"abstract": 5, "inventors": 0}}, {}, 0)
    assert figures.filled("abstract").rows == 0
    assert figures.filled("inventors").share == 100.0
