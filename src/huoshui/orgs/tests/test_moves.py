"""Moves: new numbers for an organisation and its parts, and every row comes along."""

from datetime import timedelta

import pytest
from tests.world import CHANGSHA, FURONG, HUNAN, TAIYUAN, World

from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound
from huoshui.kernel.models import LedgerLine, OutboxEvent
from huoshui.kernel.reach import PART_SPAN, line_seat_number, seat_number
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
from huoshui.orgs.models import Organisation, OrganisationChange
from huoshui.orgs.tests.rows import ON, Patent, astray, import_run, patent, place_of

ZHUZHOU = 430200


def card(organisation_id: int) -> orgs.OrganisationCard:
    found = orgs.card(organisation_id)
    assert found is not None
    return found


def move(actor: Actor, org: orgs.OrganisationCard, **to: int) -> int:
    return orgs.move_organisation(actor, organisation_id=org.id, on=ON, **to)


def open_one(world: World, name: str, kind: str = "institution", **more: int) -> orgs.OrganisationCard:
    new = orgs.NewOrganisation(name, kind, more.pop("region", CHANGSHA), 1, **more)  # type: ignore[arg-type]
    [organisation_id] = orgs.open_organisations(world.operator, new=[new]).values()
    return card(organisation_id)


def test_an_institution_moves_with_its_colleges_and_their_rows(world: World) -> None:
    school, college = world.orgs["lake_university"], world.orgs["lake_college"]
    own = patent(world, school, "CN1A")
    entrusted = patent(world, school, "CN2A", seat=college)
    import_run(world, college)
    assert move(world.actor("national"), school, region=TAIYUAN, line=2) == 3
    moved, part = card(school.id), card(college.id)
    assert moved.seat == seat_number(TAIYUAN, 3)
    assert moved.line_seat == line_seat_number(2, moved.seat)
    assert (part.seat - moved.seat, part.region, part.line) == (college.seat - school.seat, TAIYUAN, 2)
    assert place_of(world, own) == (school.id, moved.seat, moved.line_seat)
    assert place_of(world, entrusted) == (school.id, part.seat, part.line_seat)
    assert not astray(world)


def test_who_saw_it_sees_it_no_longer_and_the_new_place_does(world: World) -> None:
    school = world.orgs["lake_university"]
    patent(world, school, "CN1A")
    move(world.actor("national"), school, region=TAIYUAN)
    for who, seen in (("hunan", 0), ("shanxi", 1), ("national", 1)):
        with scope(world.actor(who)):
            assert Patent.objects.count() == seen, who


def test_another_line_keeps_the_seat(world: World) -> None:
    school = world.orgs["lake_university"]
    own = patent(world, school, "CN1A")
    move(world.actor("hunan"), school, line=5)
    assert card(school.id).seat == school.seat
    assert place_of(world, own)[2] == line_seat_number(5, school.seat)


def test_a_number_once_left_is_never_given_again(world: World) -> None:
    last = open_one(world, "东江试验大学")
    move(world.actor("hunan"), last, region=ZHUZHOU)
    assert open_one(world, "北河试验大学").seat == last.seat + PART_SPAN
    college = open_one(world, "水利学院", "college", parent_id=world.orgs["hill_university"].id)
    move(world.actor("national"), college, parent_id=last.id)
    another = open_one(world, "能源学院", "college", parent_id=world.orgs["hill_university"].id)
    assert another.seat == college.seat + 1


def test_there_and_back_leaves_history_and_new_numbers(world: World) -> None:
    school = world.orgs["lake_university"]
    own = patent(world, school, "CN1A")
    move(world.actor("hunan"), school, region=ZHUZHOU)
    move(world.actor("hunan"), school, region=CHANGSHA)
    back = card(school.id)
    assert back.region == CHANGSHA
    assert back.seat != school.seat
    assert place_of(world, own)[1] == back.seat
    moves = OrganisationChange.objects.filter(organisation_id=school.id, what="moved").order_by("id")
    assert [one.after for one in moves] == ["湖南省株洲市 · 教育", "湖南省长沙市 · 教育"]
    assert [one.what for one in OrganisationChange.objects.filter(organisation_id=world.orgs["lake_college"].id)] == [
        "moved",
        "moved",
    ]


def test_it_is_told_upwards_with_its_parts(world: World) -> None:
    move(world.actor("hunan"), world.orgs["lake_university"], region=ZHUZHOU)
    [event] = OutboxEvent.objects.filter(name="OrganisationsMoved")
    assert event.payload == {"organisation_ids": [world.orgs["lake_university"].id, world.orgs["lake_college"].id]}


def test_only_who_reaches_both_ends_moves(world: World) -> None:
    school = world.orgs["lake_university"]
    with pytest.raises(NotAllowed, match="共同的上级"):
        move(world.actor("hunan"), school, region=TAIYUAN)
    with pytest.raises(NotAllowed, match="共同的上级"):
        move(world.actor("changsha"), school, region=ZHUZHOU)
    with pytest.raises(NotFound):
        move(world.actor("shanxi"), school, region=TAIYUAN)
    for who in ("office", "education", "enterprise"):
        with pytest.raises((NotAllowed, NotFound)):
            move(world.actor(who), school, region=FURONG)
    assert card(school.id) == school


def test_a_department_stays_below_who_moves_it(world: World) -> None:
    with pytest.raises(NotAllowed):
        move(world.actor("hunan"), world.orgs["changsha_bureau"], region=HUNAN)
    move(world.actor("hunan"), world.orgs["changsha_bureau"], region=ZHUZHOU)
    assert card(world.orgs["changsha_bureau"].id).region == ZHUZHOU


@pytest.mark.parametrize(
    ("to", "message"),
    [
        ({}, "没有变化"),
        ({"region": CHANGSHA}, "没有变化"),
        ({"region": 439999}, "没有这个行政区划"),
        ({"line": 77}, "没有这个条线"),
    ],
)
def test_no_change_or_no_such_place_is_refused(world: World, to: dict[str, int], message: str) -> None:
    with pytest.raises(Invalid, match=message):
        move(world.operator, world.orgs["lake_university"], **to)


def test_a_day_to_come_is_refused(world: World) -> None:
    with pytest.raises(Invalid, match="不能晚于今天"):
        orgs.move_organisation(
            world.operator,
            organisation_id=world.orgs["lake_university"].id,
            on=clock.today() + timedelta(days=1),
            region=ZHUZHOU,
        )


def test_a_college_goes_to_another_school_with_its_own_rows(world: World) -> None:
    college, hill = world.orgs["lake_college"], world.orgs["hill_university"]
    import_run(world, college)
    assert move(world.actor("national"), college, parent_id=hill.id) == 1
    moved = card(college.id)
    assert (moved.parent_id, moved.seat, moved.region) == (hill.id, hill.seat + 1, TAIYUAN)
    assert orgs.ids_by_name(f"college:{hill.id}", [college.name]) == {college.name: college.id}
    assert orgs.ids_by_name(f"college:{world.orgs['lake_university'].id}", [college.name]) == {}
    assert not astray(world)


def test_a_college_that_cares_for_patents_of_its_school_stays(world: World) -> None:
    college = world.orgs["lake_college"]
    patent(world, world.orgs["lake_university"], "CN1A", seat=college)
    with pytest.raises(Invalid, match="交回学校"):
        move(world.operator, college, parent_id=world.orgs["hill_university"].id)
    assert card(college.id) == college


def test_a_college_of_the_same_name_or_no_school_is_refused(world: World) -> None:
    college, hill = world.orgs["lake_college"], world.orgs["hill_university"]
    open_one(world, college.name, "college", parent_id=hill.id)
    with pytest.raises(Invalid, match="同名院系"):
        move(world.operator, college, parent_id=hill.id)
    for parent_id in (world.orgs["battery_maker"].id, 0):
        with pytest.raises(Invalid, match="没有这家单位"):
            move(world.operator, college, parent_id=parent_id)
    with pytest.raises(Invalid, match="没有变化"):
        move(world.operator, college, parent_id=world.orgs["lake_university"].id)


def test_ledger_lines_stay_where_they_were_written(world: World) -> None:
    school = world.orgs["lake_university"]
    orgs.add_alias(world.actor("office"), organisation_id=school.id, name="湖大", on=ON)
    move(world.operator, school, region=ZHUZHOU)
    with scope(world.operator):
        assert LedgerLine.objects.get(verb="orgs.add_alias").seat == school.seat


def test_numbers_run_out_with_a_plain_word(world: World) -> None:
    school = world.orgs["lake_university"]
    Organisation.objects.filter(pk=world.orgs["lake_college"].id).update(seat=school.seat + 999)
    with pytest.raises(Invalid, match="最多 999 个"):
        open_one(world, "能源学院", "college", parent_id=school.id)
    Organisation.objects.filter(pk=world.orgs["hill_university"].id).update(serial=999_999)
    with pytest.raises(Invalid, match="编号已用完"):
        move(world.operator, school, region=TAIYUAN)


def test_what_was_still_written_to_the_former_seat_follows_later(world: World) -> None:
    school = world.orgs["lake_university"]
    move(world.operator, school, region=ZHUZHOU)
    late = patent(world, school, "CN1A")
    assert astray(world)
    assert orgs.follow_changes(world.operator, organisation_ids=[school.id]) == 1
    assert place_of(world, late)[1] == card(school.id).seat
    assert orgs.follow_changes(world.operator) == 0
