"""Shared by all tests. A test module whose name ends in `_real.py` reads real files and is collected only where they are."""

from pathlib import Path

import pytest

from tests.real_data import PRESENT, SHARED_DATA


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    return True if collection_path.name.endswith("_real.py") and not PRESENT else None


def pytest_report_header() -> str:
    return f"real data: {SHARED_DATA}" if PRESENT else f"real data: none at {SHARED_DATA}; test_*_real.py not collected"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    return SHARED_DATA
