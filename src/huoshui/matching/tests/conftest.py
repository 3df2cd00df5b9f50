from pathlib import Path
from typing import Any

import pytest
from tests.permissions.stage import Stage, build_stage
from tests.world import World


@pytest.fixture
def stage(world: World, settings: Any, tmp_path: Path) -> Stage:
    """One listed patent of each of two institutions, two enterprises, and one run over them."""
    settings.SEARCH_FOLDER = tmp_path / "search"
    return build_stage(world, tmp_path)
