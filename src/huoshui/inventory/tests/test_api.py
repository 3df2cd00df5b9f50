"""The inventory for programs: shapes, refusals as problems, the same rights as the pages."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from tests.world import World

from huoshui.inventory.rules import NEEDED
from huoshui.inventory.tests.dossiers import FILLED, FIRST, FOREIGN, SECOND, accept, state, submit

User = apps.get_model("accounts.User")

Opened = dict[str, int]
ROOT = "/api/v1/inventory"


def signed_in(person: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=person))
    return client


def send(client: Client, method: str, path: str, body: object) -> Any:
    return getattr(client, method)(f"{ROOT}{path}", json.dumps(body), content_type="application/json")


def put(client: Client, dossier_id: int, **body: Any) -> Any:
    return send(client, "put", f"/dossiers/{dossier_id}", {"version": 1, "values": FILLED} | body)


def test_the_list_pages_by_cursor(world: World, opened: Opened) -> None:
    client, seen, cursor = signed_in("national"), [], ""
    for _ in range(2):
        page = client.get(f"{ROOT}/dossiers", {"size": "20", "cursor": cursor, "sort": "state"}).json()
        seen += [row["publication_no"] for row in page["rows"]]
        cursor = page["next"]
        assert (page["total"], page["total_is_capped"]) == (4, False)
        if not cursor:
            break
    assert sorted(seen) == sorted(opened)


def test_the_list_is_narrowed_as_on_the_page(world: World, opened: Opened) -> None:
    submit(world, opened[FIRST])
    client = signed_in("office")
    assert [row["publication_no"] for row in client.get(f"{ROOT}/dossiers?state=college_review").json()["rows"]] == [
        FIRST
    ]
    assert client.get(f"{ROOT}/dossiers?q={SECOND}").json()["total"] == 1


def test_a_submission_answers_the_dossier_as_it_stands(world: World, opened: Opened) -> None:
    answer = put(signed_in("office"), opened[FIRST]).json()
    assert (answer["state"], answer["version"], answer["publication_no"]) == ("college_review", 2, FIRST)
    assert answer["values"]["willingness"] == ["assignment", "licence"]
    assert answer["institution"] == world.orgs["lake_university"].name


def test_a_draft_stays_a_draft(world: World, opened: Opened) -> None:
    assert put(signed_in("office"), opened[FIRST], draft=True, values={"scene": "电池"}).json()["state"] == "draft"


def test_gaps_come_back_as_a_problem_by_field(world: World, opened: Opened) -> None:
    answer = put(signed_in("office"), opened[FIRST], values={})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    body = answer.json()
    assert (body["code"], list(body["facts"]["fields"])) == ("invalid", list(NEEDED))
    assert state(world, opened[FIRST]) == ["unopened"]


def test_a_stale_version_is_a_conflict(world: World, opened: Opened) -> None:
    answer = put(signed_in("office"), opened[FIRST], version=7)
    assert (answer.status_code, answer.json()["code"], answer.json()["facts"]) == (409, "conflict", {"version": 1})


def test_a_body_of_another_shape_is_named(world: World, opened: Opened) -> None:
    answer = send(signed_in("office"), "put", f"/dossiers/{opened[FIRST]}", {"values": [], "version": "x"})
    assert answer.status_code == 422
    assert {one["at"][-1] for one in answer.json()["fields"]} == {"values", "version"}


def test_reviews_move_all_or_none(world: World, opened: Opened) -> None:
    submit(world, opened[FIRST])
    client = signed_in("office")
    both = {"dossier_ids": [opened[FIRST], opened[SECOND]], "verdict": "pass"}
    assert send(client, "post", "/reviews", both).status_code == 409
    assert send(client, "post", "/reviews", both | {"dossier_ids": [opened[FIRST]]}).json() == {"count": 1}
    returned = {"dossier_ids": [opened[FIRST]], "verdict": "send_back"}
    assert send(client, "post", "/reviews", returned).json()["facts"]["fields"] == {"comment": "请写明修改意见"}
    assert state(world, opened[FIRST]) == ["school_review"]


def test_reopening(world: World, opened: Opened) -> None:
    accept(world, opened[FIRST])
    client = signed_in("office")
    assert send(client, "post", f"/dossiers/{opened[FIRST]}/reopen", {}).json() == {"count": 1}
    assert send(client, "post", f"/dossiers/{opened[FIRST]}/reopen", {}).json()["code"] == "wrong_state"


@pytest.mark.parametrize(("who", "has_values"), [("office", True), ("secretary", True), ("hunan", False)])
def test_values_are_read_by_the_institution_alone(world: World, opened: Opened, who: str, has_values: bool) -> None:
    body = signed_in(who).get(f"{ROOT}/dossiers/{opened[FIRST]}").json()
    assert (body["values"] is not None, body["suggestions"] is not None) == (has_values, has_values)


def test_the_dossier_of_another_institution_does_not_exist(world: World, opened: Opened) -> None:
    client = signed_in("office")
    for answer in (client.get(f"{ROOT}/dossiers/{opened[FOREIGN]}"), put(client, opened[FOREIGN])):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
