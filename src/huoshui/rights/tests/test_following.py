"""What follows from events elsewhere: the catalogue stops offering what is no right or is given away (G1)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.world import World

from huoshui.inventory import public as inventory
from huoshui.kernel import clock
from huoshui.kernel.errors import WrongState
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.patents.tests.files import GRANT, csv_file
from huoshui.resources import public as resources
from huoshui.rights import jobs
from huoshui.rights import public as rights
from huoshui.rights.models import KnownRight
from huoshui.rights.tests.conftest import Load, deliver_all
from huoshui.rights.tests.lists import EXCLUSIVE, LAPSE, PLEDGE, RESTORED

pytestmark = pytest.mark.django_db
NUMBER = "CN107000001B"


@pytest.fixture
def listed(world: World, ids: dict[str, int]) -> int:
    """The patent of the lake university is inventoried, offered and on show."""
    office = world.actor("office")
    with scope(office):
        dossier = inventory.dossier_ids_of_patents([ids[NUMBER]])[ids[NUMBER]]
    content = {
        "fiscal_funded": "否",
        "implementation": "未实施",
        "willingness": "转让|许可",
        "maturity": "5级 初样级",
        "self_grade": "四星",
        "scene": "动力电池包",
        "prospects": "可用于储能",
        "industry_codes": "C38",
    }
    inventory.register_dossiers(office, contents={dossier: content})
    deliver_all(world)
    assert is_offered(world, ids[NUMBER])
    return ids[NUMBER]


def is_offered(world: World, patent_id: int) -> bool:
    """On the public page of the catalogue and for every room above."""
    with scope(world.operator):
        listed = bool(resources.entry_ids_of_patents([patent_id]))
    assert (GRANT["标题"] in Client().get("/catalogue/").content.decode()) == listed
    return listed


@pytest.mark.parametrize(("event", "why"), [(LAPSE, "不在有效期内"), (EXCLUSIVE, "独占或排他许可")])
def test_a_lapse_and_an_exclusive_licence_leave_the_catalogue_with_the_reason(
    world: World, listed: int, load: Load, event: dict[str, str], why: str
) -> None:
    load(event)
    assert not is_offered(world, listed)
    office = Client()
    office.force_login(get_user_model().objects.get(username="office"))
    assert why in office.get("/resources/").content.decode()
    assert why in Client().get(f"/catalogue/{NUMBER}/").content.decode()


def test_a_restored_right_is_on_show_again(world: World, listed: int, load: Load) -> None:
    load(LAPSE)
    load(RESTORED)
    assert is_offered(world, listed)


def test_a_pledged_patent_stays_on_show(world: World, listed: int, load: Load) -> None:
    load(PLEDGE)
    assert is_offered(world, listed)


def test_an_entry_that_is_barred_cannot_be_put_back(world: World, listed: int, load: Load) -> None:
    with scope(world.operator):
        entry_id = resources.entry_ids_of_patents([listed])[listed]
    load(EXCLUSIVE)
    with pytest.raises(WrongState, match="独占许可期内"):
        resources.relist_entry(world.actor("office"), entry_id=entry_id)


def test_the_calendar_ends_a_licence_and_the_patent_is_on_show_again(world: World, listed: int, load: Load) -> None:
    short = EXCLUSIVE | {"法律状态信息": "许可种类：独占许可；许可期限：2024-02-01至2027-01-31"}
    with clock.clock_at(datetime(2026, 12, 1, tzinfo=UTC)):
        load(short)
        assert not is_offered(world, listed)
        jobs.follow_calendar(0)
        deliver_all(world)
        assert not is_offered(world, listed)
    with clock.clock_at(datetime(2027, 2, 1, tzinfo=UTC)):
        jobs.follow_calendar(0)
        jobs.follow_calendar(0)
        deliver_all(world)
        assert is_offered(world, listed)
        with scope(world.operator):
            assert KnownRight.objects.get(patent_id=listed).worked_out_on == clock.today()


def test_a_younger_load_that_says_otherwise_opens_a_doubt(
    world: World, ids: dict[str, int], load: Load, tmp_path: Path
) -> None:
    load(LAPSE)
    path = csv_file(tmp_path, GRANT | {"摘要": "另一份清单"}, name="again.csv")
    patents.import_patents(world.operator, path=path, file_name=path.name)
    deliver_all(world)
    with scope(world.operator):
        card = rights.rights_of([ids[NUMBER]])[ids[NUMBER]]
        assert patents.cards([ids[NUMBER]])[ids[NUMBER]].legal_status == "ended"
    assert card.status == "lapsed"


def test_recomputing_twice_changes_nothing(world: World, ids: dict[str, int], load: Load) -> None:
    load(LAPSE)
    assert jobs.recompute(world.operator, list(ids.values())) == 0
