"""The stage, built once for each way the walls stand; every question is rolled back, and so is the stage in the end."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.template import Template
from django.test import Client, override_settings
from psycopg import sql

from huoshui.kernel import models, tenancy
from huoshui.web.node.database import Database
from tests.permissions.asking import Theatre, close_account, open_sessions
from tests.permissions.full_stage import build_full_stage
from tests.world import build_world

WALLS = ["both", "without A", "without B"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """By wall, so that the stage is built three times and not once a test; everything else stays where it was."""
    here = [at for at, item in enumerate(items) if "tests/permissions" in item.path.as_posix()]
    ordered = sorted((items[at] for at in here), key=_wall_of)
    for at, item in zip(here, ordered, strict=True):
        items[at] = item


def _wall_of(item: pytest.Item) -> int:
    return next((at for at, wall in enumerate(WALLS) if f"[{wall}" in item.name), 0)


@pytest.fixture(scope="package")
def theatre_of(
    django_db_setup: None, django_db_blocker: Any, node_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    """A function from a wall to its theatre. One stage stands at a time: asking for another takes the last one down."""
    standing: dict[str, tuple[Theatre, ExitStack]] = {}

    def put_up(wall: str) -> Theatre:
        if wall not in standing:
            take_down()
            stack = ExitStack()
            stack.enter_context(django_db_blocker.unblock())
            folder = tmp_path_factory.mktemp("stage")
            stack.enter_context(wall_taken_away(wall, node_database))
            stack.enter_context(rolled_back())
            stack.enter_context(quiet_log())
            stack.enter_context(plain_templates())
            stack.enter_context(override_settings(SEARCH_FOLDER=folder / "search", UPLOAD_FOLDER=folder / "uploads"))
            (folder / "uploads").mkdir()
            props = build_full_stage(build_world(), folder)
            sessions = open_sessions(props.world.users)
            close_account(props.world.users)
            standing[wall] = (Theatre(props, wall, Client(raise_request_exception=False), sessions), stack)
        return standing[wall][0]

    def take_down() -> None:
        for _, stack in standing.values():
            stack.close()
        standing.clear()

    yield put_up
    take_down()


@pytest.fixture(params=WALLS)
def theatre(request: pytest.FixtureRequest, theatre_of: Any) -> Theatre:
    found: Theatre = theatre_of(request.param)
    return found


@pytest.fixture
def both_walls(theatre_of: Any) -> Theatre:
    found: Theatre = theatre_of("both")
    return found


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def wall_taken_away(wall: str, database: Database) -> Iterator[None]:
    within, ledger_within = tenancy.within, models.ledger_within
    if wall == "without A":
        tenancy.within = lambda rows, reach: rows
        models.ledger_within = lambda rows, actor: rows
    if wall == "without B":
        _row_level_security(database, "DISABLE")
    try:
        yield
    finally:
        tenancy.within, models.ledger_within = within, ledger_within
        if wall == "without B":
            _row_level_security(database, "ENABLE")


def _row_level_security(database: Database, verb: str) -> None:
    with database.owner.connect() as owner:
        for (table,) in owner.execute("SELECT tablename FROM pg_policies").fetchall():
            statement = sql.SQL("ALTER TABLE {} " + verb + " ROW LEVEL SECURITY")  # type: ignore[arg-type]
            owner.execute(statement.format(sql.Identifier(table)))


@contextmanager
def plain_templates() -> Iterator[None]:
    """Django's test client keeps a copy of the context of each part of a page; nobody here asks for them."""
    with patch.object(Template, "_render", lambda template, context: template.nodelist.render(context)):
        yield


@contextmanager
def quiet_log() -> Iterator[None]:
    """Thousands of refusals are what is asked for here."""
    log = logging.getLogger("django.request")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)
