from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.permissions.stage import deliver
from tests.world import World

from huoshui.classification import active
from huoshui.patents import public as patents
from huoshui.patents.tests.files import GRANT, HILL, UTILITY, csv_file


@pytest.fixture(autouse=True)
def own_place(settings: Any, tmp_path: Path) -> Iterator[None]:
    """An index and tables of its own."""
    settings.SEARCH_FOLDER = tmp_path / "search"
    active.forget()
    yield
    active.forget()


@pytest.fixture
def loaded(world: World, tmp_path: Path) -> World:
    """Two patents of 南湖试验大学, one of 西岭试验大学, as a load counts them."""
    path = csv_file(tmp_path, GRANT, UTILITY, HILL)
    patents.import_patents(world.operator, path=path, file_name=path.name)
    deliver(world)
    return world
