"""Every route × anonymous, no right, another tenant, right; and no leak with either wall taken away."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from psycopg import sql

from huoshui.accounts.models import User
from huoshui.kernel import tenancy
from huoshui.kernel.policy import Policy
from huoshui.web.api import api
from huoshui.web.node.database import Database
from tests.permissions.route import Route
from tests.permissions.routes import API, OBJECTS, PAGES, page_names
from tests.permissions.stage import FOREIGN, OWN, TITLES, Stage, build_stage
from tests.world import PEOPLE, World


@pytest.fixture
def wall(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, django_db_setup: None) -> Iterator[str]:
    """Takes a wall away before the test's transaction begins, and puts it back after its end."""
    which = getattr(request, "param", "both")
    database: Database = request.getfixturevalue("node_database")
    if which == "without A":
        monkeypatch.setattr(tenancy, "within", lambda rows, reach: rows)
    if which == "without B":
        _row_level_security(database, "DISABLE")
    yield which
    if which == "without B":
        _row_level_security(database, "ENABLE")


def _row_level_security(database: Database, verb: str) -> None:
    with database.owner.connect() as owner:
        for (table,) in owner.execute("SELECT tablename FROM pg_policies").fetchall():
            statement = sql.SQL("ALTER TABLE {} " + verb + " ROW LEVEL SECURITY")  # type: ignore[arg-type]
            owner.execute(statement.format(sql.Identifier(table)))


@pytest.fixture
def stage(wall: str, world: World, settings: Any, tmp_path: Path) -> Stage:
    settings.SEARCH_FOLDER = tmp_path / "search"
    settings.UPLOAD_FOLDER = tmp_path / "uploads"
    settings.UPLOAD_FOLDER.mkdir()
    return build_stage(world, tmp_path)


def test_every_page_is_in_the_table() -> None:
    assert sorted(page_names()) == sorted(PAGES)


def test_every_operation_of_the_api_is_in_the_table() -> None:
    operations = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    }
    assert operations == set(API)


def signed_in(person: str) -> Client:
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(User.objects.get(username=person))
    return client


def ask(stage: Stage, person: str, name: str, whose: str) -> Any:
    """A page by its name or an operation of the API by method and path, for an object of `whose`."""
    route = PAGES.get(name) or API[name]
    ids = stage.ids[whose]
    send = getattr(signed_in(person), route.method)
    if name in API:
        path = "/api/v1" + name.split(" ", 1)[1].format(**ids)
        if route.method == "get":
            return send(path)
        if route.upload:
            return send(path, data={"file": SimpleUploadedFile("empty.csv", b"\xef\xbb\xbf")})
        return send(path, data=json.dumps(route.body), content_type="application/json")
    path = reverse(name, args=[ids[OBJECTS[name]]] if name in OBJECTS else [])
    return send(path, data=route.body) if route.body else send(path)


def is_of_an_object(name: str) -> bool:
    return (name in OBJECTS or "{" in name) and "catalogue" not in name


ALL: dict[str, Route] = {**PAGES, **API}
GUARDED = sorted(name for name, route in ALL.items() if route.permission)
OPEN = sorted(name for name, route in ALL.items() if not route.permission)


def test_open_routes_answer_a_visitor_and_everybody(stage: Stage) -> None:
    for name in OPEN:
        for person in ("", "office", "enterprise"):
            assert ask(stage, person, name, OWN).status_code in {200, 302}, (name, person)


def test_a_visitor_is_sent_to_sign_in(stage: Stage) -> None:
    for name in GUARDED:
        answer = ask(stage, "", name, OWN)
        if name in API:
            assert answer.status_code == 401, name
            assert answer["Content-Type"] == "application/problem+json"
        else:
            assert answer.status_code == 302, name
            assert answer["Location"].startswith(reverse("sign-in")), name


def test_a_role_without_the_right_is_refused_and_the_right_one_is_not(stage: Stage) -> None:
    for name in GUARDED:
        route = ALL[name]
        roles = Policy.registry[route.permission].roles
        for person, (_, role) in PEOPLE.items():
            if role not in roles:
                assert ask(stage, person, name, OWN).status_code == 403, (name, person)
        wrong = {401, 403, 500} | (set() if route.is_spent else {404})
        assert ask(stage, route.whose, name, OWN).status_code not in wrong, name


WALLS = ["both", "without A", "without B"]


@pytest.mark.parametrize("wall", WALLS, indirect=True)
def test_anothers_object_does_not_exist(stage: Stage) -> None:
    for name in filter(is_of_an_object, GUARDED):
        route = ALL[name]
        assert ask(stage, route.stranger, name, OWN).status_code == 404, name
        assert ask(stage, route.whose, name, FOREIGN).status_code == 404, name


@pytest.mark.parametrize("wall", WALLS, indirect=True)
def test_no_list_page_export_or_figure_shows_anothers_title(stage: Stage) -> None:
    for name in GUARDED:
        route = ALL[name]
        if route.method != "get" or is_of_an_object(name):
            continue
        text = ask(stage, route.stranger, name, OWN).content.decode("utf-8", "replace")
        if route.stranger != "other_enterprise":  # an enterprise is recommended what anybody has published
            assert TITLES[OWN] not in text, name
        assert stage.world.orgs["lake_hospital"].name not in text, name


def test_exports_hold_the_own_rows_and_no_others(stage: Stage) -> None:
    for name in ("patents", "dossiers", "library"):
        path = reverse(name) + "?export=csv"
        own, foreign = signed_in("office").get(path), signed_in("other_office").get(path)
        assert TITLES[OWN] in own.content.decode("utf-8-sig")
        assert TITLES[OWN] not in foreign.content.decode("utf-8-sig")
