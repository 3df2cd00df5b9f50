"""Publishing, withdrawing, suspending: states, ledger, events, and who may."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest
from tests.world import World

from huoshui.kernel import clock
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from huoshui.kernel.models import LedgerLine, OutboxEvent
from huoshui.kernel.tenancy import scope
from huoshui.resources import actions, queries, states
from huoshui.resources.models import LibraryEntry
from huoshui.resources.tests.entries import new_entry, published


@pytest.fixture
def row(world: World) -> LibraryEntry:
    [row] = published(world, new_entry(world.orgs["lake_university"]))
    return row


def events() -> list[tuple[str, list[int]]]:
    return [(one.name, one.payload["entry_ids"]) for one in OutboxEvent.objects.filter(name__startswith="Entries")]


def status(row: LibraryEntry) -> tuple[str, str]:
    row.refresh_from_db()
    return row.status, row.reason


def verbs(world: World, subjects: Iterable[str]) -> list[str]:
    with scope(world.operator):
        return list(LedgerLine.objects.filter(subject__in=list(subjects)).order_by("id").values_list("verb", flat=True))


def test_publishing_lists_and_tells(world: World, row: LibraryEntry) -> None:
    assert (row.status, row.subclass, row.technical_field, row.listed_on) == ("listed", "H01F", 1, clock.today())
    assert events() == [("EntriesPublished", [row.pk])]
    assert verbs(world, [f"entry:{row.pk}"]) == ["resources.publish"]


def test_the_same_content_again_changes_nothing(world: World, row: LibraryEntry) -> None:
    outcome = actions.publish_entry(world.operator, entry=new_entry(world.orgs["lake_university"]))
    assert (outcome.listed, outcome.unlisted, outcome.unchanged) == ((), (), 1)
    assert queries.entry_by_number(row.number).revision == row.revision == 1  # type: ignore[union-attr]
    assert len(events()) == 1


def test_changed_content_is_another_revision(world: World, row: LibraryEntry) -> None:
    [again] = published(world, new_entry(world.orgs["lake_university"], maturity=7))
    assert (again.pk, again.maturity, again.revision) == (row.pk, 7, 2)
    assert events()[-1] == ("EntriesPublished", [row.pk])


def test_what_is_not_offered_is_never_listed_and_leaves_when_it_was(world: World, row: LibraryEntry) -> None:
    school = world.orgs["lake_university"]
    assert published(world, new_entry(school, 2, willingness=())) == []
    published(world, new_entry(school, willingness=()))
    assert status(row) == (states.WITHDRAWN, states.NOT_OFFERED)
    assert events()[-1] == ("EntriesWithdrawn", [row.pk])
    published(world, new_entry(school))
    assert status(row) == (states.LISTED, "")


def test_a_lapsed_right_is_published_suspended_and_listed_once_it_holds(world: World) -> None:
    school = world.orgs["lake_university"]
    [row] = published(world, new_entry(school, legal_status="ended"))
    assert status(row) == (states.SUSPENDED, states.NOT_IN_FORCE)
    assert events() == []
    published(world, new_entry(school))
    assert status(row) == (states.LISTED, "")


def test_a_number_published_by_another_institution_stays_theirs(world: World, row: LibraryEntry) -> None:
    other = new_entry(world.orgs["hill_university"], patent_id=99)
    outcome = actions.publish_entry(world.operator, entry=other)
    assert outcome.taken == (row.number,)
    assert queries.entry_by_number(row.number).institution_id == world.orgs["lake_university"].id  # type: ignore[union-attr]


def test_a_grant_takes_the_place_of_its_application(world: World, row: LibraryEntry) -> None:
    [granted] = published(world, new_entry(world.orgs["lake_university"], publication_no="CN102000009B"))
    assert granted.pk == row.pk
    assert LibraryEntry.objects.count() == 1


def test_one_batch_with_a_number_twice_publishes_it_once(world: World) -> None:
    first = new_entry(world.orgs["lake_university"], 1)
    second = new_entry(world.orgs["hill_university"], 1, patent_id=2)
    outcome = actions.publish_entries(world.operator, entries=[first, second])
    assert (len(outcome.listed), outcome.taken) == (1, (first.number,))


def test_an_entry_without_any_number_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        actions.publish_entry(world.operator, entry=new_entry(world.orgs["lake_university"], publication_no=""))


def test_an_office_publishes_its_own_only(world: World) -> None:
    office = world.actor("office")
    assert actions.publish_entry(office, entry=new_entry(world.orgs["lake_university"])).listed
    with pytest.raises(NotAllowed):
        actions.publish_entry(office, entry=new_entry(world.orgs["hill_university"], 2))
    with pytest.raises(NotAllowed):
        actions.publish_entry(world.actor("hunan"), entry=new_entry(world.orgs["lake_university"], 3))


def test_an_owner_withdraws_with_a_reason_and_nothing_published_brings_it_back(world: World, row: LibraryEntry) -> None:
    office = world.actor("office")
    with pytest.raises(Invalid, match="原因"):
        actions.withdraw_entry(office, entry_id=row.pk, reason="  ")
    actions.withdraw_entry(office, entry_id=row.pk, reason="正在与一家企业独家谈判")
    assert status(row) == (states.WITHDRAWN, states.OWNER)
    assert events()[-1] == ("EntriesWithdrawn", [row.pk])
    published(world, new_entry(world.orgs["lake_university"], maturity=9))
    assert status(row) == (states.WITHDRAWN, states.OWNER)
    assert row.maturity == 9
    with pytest.raises(WrongState):
        actions.withdraw_entry(office, entry_id=row.pk, reason="再撤一次")


def test_an_owner_relists_what_it_withdrew(world: World, row: LibraryEntry) -> None:
    office = world.actor("office")
    actions.withdraw_entry(office, entry_id=row.pk, reason="误入库")
    actions.relist_entry(office, entry_id=row.pk)
    assert status(row) == (states.LISTED, "")
    assert events()[-1] == ("EntriesPublished", [row.pk])
    with pytest.raises(WrongState):
        actions.relist_entry(office, entry_id=row.pk)


def test_what_has_lapsed_meanwhile_cannot_be_relisted(world: World, row: LibraryEntry) -> None:
    office = world.actor("office")
    actions.withdraw_entry(office, entry_id=row.pk, reason="误入库")
    published(world, new_entry(world.orgs["lake_university"], legal_status="ended"))
    with pytest.raises(WrongState, match="有效期"):
        actions.relist_entry(office, entry_id=row.pk)


def test_another_institution_finds_nothing_to_withdraw(world: World, row: LibraryEntry) -> None:
    with pytest.raises(NotFound):
        actions.withdraw_entry(world.actor("other_office"), entry_id=row.pk, reason="不是我的")
    for person in ("hunan", "inventor", "enterprise"):
        with pytest.raises(NotAllowed):
            actions.withdraw_entry(world.actor(person), entry_id=row.pk, reason="没有权限")
    assert status(row) == (states.LISTED, "")


def test_reopening_the_inventory_takes_it_off_and_accepting_again_brings_it_back(
    world: World, row: LibraryEntry
) -> None:
    assert actions.withdraw_reopened(world.operator, dossier_ids=[row.dossier_id]) == 1
    assert status(row) == (states.WITHDRAWN, states.REOPENED)
    assert actions.withdraw_reopened(world.operator, dossier_ids=[row.dossier_id]) == 0
    published(world, new_entry(world.orgs["lake_university"]))
    assert status(row) == (states.LISTED, "")


def test_a_withdrawal_ends_with_a_new_inventory(world: World, row: LibraryEntry) -> None:
    actions.withdraw_entry(world.actor("office"), entry_id=row.pk, reason="误入库")
    actions.withdraw_reopened(world.operator, dossier_ids=[row.dossier_id])
    assert status(row) == (states.WITHDRAWN, states.REOPENED)
    published(world, new_entry(world.orgs["lake_university"]))
    assert status(row) == (states.LISTED, "")


def test_what_expires_today_is_suspended_today(world: World) -> None:
    school = world.orgs["lake_university"]
    expiring, staying = published(world, new_entry(school, 1, expires_on=date(2030, 5, 1)), new_entry(school, 2))
    with clock.clock_at(datetime(2030, 4, 30, 12, tzinfo=UTC)):
        assert actions.suspend_lapsed(world.operator) == 0
    with clock.clock_at(datetime(2030, 5, 1, 12, tzinfo=UTC)):
        assert actions.suspend_lapsed(world.operator) == 1
        assert actions.suspend_lapsed(world.operator) == 0
    assert status(expiring) == (states.SUSPENDED, states.NOT_IN_FORCE)
    assert status(staying) == (states.LISTED, "")
    assert events()[-1] == ("EntriesWithdrawn", [expiring.pk])
    with pytest.raises(NotAllowed):
        actions.suspend_lapsed(world.actor("office"))


def test_three_thousand_are_published_in_one_action(world: World) -> None:
    school = world.orgs["lake_university"]
    entries = [new_entry(school, serial) for serial in range(3_000)]
    assert len(actions.publish_entries(world.operator, entries=entries).listed) == 3_000
    again = actions.publish_entries(world.operator, entries=entries)
    assert (again.listed, again.unchanged) == ((), 3_000)
    assert len(events()) == 1
