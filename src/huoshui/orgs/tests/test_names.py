"""Names: the old one still finds the organisation, and a name has one holder on its side."""

from datetime import date, timedelta

import pytest
from tests.world import World

from huoshui.kernel import clock
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from huoshui.kernel.models import OutboxEvent
from huoshui.orgs import public as orgs
from huoshui.orgs.models import OrganisationChange, OrganisationName
from huoshui.orgs.tests.rows import ON

NEW = "南湖试验理工大学"


def lake(world: World) -> orgs.OrganisationCard:
    return world.orgs["lake_university"]


def rename(world: World, name: str, *, who: str = "hunan", org: str = "lake_university", on: date = ON) -> None:
    orgs.rename_organisation(world.actor(who), organisation_id=world.orgs[org].id, name=name, on=on)


def kinds(organisation_id: int) -> dict[str, str]:
    rows = OrganisationName.objects.filter(organisation_id=organisation_id)
    return dict(rows.values_list("name", "kind"))


def test_after_a_renaming_both_names_find_the_organisation(world: World) -> None:
    rename(world, NEW)
    found = orgs.ids_by_name("institution", [NEW, lake(world).name])
    assert set(found.values()) == {lake(world).id}
    assert len(found) == 2
    assert kinds(lake(world).id) == {NEW: "official", lake(world).name: "former"}
    card = orgs.card(lake(world).id)
    assert card is not None
    assert card.name == NEW


def test_a_renaming_is_history_and_told_upwards(world: World) -> None:
    rename(world, NEW)
    [change] = OrganisationChange.objects.all()
    assert (change.what, change.before, change.after, change.on) == ("renamed", lake(world).name, NEW, ON)
    assert (change.by_user_id, change.by_org_id) == (world.users["hunan"], world.orgs["hunan_bureau"].id)
    [event] = OutboxEvent.objects.filter(name="OrganisationsRenamed")
    assert event.payload == {"organisation_ids": [lake(world).id]}


def test_the_same_name_again_changes_nothing(world: World) -> None:
    rename(world, lake(world).name)
    assert not OrganisationChange.objects.exists()


def test_another_spelling_takes_the_place_of_the_present_name(world: World) -> None:
    rename(world, "南湖试验大学（本部）")
    rename(world, "南湖试验大学(本部)")
    assert kinds(lake(world).id) == {"南湖试验大学(本部)": "official", lake(world).name: "former"}


def test_a_former_name_may_come_back(world: World) -> None:
    rename(world, NEW)
    rename(world, lake(world).name)
    assert kinds(lake(world).id) == {NEW: "former", lake(world).name: "official"}


def test_a_taken_name_is_refused_and_its_holder_named_only_in_reach(world: World) -> None:
    with pytest.raises(Invalid, match="已属于「南湖试验医院」"):
        rename(world, world.orgs["lake_hospital"].name)
    with pytest.raises(Invalid, match="已属于另一家单位"):
        rename(world, world.orgs["hill_university"].name)


def test_a_name_on_another_side_is_free(world: World) -> None:
    rename(world, world.orgs["battery_maker"].name)
    assert orgs.ids_by_name("enterprise", [world.orgs["battery_maker"].name]) == {
        world.orgs["battery_maker"].name: world.orgs["battery_maker"].id
    }


@pytest.mark.parametrize("name", ["", "　", "。", "长" * 201])
def test_an_empty_or_endless_name_is_refused(world: World, name: str) -> None:
    with pytest.raises(Invalid, match="1–200"):
        rename(world, name)


def test_a_day_to_come_is_refused(world: World) -> None:
    with pytest.raises(Invalid, match="不能晚于今天"):
        rename(world, NEW, on=clock.today() + timedelta(days=1))


def test_nobody_renames_itself_or_what_lies_outside(world: World) -> None:
    with pytest.raises(NotAllowed):
        rename(world, NEW, who="office")
    with pytest.raises(NotFound):
        rename(world, NEW, who="shanxi")
    with pytest.raises(NotAllowed):
        rename(world, "湖南专利处", who="hunan", org="hunan_bureau")
    with pytest.raises(NotAllowed):
        rename(world, NEW, who="education")


def test_an_institution_renames_its_colleges(world: World) -> None:
    rename(world, "材料科学学院", who="office", org="lake_college")
    side = f"college:{lake(world).id}"
    names = ["材料科学学院", world.orgs["lake_college"].name]
    assert set(orgs.ids_by_name(side, names).values()) == {world.orgs["lake_college"].id}


def test_an_alias_finds_the_organisation_also_after_it_has_ended(world: World) -> None:
    office, own = world.actor("office"), lake(world)
    orgs.add_alias(office, organisation_id=own.id, name="南湖大", on=ON, kind="short")
    entry = OrganisationName.objects.get(name="南湖大")
    orgs.end_alias(office, organisation_id=own.id, name_id=entry.pk, on=ON)
    entry.refresh_from_db()
    assert entry.until == ON
    assert orgs.ids_by_name("institution", ["南湖大"]) == {"南湖大": own.id}
    orgs.add_alias(office, organisation_id=own.id, name="南湖大", on=ON)
    entry.refresh_from_db()
    assert entry.until is None
    assert entry.kind == "alias"


def test_a_mistaken_alias_leads_nowhere_and_may_be_taken(world: World) -> None:
    own = lake(world)
    orgs.add_alias(world.actor("office"), organisation_id=own.id, name="湖大", on=ON)
    entry = OrganisationName.objects.get(name="湖大")
    orgs.end_alias(world.actor("office"), organisation_id=own.id, name_id=entry.pk, on=ON, mistaken=True)
    assert orgs.ids_by_name("institution", ["湖大"]) == {}
    rename(world, "湖大", org="lake_hospital")
    assert [one.what for one in OrganisationChange.objects.filter(organisation_id=own.id)] == [
        "alias_added",
        "alias_removed",
    ]


def test_the_present_and_former_names_can_not_be_ended(world: World) -> None:
    rename(world, NEW)
    for entry in OrganisationName.objects.filter(organisation_id=lake(world).id):
        with pytest.raises(Invalid, match="一直保留"):
            orgs.end_alias(world.actor("hunan"), organisation_id=lake(world).id, name_id=entry.pk, on=ON, mistaken=True)


def test_an_alias_one_has_already_or_of_no_kind_is_refused(world: World) -> None:
    office, own = world.actor("office"), lake(world)
    with pytest.raises(Invalid, match="现用名"):
        orgs.add_alias(office, organisation_id=own.id, name=own.name, on=ON)
    with pytest.raises(Invalid, match="别名或简称"):
        orgs.add_alias(office, organisation_id=own.id, name="湖大", on=ON, kind="former")
    with pytest.raises(NotFound):
        orgs.end_alias(office, organisation_id=own.id, name_id=0, on=ON)


def test_a_closed_organisation_is_not_renamed(world: World) -> None:
    [empty] = orgs.open_organisations(
        world.actor("hunan"), new=[orgs.NewOrganisation("东江试验大学", "institution", 430100, 1, "university")]
    ).values()
    orgs.close_organisation(world.actor("hunan"), organisation_id=empty, on=ON, reason="停办")
    with pytest.raises(WrongState, match="已终止"):
        orgs.rename_organisation(world.actor("hunan"), organisation_id=empty, name=NEW, on=ON)
