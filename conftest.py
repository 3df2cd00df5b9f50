"""Shared by all tests. A module named `test_…_real.py` reads real files and is collected only where they are."""

from pathlib import Path

import pytest
from tests.browser import browser
from tests.database import database_server, django_db_setup, node_database
from tests.real_data import PRESENT, SHARED_DATA
from tests.world import World, build_world

ROOT = Path(__file__).parent

__all__ = ["browser", "database_server", "django_db_setup", "node_database"]


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    return True if collection_path.name.endswith("_real.py") and not PRESENT else None


# Begun first, so that no worker is left with a long one when the others have nothing more to do.
LONGEST = ("tests/permissions", "tests/journeys", "tests/node")
# These look at the same answers, which are kept: see Theatre.look.
SAME_ANSWERS = ("test_routes.py", "test_contacts_stay_inside.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With several workers a file stays with one; all journeys share a node, a wall's permissions a stage or two."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group_of(item)))
    items.sort(key=_place_of)


def _group_of(item: pytest.Item) -> str:
    folder = _folder_of(item)
    if folder == "tests/journeys":
        return folder
    if folder == "tests/permissions":
        wall = next((wall for wall in ("without A", "without B") if f"[{wall}" in item.name), "both")
        return f"{wall}, {'answers' if item.path.name in SAME_ANSWERS else 'others'}"
    return item.path.relative_to(ROOT).as_posix()


def _place_of(item: pytest.Item) -> int:
    folder = _folder_of(item)
    return LONGEST.index(folder) if folder in LONGEST else len(LONGEST)


def _folder_of(item: pytest.Item) -> str:
    return item.path.parent.relative_to(ROOT).as_posix()


def pytest_report_header() -> str:
    return f"real data: {SHARED_DATA}" if PRESENT else f"real data: none at {SHARED_DATA}; test_*_real.py not collected"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    return SHARED_DATA


@pytest.fixture
def world(db: None) -> World:
    """Rolled back with the test."""
    return build_world()
