"""What is worked out of a load, what a unit marks, what follows from a reduction, from time and from moves."""

from datetime import date, datetime
from pathlib import Path

import pytest
from tests.permissions.stage import deliver
from tests.world import TAIYUAN, World

from huoshui.fees import actions, jobs, queries
from huoshui.fees.models import AnnualFee, FeeMark
from huoshui.kernel.clock import clock_at
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from huoshui.kernel.models import LedgerLine, OutboxEvent
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents
from huoshui.patents.tests.files import GRANT, csv_file

Loaded = dict[str, int]
FIRST, SECOND, SOON, HILL = "CN107000001B", "CN208000002U", "CN208000012U", "CN208000003U"


def row(world: World, patent_id: int) -> AnnualFee:
    with scope(world.operator):
        return queries.fee_in_view(world.operator, patent_id)


def test_a_load_works_out_the_fees_of_rights_in_force_and_of_nothing_else(world: World, loaded: Loaded) -> None:
    with scope(world.operator):
        worked_out = set(AnnualFee.objects.values_list("patent__publication_no", flat=True))
    assert worked_out == {FIRST, SECOND, SOON, HILL}


def test_in_force_today_says_what_was_paid_and_leaves_the_last_half_year_to_be_checked(
    world: World, loaded: Loaded
) -> None:
    found = row(world, loaded[FIRST])
    assert (found.basis, found.said_on, found.paid_through) == ("implied", date(2026, 11, 28), 9)
    assert (found.phase, found.year, found.next_on) == ("check", 10, date(2026, 7, 21))
    assert (found.grace_until, found.amount_yuan, found.late_fee_yuan) == (date(2027, 1, 21), 4000, 800)
    assert found.cost_to_expiry_yuan == 3 * 4000 + 3 * 6000 + 5 * 8000
    assert found.changes_on == date(2026, 12, 22)


def test_where_nobody_said_that_it_is_in_force_the_years_are_told_as_unknown(world: World, loaded: Loaded) -> None:
    found = row(world, loaded[SECOND])
    assert (found.basis, found.said_on, found.paid_through) == ("none", None, 2)
    assert found.unverified == [3, 4, 5, 6, 7, 8, 9]


def test_a_fee_that_is_due_in_three_weeks_is_upcoming(world: World, loaded: Loaded) -> None:
    found = row(world, loaded[SOON])
    assert (found.phase, found.year, found.next_on, found.amount_yuan) == ("upcoming", 8, date(2026, 12, 20), 1200)


def test_a_second_refresh_changes_nothing(world: World, loaded: Loaded) -> None:
    with scope(world.operator):
        before = list(AnnualFee.objects.order_by("id").values())
    jobs.refresh(world.operator, list(loaded.values()))
    with scope(world.operator):
        assert list(AnnualFee.objects.order_by("id").values()) == before


def test_a_mark_is_the_units_own_word_and_moves_the_calendar_on(world: World, loaded: Loaded) -> None:
    office = world.actor("office")
    actions.mark_paid(office, patent_id=loaded[FIRST], year=10, paid_on=date(2026, 7, 1))
    found = row(world, loaded[FIRST])
    assert (found.basis, found.said_on, found.paid_through) == ("own", date(2026, 7, 1), 10)
    assert (found.phase, found.year, found.next_on) == ("upcoming", 11, date(2027, 7, 21))
    with scope(world.operator):
        line = LedgerLine.objects.get(verb="fees.mark_paid")
    assert line.facts == {"year": 10, "paid_on": "2026-07-01"}


def test_a_mark_taken_back_leaves_things_as_they_were_and_stays_on_file(world: World, loaded: Loaded) -> None:
    office = world.actor("office")
    actions.mark_paid(office, patent_id=loaded[FIRST], year=10, paid_on=date(2026, 7, 1))
    actions.take_back_mark(office, patent_id=loaded[FIRST], mark="paid", year=10)
    assert row(world, loaded[FIRST]).basis == "implied"
    with scope(world.operator):
        assert FeeMark.objects.get().ended_at is not None
    with pytest.raises(NotFound):
        actions.take_back_mark(office, patent_id=loaded[FIRST], mark="paid", year=10)


@pytest.mark.parametrize(
    ("year", "paid_on", "field"),
    [
        (9, date(2026, 7, 1), "year"),
        (21, date(2026, 7, 1), "year"),
        (10, None, "paid_on"),
        (10, date(2026, 11, 29), "paid_on"),
    ],
)
def test_what_cannot_have_been_paid_is_refused_by_its_field(
    world: World, loaded: Loaded, year: int, paid_on: date | None, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.mark_paid(world.actor("office"), patent_id=loaded[FIRST], year=year, paid_on=paid_on)
    assert list(refusal.value.facts["fields"]) == [field]


def test_a_payment_after_the_grace_is_refused(world: World, loaded: Loaded) -> None:
    with pytest.raises(Invalid, match="补缴期"):
        actions.mark_paid(world.actor("office"), patent_id=loaded[SECOND], year=3, paid_on=date(2020, 2, 1))


def test_to_drop_is_an_intention_with_a_reason_and_is_told(world: World, loaded: Loaded) -> None:
    office, chosen = world.actor("office"), [loaded[FIRST], loaded[SOON]]
    with pytest.raises(Invalid, match="理由"):
        actions.mark_to_drop(office, patent_ids=chosen, reason=" ")
    assert actions.mark_to_drop(office, patent_ids=chosen, reason="无人问津") == 2
    found = row(world, loaded[FIRST])
    assert (found.to_drop, found.phase) == (True, "check")
    assert OutboxEvent.objects.get(name="DropIntended").payload == {"patent_ids": sorted(chosen)}
    with pytest.raises(WrongState):
        actions.mark_to_drop(office, patent_ids=[loaded[FIRST]], reason="再来")
    actions.take_back_mark(office, patent_id=loaded[FIRST], mark="drop")
    assert row(world, loaded[FIRST]).to_drop is False


def test_many_at_once_means_all_or_none(world: World, loaded: Loaded) -> None:
    with pytest.raises(NotFound):
        actions.mark_to_drop(world.actor("office"), patent_ids=[loaded[FIRST], loaded[HILL]], reason="无人问津")
    assert row(world, loaded[FIRST]).to_drop is False


@pytest.mark.parametrize("who", ["inventor", "hunan", "education", "enterprise", "agency"])
def test_marking_is_for_office_and_college(world: World, loaded: Loaded, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.mark_paid(world.actor(who), patent_id=loaded[FIRST], year=10, paid_on=date(2026, 7, 1))


def test_another_institution_is_told_that_there_is_no_such_patent(world: World, loaded: Loaded) -> None:
    with pytest.raises(NotFound):
        actions.mark_paid(world.actor("other_office"), patent_id=loaded[FIRST], year=10, paid_on=date(2026, 7, 1))


def test_a_reduction_on_record_makes_the_institutions_fees_cheaper(world: World, loaded: Loaded) -> None:
    actions.set_reduction(world.actor("office"), years=10)
    deliver(world)
    two_applicants, own, other = (row(world, loaded[one]) for one in (FIRST, SOON, HILL))
    assert (two_applicants.full_yuan, two_applicants.amount_yuan) == (4000, 1200)
    assert own.amount_yuan == 1200 * 30 // 100
    assert other.amount_yuan == other.full_yuan
    actions.set_reduction(world.actor("office"), years=0)
    deliver(world)
    assert row(world, loaded[FIRST]).amount_yuan == 4000


def test_a_college_marks_by_the_reduction_of_its_school(world: World, loaded: Loaded) -> None:
    actions.set_reduction(world.actor("office"), years=10)
    deliver(world)
    patents.place_patents(world.actor("office"), patent_ids=[loaded[FIRST]], college_id=world.orgs["lake_college"].id)
    deliver(world)
    college = world.actor("college_secretary")
    actions.mark_paid(college, patent_id=loaded[FIRST], year=10, paid_on=date(2026, 7, 1))
    found = row(world, loaded[FIRST])
    assert (found.year, found.amount_yuan) == (11, 1200)
    assert found.seat == world.orgs["lake_college"].seat


def test_rows_and_marks_go_into_the_care_of_the_college_with_their_patent(world: World, loaded: Loaded) -> None:
    actions.mark_to_drop(world.actor("office"), patent_ids=[loaded[FIRST]], reason="无人问津")
    college = world.actor("college_secretary")
    with scope(college):
        assert not queries.fees_in_view(college).exists()
    patents.place_patents(world.actor("office"), patent_ids=[loaded[FIRST]], college_id=world.orgs["lake_college"].id)
    deliver(world)
    with scope(college):
        assert [one.patent_id for one in queries.fees_in_view(college)] == [loaded[FIRST]]
        assert [one.reason for one in queries.marks_of(loaded[FIRST])] == ["无人问津"]


def test_rows_and_marks_follow_an_institution_that_moves(world: World, loaded: Loaded) -> None:
    actions.mark_to_drop(world.actor("office"), patent_ids=[loaded[FIRST]], reason="无人问津")
    school = world.orgs["lake_university"]
    orgs.move_organisation(world.actor("national"), organisation_id=school.id, on=date(2026, 11, 1), region=TAIYUAN)
    shanxi = world.actor("shanxi")
    with scope(shanxi):
        assert FIRST in {one.patent.publication_no for one in queries.fees_in_view(shanxi)}
        assert FeeMark.objects.count() == 1


def test_merged_institutions_keep_what_each_said_of_its_reduction(world: World, loaded: Loaded) -> None:
    for who in ("office", "hospital"):
        actions.set_reduction(world.actor(who), years=10)
    national = world.actor("national")
    lake, hospital = world.orgs["lake_university"].id, world.orgs["lake_hospital"].id
    orgs.merge_organisations(national, kept_id=lake, merged_id=hospital, on=date(2026, 11, 1))
    with scope(world.operator):
        assert queries.reductions_of([lake]) == {lake: 10}


def test_each_night_only_rows_whose_day_has_come_are_worked_out_again(world: World, loaded: Loaded) -> None:
    assert jobs.refresh_due(world.operator) == 0
    with clock_at(datetime.fromisoformat("2026-12-21T03:00:00+08:00")):
        assert jobs.refresh_due(world.operator) == 1
        found = row(world, loaded[SOON])
        assert (found.phase, found.late_fee_yuan, found.computed_for) == ("check", 0, date(2026, 12, 21))
        assert jobs.refresh_due(world.operator) == 0


def test_a_right_whose_term_is_over_has_no_row_any_more(world: World, loaded: Loaded) -> None:
    with clock_at(datetime.fromisoformat("2037-07-21T03:00:00+08:00")):
        jobs.refresh_due(world.operator)
        with scope(world.operator):
            assert not AnnualFee.objects.exists()


def test_a_load_that_says_it_has_ended_takes_the_row_away(world: World, loaded: Loaded, tmp_path: Path) -> None:
    path = csv_file(tmp_path, GRANT | {"法律状态": "失效"}, name="later.csv")
    patents.import_patents(world.operator, path=path, file_name=path.name)
    deliver(world)
    with scope(world.operator):
        assert not AnnualFee.objects.filter(patent_id=loaded[FIRST]).exists()


def test_patents_that_were_there_before_the_room_get_their_row_at_night(world: World, loaded: Loaded) -> None:
    with scope(world.operator):
        AnnualFee.objects.all().delete()
    assert jobs.open_missing(world.operator) == 4
    assert jobs.open_missing(world.operator) == 0
