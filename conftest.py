"""Shared by all tests. A module named `test_…_real.py` reads real files and is collected only where they are."""

from pathlib import Path

import pytest
from tests.database import database_server, django_db_setup, node_database
from tests.real_data import PRESENT, SHARED_DATA
from tests.world import World, build_world

__all__ = ["database_server", "django_db_setup", "node_database"]


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    return True if collection_path.name.endswith("_real.py") and not PRESENT else None


def pytest_report_header() -> str:
    return f"real data: {SHARED_DATA}" if PRESENT else f"real data: none at {SHARED_DATA}; test_*_real.py not collected"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    return SHARED_DATA


@pytest.fixture
def world(db: None) -> World:
    """Rolled back with the test."""
    return build_world()
