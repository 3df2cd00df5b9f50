from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.world import World

from huoshui.kernel.actor import Actor
from huoshui.kernel.outbox import deliver_waiting
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.patents.tests.files import GRANT, HILL, UTILITY, csv_file
from huoshui.rights import public as rights
from huoshui.rights.tests.lists import events_file

Load = Callable[..., rights.EventOutcome]


@pytest.fixture
def ids(world: World, tmp_path: Path) -> dict[str, int]:
    """Publication number → patent, of the two of the lake university and the one of the hill university."""
    path = csv_file(tmp_path, GRANT, UTILITY, HILL)
    patents.import_patents(world.operator, path=path, file_name=path.name)
    deliver_all(world)
    with scope(world.operator):
        return patents.find(["CN107000001B", "CN208000002U", "CN208000003U"])


@pytest.fixture
def load(world: World, ids: dict[str, int], tmp_path: Path) -> Load:
    """Loads rows of events and tells everybody."""

    def loading(*rows: Mapping[str, str], actor: Actor | None = None, **more: object) -> rights.EventOutcome:
        path = events_file(tmp_path, *rows)
        outcome = rights.import_events(actor or world.operator, path=path, file_name=path.name, **more)  # type: ignore[arg-type]
        deliver_all(world)
        return outcome

    return loading


def deliver_all(world: World) -> None:
    while deliver_waiting(world.operator):
        pass
