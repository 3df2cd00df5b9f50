"""What the events of a right say of it, taken over in bulk."""

from datetime import date
from pathlib import Path

import pytest
from tests.world import World

from huoshui.kernel.errors import NotAllowed
from huoshui.kernel.models import OutboxEvent
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.patents.models import Patent
from huoshui.patents.tests.files import GRANT, HILL, UTILITY, csv_file

pytestmark = pytest.mark.django_db
ENDS = date(2037, 7, 21)


@pytest.fixture
def ids(world: World, tmp_path: Path) -> dict[str, int]:
    path = csv_file(tmp_path, GRANT, UTILITY, HILL)
    patents.import_patents(world.operator, path=path, file_name=path.name)
    with scope(world.operator):
        return patents.find(["CN107000001B", "201710601862.3", "CN208000002U", "CN208000003U", "CN999999999A", ""])


def told() -> list[list[int]]:
    return [one.payload["patent_ids"] for one in OutboxEvent.objects.filter(name="RightsChanged").order_by("id")]


def test_both_numbers_find_the_patent_and_the_wall_holds(world: World, ids: dict[str, int]) -> None:
    assert ids["CN107000001B"] == ids["201710601862.3"]
    assert ids.keys() == {"CN107000001B", "201710601862.3", "CN208000002U", "CN208000003U"}
    with scope(world.actor("office")):
        assert patents.find(["CN208000003U"]) == {}


def test_only_what_became_another_is_told_and_the_basis_is_kept(world: World, ids: dict[str, int]) -> None:
    grant, utility = ids["CN107000001B"], ids["CN208000002U"]
    states = [patents.RightState(grant, "in_force", ENDS), patents.RightState(utility, "ended", None)]
    assert patents.apply_rights(world.operator, states=states) == 1
    assert patents.apply_rights(world.operator, states=states) == 0
    assert told() == [[utility]]
    with scope(world.operator):
        rows = Patent.objects.in_bulk([grant, utility])
    assert {rows[grant].status_basis, rows[utility].status_basis} == {"events"}
    assert (rows[utility].legal_status, rows[utility].expires_on) == ("ended", None)


def test_many_changes_are_told_in_several_events(
    world: World, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huoshui.patents.actions.rights.IDS_AN_EVENT", 2)
    states = [patents.RightState(one, "ended", None) for one in set(ids.values())]
    assert patents.apply_rights(world.operator, states=states) == 3
    assert [len(one) for one in told()] == [2, 1]


def test_patents_out_of_reach_are_left_alone(world: World, ids: dict[str, int]) -> None:
    foreign = patents.RightState(ids["CN208000003U"], "ended", None)
    assert patents.apply_rights(world.actor("office"), states=[foreign]) == 0
    with pytest.raises(NotAllowed):
        patents.apply_rights(world.actor("inventor"), states=[foreign])
