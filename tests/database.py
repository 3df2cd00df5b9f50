"""Real PostgreSQL for tests: tables made by the owner's role, everything else done by the application's."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from huoshui.web.node.database import Database, grant_tables
from tests.postgres_for_tests import ServerInfo, make_test_database, start_test_server


@pytest.fixture(scope="session")
def database_server() -> ServerInfo:
    return start_test_server()


@pytest.fixture(scope="session")
def node_database(database_server: ServerInfo) -> Database:
    return make_test_database(database_server)


@pytest.fixture(scope="session")
def django_db_setup(node_database: Database, django_db_blocker: Any) -> Iterator[None]:
    """Replaces pytest-django's: it would make the tables as the role that must not own them."""
    for alias, parameters in node_database.for_django().items():
        connections[alias].settings_dict.update(parameters)
        connections.settings[alias].update(parameters)
    with django_db_blocker.unblock():
        call_command("migrate", database="owner", verbosity=0)
        grant_tables(node_database)
        connections["owner"].close()
    yield
    with django_db_blocker.unblock():
        connections.close_all()
