from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def search_folder(settings: Any, tmp_path: Path) -> Path:
    settings.SEARCH_FOLDER = tmp_path / "search"
    return tmp_path / "search"
