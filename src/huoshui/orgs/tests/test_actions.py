"""Opening organisations: once each, numbered by place, with their other names and their parts."""

import itertools
from typing import Any

import pytest
from tests.world import CHANGSHA, COLLEGE, HUNAN, World

from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotAllowed
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.reach import reach_of_organisation, reach_of_territory, seat_number
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
from huoshui.orgs.models import Organisation


def institution(name: str, **more: Any) -> orgs.NewOrganisation:
    values: dict[str, Any] = {"kind": "institution", "region": CHANGSHA, "line": 1, "institution_type": "university"}
    return orgs.NewOrganisation(name, **(values | more))


def open_one(actor: Actor, new: orgs.NewOrganisation) -> orgs.OrganisationCard:
    [organisation_id] = orgs.open_organisations(actor, new=[new]).values()
    card = orgs.card(organisation_id)
    assert card is not None
    return card


def college(world: World, name: str, of: str = "lake_university") -> orgs.OrganisationCard:
    return open_one(world.operator, institution(name, kind="college", parent_id=world.orgs[of].id))


def test_opening_twice_opens_once(world: World) -> None:
    first = open_one(world.operator, institution("东江试验大学"))
    before = Organisation.objects.count()
    assert open_one(world.operator, institution("东江试验大学")) == first
    assert Organisation.objects.count() == before


def test_the_same_name_twice_in_one_call_is_one_organisation(world: World) -> None:
    twice = [institution("东江试验大学"), institution(" 东江试验大学 ")]
    assert len(set(orgs.open_organisations(world.operator, new=twice).values())) == 1
    assert Organisation.objects.filter(name__contains="东江").count() == 1


def test_width_and_brackets_do_not_make_another_organisation(world: World) -> None:
    first = open_one(world.operator, institution("东江试验大学（北区）"))
    assert open_one(world.operator, institution("东江试验大学(北区)")).id == first.id


def test_a_known_name_is_answered_beside_new_ones(world: World) -> None:
    known = world.orgs["lake_university"]
    ids = orgs.open_organisations(world.operator, new=[institution(known.name), institution("东江试验大学")])
    assert ids[known.name] == known.id
    assert ids["东江试验大学"] != known.id


def test_one_name_may_stand_on_two_sides(world: World) -> None:
    name = world.orgs["battery_maker"].name
    assert open_one(world.operator, institution(name)).id != world.orgs["battery_maker"].id


def test_an_empty_name_is_refused_and_nothing_is_opened(world: World) -> None:
    before = Organisation.objects.count()
    with pytest.raises(Invalid, match="单位名称不能为空"):
        orgs.open_organisations(world.operator, new=[institution("东江试验大学"), institution("　")])
    assert Organisation.objects.count() == before


def test_an_organisation_is_found_under_each_of_its_names(world: World) -> None:
    opened = open_one(world.operator, institution("东江试验大学", aliases=("东江学院", "东江大学")))
    names = ["东江试验大学", "东江学院", "东江大学", "东江"]
    assert orgs.ids_by_name("institution", names) == dict.fromkeys(names[:3], opened.id)
    assert len(orgs.name_keys([opened.id])[opened.id]) == 3
    assert open_one(world.operator, institution("东江学院")).id == opened.id


def test_an_alias_that_belongs_to_another_stays_theirs(world: World) -> None:
    known = world.orgs["lake_university"]
    opened = open_one(world.operator, institution("东江试验大学", aliases=(known.name,)))
    assert orgs.ids_by_name("institution", [known.name]) == {known.name: known.id}
    assert opened.id != known.id


def test_numbers_go_up_within_a_region_and_lie_in_its_territory(world: World) -> None:
    ids = orgs.open_organisations(world.operator, new=[institution(f"东江第{n}大学") for n in range(3)])
    seats = [orgs.cards(ids.values())[one].seat for one in ids.values()]
    assert [after - before for before, after in itertools.pairwise(seats)] == [1_000, 1_000]
    for seat in seats:
        assert reach_of_territory(CHANGSHA).covers(seat, 0)
        assert reach_of_territory(HUNAN).covers(seat, 0)
    first_elsewhere = open_one(world.operator, institution("北地试验大学", region=650100))
    assert first_elsewhere.seat == seat_number(650100, 1)


def test_colleges_are_numbered_inside_their_school_and_share_its_place(world: World) -> None:
    school = world.orgs["lake_university"]
    first, second = college(world, "材料学院"), college(world, "能源学院")
    assert (first.seat - school.seat, second.seat - school.seat) == (2, 3)
    assert (first.region, first.line, first.parent_id) == (school.region, school.line, school.id)
    assert reach_of_organisation(school.seat).covers(second.seat, second.line_seat)
    assert not reach_of_organisation(first.seat).covers(second.seat, second.line_seat)


def test_two_schools_may_have_a_college_of_the_same_name(world: World) -> None:
    ours, theirs = college(world, "材料学院"), college(world, "材料学院", of="hill_university")
    assert ours.id != theirs.id
    assert college(world, "材料学院").id == ours.id


def test_a_part_of_a_school_nobody_knows_is_refused(world: World) -> None:
    with pytest.raises(Invalid, match="上级单位不存在"):
        orgs.open_organisations(world.operator, new=[institution("材料学院", kind="college", parent_id=999_999_999)])


def test_the_directory_answers_who_lies_within_a_reach(world: World) -> None:
    college(world, "材料学院")
    found = orgs.within(world.actor("hunan").reach, kind="institution")
    assert [one.name for one in found] == ["南湖试验大学", "南湖试验医院"]
    assert [one.name for one in orgs.within(world.actor("education").reach, kind="institution")] == ["南湖试验大学"]
    assert [one.name for one in orgs.within(world.actor("office").reach, kind="college")] == [
        COLLEGE,
        "材料学院",
    ]


@pytest.mark.parametrize("who", ["office", "enterprise", "inventor", "education"])
def test_only_the_node_and_departments_of_a_territory_open_organisations(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        orgs.open_organisations(world.actor(who), new=[institution("东江试验大学")])


def test_the_ledger_counts_what_was_asked_and_what_was_opened(world: World) -> None:
    known = world.orgs["lake_university"].name
    orgs.open_organisations(world.actor("hunan"), new=[institution(known), institution("东江试验大学")])
    with scope(world.operator):
        line = LedgerLine.objects.filter(verb="orgs.open").latest("id")
    assert (line.facts, line.user_id) == ({"asked": 2, "opened": 1}, world.users["hunan"])


def test_credit_codes_are_added_where_none_is_known_and_never_replaced(world: World) -> None:
    school, hospital = world.orgs["lake_university"].id, world.orgs["lake_hospital"].id
    assert orgs.add_credit_codes(world.operator, codes={school: "12430000000000001A"}) == 1
    codes = {school: "12430000000000002B", hospital: "12430000000000003C"}
    assert orgs.add_credit_codes(world.operator, codes=codes) == 1
    assert orgs.credit_codes([school, hospital]) == {school: "12430000000000001A", hospital: "12430000000000003C"}
    assert orgs.ids_by_credit_code(["12430000000000003C", "", "none"]) == {"12430000000000003C": hospital}
