"""Merging: all of one becomes the other's, or nothing happens and the obstacles are named."""

import pytest
from tests.world import CHANGSHA, World

from huoshui.accounts.public import open_account
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from huoshui.kernel.models import LedgerLine, OutboxEvent
from huoshui.kernel.tenancy import scope
from huoshui.orgs import likeness
from huoshui.orgs import public as orgs
from huoshui.orgs.models import Organisation, OrganisationChange
from huoshui.orgs.tests.rows import ON, EnterpriseProfile, Patent, astray, import_run, memberships, patent, place_of


def card(organisation_id: int) -> orgs.OrganisationCard:
    found = orgs.card(organisation_id)
    assert found is not None
    return found


def open_one(world: World, name: str, kind: str = "institution", **more: object) -> orgs.OrganisationCard:
    new = orgs.NewOrganisation(name, kind, CHANGSHA, 1, **more)  # type: ignore[arg-type]
    [organisation_id] = orgs.open_organisations(world.operator, new=[new]).values()
    return card(organisation_id)


@pytest.fixture
def twin(world: World) -> orgs.OrganisationCard:
    return open_one(world, "南湖试验大学（长沙）", institution_type="university")


def merge(actor: Actor, kept: orgs.OrganisationCard, merged: orgs.OrganisationCard) -> int:
    return orgs.merge_organisations(actor, kept_id=kept.id, merged_id=merged.id, on=ON)


def refused(world: World, kept: orgs.OrganisationCard, merged: orgs.OrganisationCard) -> str:
    with pytest.raises(Invalid, match="未做任何改动") as refusal:
        merge(world.operator, kept, merged)
    assert card(kept.id) == kept
    assert card(merged.id) == merged
    return "；".join(refusal.value.problems)


LIKE = [
    ("湖南省星海传感器有限公司", "湖南星海传感器股份有限公司", True),
    ("湖南省星海传感器（集团）有限公司", "湖南星海传感器集团总公司", True),
    ("湖南星海传感器有限公司", "湖南星河传感器有限公司", False),
    ("集团有限公司", "有限责任公司", False),  # nothing but legal form: each stands for itself
]


@pytest.mark.parametrize(("one", "other", "is_like"), LIKE)
def test_names_that_differ_in_form_alone_are_proposed(world: World, one: str, other: str, *, is_like: bool) -> None:
    first, second = open_one(world, one, "enterprise"), open_one(world, other, "enterprise")
    hunan, row = world.actor("hunan"), Organisation.objects.get(pk=first.id)
    assert ([found.pk for found in likeness.like(hunan, row)] == [second.id]) is is_like
    groups = [[each.pk for each in group] for group in likeness.proposals(hunan, "enterprise")]
    assert ([first.id, second.id] in groups) is is_like
    assert likeness.proposals(world.actor("shanxi"), "enterprise") == []


def test_colleges_are_compared_within_their_school(world: World) -> None:
    school, elsewhere = world.orgs["lake_university"], world.orgs["hill_university"]
    for parent in (school, elsewhere):
        open_one(world, "能源学院", "college", parent_id=parent.id)
    assert likeness.proposals(world.operator, "college") == []
    open_one(world, "能源学院（筹）", "college", parent_id=school.id)
    [group] = likeness.proposals(world.operator, "college")
    assert [each.name for each in group] == ["能源学院", "能源学院（筹）"]


def test_rows_colleges_accounts_and_names_become_the_kept_ones(world: World, twin: orgs.OrganisationCard) -> None:
    school = world.orgs["lake_university"]
    college = open_one(world, "能源学院", "college", parent_id=twin.id)
    own, entrusted = patent(world, twin, "CN1A"), patent(world, twin, "CN2A", seat=college)
    import_run(world, college)
    user = open_account(
        world.operator, username="late", name="后来", password="x" * 12, organisation_id=twin.id, role="office"
    )
    assert user
    merge(world.actor("hunan"), school, twin)
    part = card(college.id)
    assert place_of(world, own) == (school.id, school.seat, school.line_seat)
    assert place_of(world, entrusted) == (school.id, part.seat, part.line_seat)
    assert (part.parent_id, part.seat) == (school.id, school.seat + 2)
    assert orgs.ids_by_name("institution", [twin.name, school.name]) == {twin.name: school.id, school.name: school.id}
    assert orgs.ids_by_name(f"college:{school.id}", [college.name]) == {college.name: college.id}
    assert memberships(twin.id) == 0
    assert not astray(world)


def test_the_merged_one_stays_as_an_empty_entry(world: World, twin: orgs.OrganisationCard) -> None:
    school = world.orgs["lake_university"]
    merge(world.actor("hunan"), school, twin)
    row = Organisation.objects.get(pk=twin.id)
    assert (row.standing, row.merged_into_id, row.seat) == ("merged", school.id, twin.seat)
    assert twin.id not in [one.id for one in orgs.within(world.actor("hunan").reach, kind="institution")]
    with pytest.raises(WrongState, match="已并入"):
        orgs.rename_organisation(world.operator, organisation_id=twin.id, name="东江试验大学", on=ON)
    whats = OrganisationChange.objects.order_by("id").values_list("organisation_id", "what", "after")
    assert list(whats) == [(twin.id, "merged", school.name), (school.id, "absorbed", twin.name)]
    [event] = OutboxEvent.objects.filter(name="OrganisationsMerged")
    assert event.payload == {"kept": school.id, "merged": twin.id}


def test_what_was_merged_into_the_merged_one_leads_on(world: World, twin: orgs.OrganisationCard) -> None:
    third = open_one(world, "南湖试验大学（南区）")
    merge(world.operator, twin, third)
    merge(world.operator, world.orgs["lake_university"], twin)
    assert Organisation.objects.get(pk=third.id).merged_into_id == world.orgs["lake_university"].id
    assert orgs.ids_by_name("institution", [third.name]) == {third.name: world.orgs["lake_university"].id}


def test_the_same_patent_in_both_refuses_the_whole(world: World, twin: orgs.OrganisationCard) -> None:
    school = world.orgs["lake_university"]
    patent(world, school, "CN1A")
    same, other = patent(world, twin, "CN1A"), patent(world, twin, "CN2A")
    assert "CN1A" in refused(world, school, twin)
    assert {place_of(world, one)[0] for one in (same, other)} == {twin.id}


def test_two_profiles_refuse_the_whole(world: World) -> None:
    one, other = world.orgs["battery_maker"], open_one(world, "南湖试验电池公司", "enterprise")
    with scope(world.operator):
        for org in (one, other):
            place = {"org_id": org.id, "seat": org.seat, "line_seat": org.line_seat}
            EnterpriseProfile.objects.create(**place, source="名单", as_of=ON)
    assert "企业" in refused(world, one, other)


def test_colleges_of_one_name_refuse_until_one_is_renamed(world: World, twin: orgs.OrganisationCard) -> None:
    school, college = world.orgs["lake_university"], world.orgs["lake_college"]
    theirs = open_one(world, college.name, "college", parent_id=twin.id)
    assert college.name in refused(world, school, twin)
    orgs.rename_organisation(world.operator, organisation_id=theirs.id, name="材料学院（长沙）", on=ON)
    # Its former name is the college's still, so the two are one only after they have been merged by hand.
    assert college.name in refused(world, school, twin)


def test_one_person_with_the_same_role_in_both_refuses(world: World, twin: orgs.OrganisationCard) -> None:
    open_account(
        world.operator, username="office", name="office", password="x" * 12, organisation_id=twin.id, role="office"
    )
    assert "账号" in refused(world, world.orgs["lake_university"], twin)


def test_different_codes_kinds_or_schools_refuse(world: World, twin: orgs.OrganisationCard) -> None:
    school = world.orgs["lake_university"]
    assert "类别不同" in refused(world, school, world.orgs["battery_maker"])
    assert "同一家" in refused(world, school, school)
    foreign = open_one(world, "水利学院", "college", parent_id=world.orgs["hill_university"].id)
    assert "不在同一家单位" in refused(world, world.orgs["lake_college"], foreign)
    assert "示例" in refused(world, school, open_one(world, "示例大学", demonstration=True))
    orgs.add_credit_codes(world.operator, codes={school.id: "12430000000000001A", twin.id: "12430000000000002B"})
    assert "统一社会信用代码不同" in refused(world, school, twin)


def test_a_code_of_the_merged_one_becomes_the_kept_ones(world: World, twin: orgs.OrganisationCard) -> None:
    orgs.add_credit_codes(world.operator, codes={twin.id: "12430000000000002B"})
    merge(world.operator, world.orgs["lake_university"], twin)
    assert orgs.ids_by_credit_code(["12430000000000002B"]) == {"12430000000000002B": world.orgs["lake_university"].id}


def test_a_confirmed_twin_confirms_what_was_opened_on_its_name(world: World, twin: orgs.OrganisationCard) -> None:
    guessed = open_one(world, "南湖试验大学长沙校区", standing="unconfirmed")
    merge(world.operator, guessed, twin)
    assert card(guessed.id).standing == "confirmed"
    [event] = OutboxEvent.objects.filter(name="OrganisationsConfirmed")
    assert event.payload == {"organisation_ids": [guessed.id]}


def test_both_lie_below_whoever_merges(world: World, twin: orgs.OrganisationCard) -> None:
    school, hill = world.orgs["lake_university"], world.orgs["hill_university"]
    with pytest.raises(NotFound):
        merge(world.actor("hunan"), school, hill)
    with pytest.raises((NotAllowed, NotFound)):
        merge(world.actor("office"), school, twin)
    with pytest.raises((NotAllowed, NotFound)):
        merge(world.actor("education"), school, twin)


def test_an_institution_merges_its_own_duplicate_colleges(world: World) -> None:
    school, college = world.orgs["lake_university"], world.orgs["lake_college"]
    again = open_one(world, "材料学院", "college", parent_id=school.id)
    entrusted = patent(world, school, "CN1A", seat=again)
    merge(world.actor("office"), college, again)
    assert place_of(world, entrusted) == (school.id, college.seat, college.line_seat)
    side = f"college:{school.id}"
    assert orgs.ids_by_name(side, ["材料学院", college.name]) == {"材料学院": college.id, college.name: college.id}


def test_rows_the_database_alone_knows_to_clash_refuse_too(
    world: World, twin: orgs.OrganisationCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An obstacle that no look-ahead finds, as of a table whose uniqueness is stated in SQL only."""
    school = world.orgs["lake_university"]
    patent(world, school, "CN1A")
    patent(world, twin, "CN1A")
    monkeypatch.setattr("huoshui.orgs.holdings.obstacles", lambda kept, merged: [])
    assert refused(world, school, twin)
    with scope(world.operator):
        assert Patent.objects.filter(org_id=twin.id).count() == 1


def test_ledger_lines_stay_with_whom_they_were_written(world: World, twin: orgs.OrganisationCard) -> None:
    merge(world.actor("hunan"), world.orgs["lake_university"], twin)
    with scope(world.operator):
        line = LedgerLine.objects.get(verb="orgs.merge")
    assert line.org_id == world.orgs["hunan_bureau"].id
