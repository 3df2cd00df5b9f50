from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def search_folder(settings: Any, tmp_path: Path) -> Path:
    """Every test has an index of its own."""
    settings.SEARCH_FOLDER = tmp_path
    return tmp_path
