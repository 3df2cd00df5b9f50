"""The spread over industries, the section on a patent, the tables, the API."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from tests.classing.tables import CONCORDANCE, workbook
from tests.world import World

from huoshui.classification import actions, queries
from huoshui.classification.models import TableEdition
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents


def signed_in(person: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=person))
    return client


def test_each_sees_the_spread_of_the_own_reach(loaded: World) -> None:
    counts = {}
    for person in ("office", "shanxi", "national"):
        with scope(loaded.actor(person)):
            counts[person] = sum(one.patents for one in queries.sums("wipo35"))
    assert counts == {"office": 2, "shanxi": 1, "national": 3}
    page = signed_in("office").get(reverse("industry-figures")).content.decode()
    assert "电气机械和器材制造业" in page
    assert "/patents/?industry=38" in page


def test_shares_of_a_scheme_add_up_to_the_patents(loaded: World) -> None:
    with scope(loaded.operator):
        for scheme in ("gbt4754", "wipo35"):
            assert sum(one.share for one in queries.sums(scheme)) == pytest.approx(3)


def test_the_figure_equals_the_list_it_opens(loaded: World) -> None:
    patents.rebuild_index(loaded.operator)
    client = signed_in("office")
    for row in client.get(reverse("industry-figures")).context["table"].rows:
        answer = client.get(row.cells[1].url)
        assert len(answer.context["view"].table.rows) == row.cells[1].value


def test_the_export_carries_the_same_rows(loaded: World) -> None:
    text = signed_in("office").get(reverse("industry-figures") + "?export=csv&scheme=sei").content.decode("utf-8-sig")
    assert "新能源汽车装置、配件制造" in text


@pytest.mark.parametrize("query", ["?scheme=none", "?export=pdf", "?measure=most"])
def test_what_the_page_does_not_know_is_refused(loaded: World, query: str) -> None:
    assert signed_in("office").get(reverse("industry-figures") + query).status_code == 422


def test_a_patent_says_its_industries_with_basis_and_standing(loaded: World) -> None:
    with scope(loaded.actor("office")):
        card = next(one for one in patents.iterate_cards() if one.publication_no == "CN107000001B")
    page = signed_in("office").get(reverse("patent", args=[card.id])).content.decode()
    assert "38 电气机械和器材制造业" in page
    assert "H01M10/613 → H01M" in page
    assert "未载入：专利密集型产业的小类清单" in page


def test_the_page_of_tables_says_what_is_missing_and_switches_for_the_system_administrator(
    loaded: World, tmp_path: Path
) -> None:
    page = signed_in("office").get(reverse("reference-tables")).content.decode()
    assert "未载入" in page
    assert "本系统第 1 版" in page
    path = workbook(tmp_path / "a.xlsx", CONCORDANCE)
    first = actions.load_table(loaded.operator, path=path, file_name=path.name, origin=actions.Origin(edition="2018"))
    path = workbook(tmp_path / "b.xlsx", CONCORDANCE[:7])
    second = actions.load_table(loaded.operator, path=path, file_name=path.name, origin=actions.Origin(edition="2015"))
    client = signed_in("system")
    page = client.get(reverse("reference-table", args=[second.edition_id])).content.decode()
    assert "减少 4 条" in page
    assert "改用这一版" in page
    answer = client.post(reverse("reference-switch"), {"table": "ipc_gbt4754", "edition": second.edition_id})
    assert answer.status_code == 302
    assert TableEdition.objects.get(active=True).pk == second.edition_id != first.edition_id


def test_programs_get_attributions_figures_and_tables(loaded: World) -> None:
    client = signed_in("office")
    with scope(loaded.actor("office")):
        card = next(one for one in patents.iterate_cards() if one.publication_no == "CN107000001B")
    told = client.get(f"/api/v1/classification/patents/{card.id}").json()
    assert {(one["scheme"], one["code"], one["standing"]) for one in told} >= {("gbt4754", "38", "assumed")}
    asked = {"classes": ["G06N3/08"], "title": "一种识别方法"}
    answer = client.post("/api/v1/classification/attributions", asked, content_type="application/json").json()
    assert [one["code"] for one in answer if one["scheme"] == "sei"] == ["1.5"]
    assert client.get("/api/v1/classification/figures?scheme=wipo35").json()["rows"][0]["code"] == "1"
    assert client.get("/api/v1/classification/tables").json() == []
    assert signed_in("other_office").get(f"/api/v1/classification/patents/{card.id}").status_code == 404
