"""A database of its own for sealing: what is committed there stays there."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from tests.postgres_for_tests import ServerInfo, make_test_database

from huoshui.ledger.sealing import seal_waiting, see_everything
from huoshui.web.node.database import Database, grant_tables

INSERT = """
    INSERT INTO kernel_ledgerline
        (org_id, seat, line_seat, at, user_id, on_behalf_of, channel, verb, outcome, subject, facts)
    SELECT 1, 430100000001000, 12430100000001000, clock_timestamp(), %(user)s, 0, 'web',
        'test.sealed', 'done', 'row:' || n, jsonb_build_object('n', n, '后', 'listed')
    FROM generate_series(1, %(count)s) AS n
"""


@dataclass
class Ledger:
    database: Database
    connections: list[Any] = field(default_factory=list)

    def app(self, user: int = 7) -> "psycopg.Connection[Any]":
        connection = self._keep(self.database.app.connect())
        connection.execute("SELECT set_config('huoshui.user', %s, false)", [str(user)])
        return connection

    def sealer(self) -> "psycopg.Connection[Any]":
        connection = self._keep(self.database.sealer.connect())
        see_everything(connection)
        return connection

    def admin(self) -> "psycopg.Connection[Any]":
        return self._keep(self.database.admin.connect())

    def _keep(self, connection: "psycopg.Connection[Any]") -> "psycopg.Connection[Any]":
        self.connections.append(connection)
        return connection

    def write(self, count: int, connection: Any = None, user: int = 7) -> None:
        (connection or self.app(user)).execute(INSERT, {"count": count, "user": user})

    def seal(self) -> int:
        sealed, connection = 0, self.sealer()
        while found := seal_waiting(connection, limit=random.Random(sealed).randrange(1, 700)):
            sealed += found
        return sealed

    def one(self, query: str) -> Any:
        row = self.admin().execute(query).fetchone()
        return json.loads(json.dumps(row[0])) if row else None

    def close(self) -> None:
        for connection in self.connections:
            connection.close()


@pytest.fixture(scope="session")
def sealing_database(database_server: ServerInfo, django_db_setup: None, django_db_blocker: Any) -> Database:
    database = make_test_database(database_server, "sealing")
    owner, before = connections["owner"], dict(connections["owner"].settings_dict)
    with django_db_blocker.unblock():
        owner.settings_dict.update(database.owner.for_django())
        for room in ("kernel", "ledger"):
            call_command("migrate", room, database="owner", verbosity=0)
        owner.close()
        owner.settings_dict.update(before)
    grant_tables(database)
    return database


@pytest.fixture
def ledger(sealing_database: Database) -> Iterator[Ledger]:
    """Empty."""
    made = Ledger(sealing_database)
    tables = "kernel_ledgerline, ledger_waiting, ledger_seal, ledger_anchor, ledger_check"
    made.admin().execute(f"TRUNCATE {tables}")
    yield made
    made.close()
