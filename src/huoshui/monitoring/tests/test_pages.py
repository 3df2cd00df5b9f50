"""The page of progress, its export and its API."""

from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from tests.world import World

PROGRESS = "/monitoring/"


def signed_in(person: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=person))
    return client


def names(table: Any) -> list[str]:
    return [str(row.cells[0].value) for row in table.rows]


def test_each_institution_has_a_row_under_the_sum(progressed: World) -> None:
    answer = signed_in("hunan").get(reverse("progress"))
    assert names(answer.context["table"]) == ["合计", "南湖试验医院", "南湖试验大学"]
    assert "南湖试验医院" in answer.content.decode()


def test_a_single_institution_needs_no_sum(progressed: World) -> None:
    assert names(signed_in("office").get(PROGRESS).context["table"]) == ["南湖试验大学"]


def test_every_link_of_the_table_opens_as_many_rows_as_it_says(progressed: World) -> None:
    client = signed_in("hunan")
    for query in ("", "?institution_type=university", "?institution_type=hospital"):
        table = client.get(PROGRESS + query).context["table"]
        for row in table.rows:
            for column, cell in list(zip(table.columns, row.cells, strict=True))[1:]:
                if cell.url and not cell.url.startswith(PROGRESS):
                    context = client.get(cell.url).context
                    found = context["view"].page if "view" in context else context["found"]
                    assert found.total == cell.value, (query, row.cells[0].value, column.label, cell.url)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("institution_type=hospital", ["南湖试验医院"]),
        ("sort=-total", ["合计", "南湖试验大学", "南湖试验医院"]),
        ("sort=total", ["合计", "南湖试验医院", "南湖试验大学"]),
        ("institution_type=institute", []),
    ],
)
def test_filters_and_sorts_shape_the_table(progressed: World, query: str, shown: list[str]) -> None:
    answer = signed_in("hunan").get(f"{PROGRESS}?{query}")
    assert names(answer.context["table"]) == shown


@pytest.mark.parametrize("query", ["sort=luck", "line=x", "institution_type=school", "export=pdf"])
def test_what_nobody_offers_is_refused(progressed: World, query: str) -> None:
    assert signed_in("hunan").get(f"{PROGRESS}?{query}").status_code == 422


def test_the_export_holds_the_table_with_its_sum(progressed: World) -> None:
    client = signed_in("hunan")
    answer = client.get(f"{PROGRESS}?export=xlsx&sort=-total")
    rows = list(load_workbook(BytesIO(answer.content), read_only=True).worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in rows[-3:]] == ["南湖试验大学", "南湖试验医院", "合计"]
    assert list(rows[-1][1:]) == [4, 2, 50, 1, 1, 1, 1]
    text = client.get(f"{PROGRESS}?export=csv").content.decode("utf-8-sig")
    assert "南湖试验医院,0,0,0" in text


def test_the_api_answers_the_same_figures_with_their_formulas(progressed: World) -> None:
    body = signed_in("hunan").get("/api/v1/monitoring/progress").json()
    lake = next(one for one in body["institutions"] if one["name"] == "南湖试验大学")
    assert lake["values"]["accepted_rate"] == 50.0
    assert {one["name"] for one in body["indicators"]} == set(lake["values"])
    assert all(one["formula"] and one["source"] for one in body["indicators"])
    only = signed_in("hunan").get("/api/v1/monitoring/progress?institution_type=hospital").json()
    assert [one["name"] for one in only["institutions"]] == ["南湖试验医院"]


@pytest.mark.parametrize("who", ["secretary", "inventor", "enterprise"])
def test_others_do_not_compare_institutions(progressed: World, who: str) -> None:
    assert signed_in(who).get(PROGRESS).status_code == 403
