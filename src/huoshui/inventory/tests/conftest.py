from pathlib import Path
from typing import Any

import pytest
from tests.world import World

from huoshui.inventory.tests.dossiers import open_all


@pytest.fixture(autouse=True)
def search_folder(settings: Any, tmp_path: Path) -> None:
    """Every test has an index of its own."""
    settings.SEARCH_FOLDER = tmp_path / "search"


@pytest.fixture
def opened(world: World, tmp_path: Path) -> dict[str, int]:
    """Publication number → dossier: three of 南湖试验大学, one of 西岭试验大学, as a load opens them."""
    return open_all(world, tmp_path)
