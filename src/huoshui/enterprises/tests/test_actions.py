from collections.abc import Callable
from pathlib import Path

import pytest
from tests.world import World

from huoshui.enterprises import public as enterprises
from huoshui.enterprises import queries
from huoshui.enterprises.models import EnterpriseProfile
from huoshui.enterprises.public import EnterpriseOutcome
from huoshui.enterprises.tests.files import BATTERY, NEW, PUMP, csv_file
from huoshui.kernel.errors import Conflict, Invalid, NotAllowed
from huoshui.kernel.models import LedgerLine, OutboxEvent
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
from huoshui.privacy import public as privacy

pytestmark = pytest.mark.django_db

Load = Callable[..., EnterpriseOutcome]


@pytest.fixture
def load(world: World, tmp_path: Path) -> Load:
    def run(*rows: dict[str, str], by: str = "") -> EnterpriseOutcome:
        actor = world.actor(by) if by else world.operator
        return enterprises.import_enterprises(actor, path=csv_file(tmp_path, *rows))

    return run


def cards(world: World) -> list[enterprises.EnterpriseCard]:
    with scope(world.operator):
        return list(enterprises.profiles())


def test_a_row_becomes_a_profile_of_its_organisation(world: World, load: Load) -> None:
    assert load(BATTERY, NEW) == EnterpriseOutcome(rows=2, new=2, changed=0, same=0, repeated=0, opened=1)
    battery, valve = cards(world)
    assert (battery.org_id, battery.name) == (world.orgs["battery_maker"].id, "南湖试验电池有限公司")
    assert battery.enterprise_types == ("specialised", "high_tech")
    assert battery.ipc_profile == {"H01M": 12, "B60L": 3}
    assert (valve.name, orgs.cards([valve.org_id])[valve.org_id].region) == ("北河试验阀门有限公司", 430600)
    assert orgs.credit_codes([battery.org_id]) == {battery.org_id: BATTERY["统一社会信用代码"]}


def test_a_second_load_changes_nothing(world: World, load: Load) -> None:
    load(BATTERY, PUMP, NEW)
    before = cards(world)
    assert load(BATTERY, PUMP, NEW) == EnterpriseOutcome(rows=3, new=0, changed=0, same=3, repeated=0, opened=0)
    assert cards(world) == before
    assert OutboxEvent.objects.filter(name="ProfilesChanged").count() == 1


def test_a_changed_row_changes_only_itself(world: World, load: Load) -> None:
    load(BATTERY, PUMP)
    assert load(BATTERY, PUMP | {"主要产品": "离心泵|轴流泵"}).changed == 1
    assert cards(world)[1].products == ("离心泵", "轴流泵")


def test_a_renamed_enterprise_is_known_by_its_credit_code(world: World, load: Load) -> None:
    load(BATTERY)
    assert load(BATTERY | {"企业名称": "南湖试验新能源有限公司"}).opened == 0
    assert len(cards(world)) == 1


def test_of_two_rows_of_one_enterprise_the_first_counts_and_the_other_is_told(world: World, load: Load) -> None:
    twice = (BATTERY, BATTERY | {"统一社会信用代码": "", "主要产品": "电芯"})
    outcome = load(*twice)
    assert (outcome.new, outcome.repeated) == (1, 1)
    assert [(one.line, one.code) for one in outcome.notices] == [(3, "same_enterprise")]
    assert cards(world)[0].products == ("软包电池", "电池包")
    assert (load(*twice).same, load(*twice).changed) == (1, 0)


def test_a_name_with_another_credit_code_is_refused(world: World, load: Load) -> None:
    load(BATTERY)
    with pytest.raises(Invalid) as refusal:
        load(BATTERY | {"统一社会信用代码": "914300001837900001"})
    assert [one.code for one in refusal.value.problems] == ["other_credit_code"]


def test_a_bad_row_leaves_nothing(world: World, load: Load) -> None:
    with pytest.raises(Invalid) as refusal:
        load(NEW, BATTERY | {"统一社会信用代码": "123"})
    assert refusal.value.problems[0].line == 3
    assert cards(world) == []
    assert orgs.ids_by_name("enterprise", [NEW["企业名称"]]) == {}


def test_a_bureau_loads_inside_its_territory_only(world: World, load: Load) -> None:
    assert load(BATTERY, by="hunan").new == 1
    with pytest.raises(Invalid) as refusal:
        load(PUMP, by="hunan")
    assert [one.code for one in refusal.value.problems] == ["region"]
    moved = PUMP | {"省份": "湖南省", "城市": "长沙市"}
    with pytest.raises(Invalid) as refusal:
        load(moved, by="hunan")
    assert [one.code for one in refusal.value.problems] == ["out_of_reach"]


@pytest.mark.parametrize("person", ["office", "enterprise", "education", "inventor"])
def test_others_may_not_load(load: Load, person: str) -> None:
    with pytest.raises(NotAllowed):
        load(BATTERY, by=person)


def test_an_enterprise_states_its_own_profile(world: World) -> None:
    actor = world.actor("enterprise")
    values = {"products": "电池包", "need_text": "低温快充"}
    assert enterprises.edit_own_profile(actor, values=values, version=0) == 1
    with scope(actor):
        stated = queries.own_values(actor)
    assert (stated["products"], stated["need_text"]) == (["电池包"], "低温快充")
    with scope(world.operator):
        assert LedgerLine.objects.get(verb="enterprises.edit_own").facts == {"version": 1}


def test_a_later_file_only_completes_what_the_enterprise_stated(world: World, load: Load) -> None:
    enterprises.edit_own_profile(world.actor("enterprise"), values={"products": "电池包"}, version=0)
    assert load(BATTERY).changed == 1
    [card] = cards(world)
    assert (card.products, card.n_publications) == (("电池包",), 15)
    assert card.business_scope == BATTERY["经营范围"]
    assert load(BATTERY).same == 1


def test_an_old_version_is_a_conflict(world: World) -> None:
    actor = world.actor("enterprise")
    enterprises.edit_own_profile(actor, values={"products": "电池包"}, version=0)
    with pytest.raises(Conflict):
        enterprises.edit_own_profile(actor, values={"products": "电芯"}, version=0)


@pytest.mark.parametrize(
    "values", [{"contact_phone": "call me"}, {"n_publications": 3}, {"enterprise_types": "最好的"}]
)
def test_what_the_standard_or_the_room_refuses_is_named_by_field(world: World, values: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refusal:
        enterprises.edit_own_profile(world.actor("enterprise"), values=values, version=0)
    assert set(refusal.value.facts["fields"]) == set(values)


def test_only_an_enterprise_states_itself(world: World) -> None:
    with pytest.raises(NotAllowed):
        enterprises.edit_own_profile(world.actor("office"), values={}, version=0)


def test_departments_see_their_territory_and_institutions_nothing(world: World, load: Load) -> None:
    load(BATTERY, PUMP)
    seen = {}
    for person in ("national", "hunan", "shanxi", "office", "enterprise"):
        with scope(world.actor(person)):
            seen[person] = [card.name for card in enterprises.profiles()]
    assert seen["national"] == ["南湖试验电池有限公司", "西岭试验水泵有限公司"]
    assert (seen["hunan"], seen["shanxi"]) == (["南湖试验电池有限公司"], ["西岭试验水泵有限公司"])
    assert (seen["office"], seen["enterprise"]) == ([], ["南湖试验电池有限公司"])


def test_contacts_are_kept_apart(world: World, load: Load) -> None:
    load(BATTERY, PUMP)
    org_id = world.orgs["battery_maker"].id
    with scope(world.operator):
        [[card]] = privacy.contacts_of([org_id, world.orgs["pump_maker"].id]).values()
        assert not hasattr(EnterpriseProfile.objects.first(), "contact_name")
    assert (card.org_id, card.name, card.phone) == (org_id, "赵*", "0731-****88")
    load({**BATTERY, "联系人": "钱七", "联系电话": "13800000000"})
    with scope(world.operator):
        assert privacy.contacts_of([org_id])[org_id] == [card]  # what is known stays
    assert not any(name.startswith("contact") for name in enterprises.EnterpriseCard.__slots__)
