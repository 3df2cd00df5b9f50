"""What each side reads of its matches."""

from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from tests.permissions.stage import FOREIGN, NUMBERS, OWN, TITLES, Stage
from tests.world import World


def signed_in(person: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=person))
    return client


def text_of(person: str, path: str = "") -> str:
    return signed_in(person).get(path or reverse("matches")).content.decode()


def test_an_enterprise_reads_the_best_first_with_reasons(stage: Stage) -> None:
    text = text_of("enterprise")
    first = text.split("<article")[1]
    assert TITLES[OWN] in first
    assert "<mark>" in first
    assert reverse("catalogue-entry", args=[NUMBERS[OWN]]) in first


def test_an_enterprise_also_reads_how_the_patent_can_be_had(stage: Stage) -> None:
    first = text_of("enterprise").split("<article")[1]
    for said in ("电池热管理", "5级", "转让、许可"):
        assert said in first


def test_an_institution_reads_which_enterprises_fit(stage: Stage) -> None:
    text = text_of("office")
    assert stage.world.orgs["battery_maker"].name in text
    assert TITLES[FOREIGN] not in text
    opened = text_of("office", reverse("match-candidate", args=[stage.ids[OWN]["candidate_id"]]))
    assert stage.world.orgs["battery_maker"].name in opened
    assert "<mark>" in opened


@pytest.mark.parametrize(("query", "rows"), [("best=1", 1), ("q=试验电池", 1), ("publication_no=CN1", 0)])
def test_the_list_is_narrowed(stage: Stage, query: str, rows: int) -> None:
    body = text_of("office", f"{reverse('matches')}?{query}").split('id="list"')[1]
    assert body.count(TITLES[OWN]) >= rows
    assert (stage.world.orgs["battery_maker"].name in body) == bool(rows)


@pytest.mark.parametrize("who", ["office", "enterprise"])
def test_the_export_holds_the_reasons(stage: Stage, who: str) -> None:
    answer = signed_in(who).get(f"{reverse('matches')}?export=xlsx")
    rows: Any = load_workbook(BytesIO(answer.content), read_only=True).worksheets[0].iter_rows(values_only=True)
    text = str(list(rows))
    assert TITLES[OWN] in text
    assert "：" in text


def test_before_the_first_run_the_page_says_what_is_missing(world: World) -> None:
    for who in ("office", "enterprise"):
        assert "还没有匹配结果" in text_of(who)


def test_the_api_answers_the_same_rows(stage: Stage) -> None:
    office = signed_in("office").get("/api/v1/matching/candidates?sort=-score").json()
    assert {row["publication_no"] for row in office["rows"]} == {NUMBERS[OWN]}
    assert office["total"] == len(office["rows"])
    for row in office["rows"]:
        assert sum(part["value"] for part in row["parts"]) == pytest.approx(row["score"], abs=1e-4)
    own = signed_in("enterprise").get("/api/v1/matching/recommendations").json()["rows"]
    assert [row["rank"] for row in own] == list(range(1, len(own) + 1))
    assert own[0]["publication_no"] == NUMBERS[OWN]
