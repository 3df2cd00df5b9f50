"""From an accepted dossier to the public catalogue and back, through the outbox as in a running node."""

import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.world import TAIYUAN, World

from huoshui.inventory import public as inventory
from huoshui.kernel import clock
from huoshui.kernel.actor import operator
from huoshui.kernel.outbox import deliver_waiting
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents
from huoshui.patents.tests.files import GRANT, UTILITY, csv_file
from huoshui.resources import actions, jobs, queries, states
from huoshui.resources.index import library_index
from huoshui.resources.models import LibraryEntry
from huoshui.resources.tests.entries import new_entry, published
from huoshui.search.public import Query

VALUES = {
    "implementation": "未实施",
    "willingness": "转让|许可",
    "maturity": "5级 初样级",
    "self_grade": "四星",
    "scene": "动力电池包",
    "prospects": "可用于储能",
    "industry_codes": "C38",
    "fiscal_funded": "否",
}

Load = Callable[..., None]


@pytest.fixture
def load(world: World, tmp_path: Path) -> Load:
    def run(*rows: Any) -> None:
        path = csv_file(tmp_path, *rows)
        patents.import_patents(world.operator, path=path, file_name=path.name)
        deliver()

    return run


def deliver() -> None:
    while deliver_waiting(operator("job")):
        pass


def accept(world: World, **changes: str) -> list[int]:
    with scope(world.operator):
        loaded = [card.id for card in patents.iterate_cards()]
        dossier_ids = list(inventory.dossier_ids_of_patents(loaded).values())
    inventory.register_dossiers(world.operator, contents={one: VALUES | changes for one in dossier_ids})
    deliver()
    return dossier_ids


def entry(number: str = "CN107000001B") -> LibraryEntry:
    row = queries.entry_by_number(number)
    assert row is not None
    return row


def found(text: str) -> int:
    return library_index().search(Query(text)).total


def test_an_accepted_dossier_is_in_the_catalogue_with_its_public_values(world: World, load: Load) -> None:
    load(GRANT)
    accept(world)
    row = entry()
    assert (row.status, row.institution, row.region) == (states.LISTED, "南湖试验大学", 430100)
    assert (row.maturity, row.willingness, row.scene) == (5, ["assignment", "licence"], "动力电池包")
    assert (row.legal_status, row.expires_on) == ("in_force", date(2037, 7, 21))
    assert found("动力电池") == 1
    assert not queries.not_indexed().exists()


def test_what_nobody_offers_is_not_published(world: World, load: Load) -> None:
    load(GRANT)
    accept(world, willingness="")
    assert queries.entry_by_number("CN107000001B") is None


def test_reopening_takes_it_out_of_catalogue_and_index(world: World, load: Load) -> None:
    load(GRANT)
    dossier_ids = accept(world)
    inventory.reopen_dossiers(world.operator, dossier_ids=dossier_ids)
    deliver()
    assert (entry().status, entry().reason) == (states.WITHDRAWN, states.REOPENED)
    assert found("动力电池") == 0


def test_a_load_that_says_the_right_has_ended_takes_it_off(world: World, load: Load) -> None:
    with clock.clock_at(datetime(2025, 1, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))):
        load(GRANT, UTILITY)
        accept(world)
    with clock.clock_at(datetime(2025, 2, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))):
        load(GRANT | {"法律状态": "失效"})
    assert (entry().status, entry().reason) == (states.SUSPENDED, states.NOT_IN_FORCE)
    assert found("动力电池") == 1  # the other one
    with clock.clock_at(datetime(2025, 3, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))):
        load(GRANT)
    assert entry().status == states.LISTED


def test_a_right_that_ended_leaves_the_catalogue_at_once(world: World, load: Load) -> None:
    """Worked out from a legal event, without any load."""
    load(GRANT, UTILITY)
    accept(world)
    assert found("动力电池") == 2
    row = entry()
    ended = patents.RightState(row.patent_id, "ended", date(2025, 1, 1))
    assert patents.apply_rights(world.operator, states=[ended]) == 1
    deliver()
    assert (entry().status, entry().reason) == (states.SUSPENDED, states.NOT_IN_FORCE)
    assert (found("动力电池"), row.pk in library_index().search(Query("动力电池")).ids) == (1, False)
    again = patents.RightState(row.patent_id, "in_force", date(2037, 7, 21))
    assert patents.apply_rights(world.operator, states=[again]) == 1
    deliver()
    assert entry().status == states.LISTED


def test_telling_an_event_twice_changes_nothing(world: World, load: Load) -> None:
    load(GRANT)
    dossier_ids = accept(world)
    revision = entry().revision
    jobs.publish_accepted(operator("job"), dossier_ids)
    jobs.refresh_loaded(operator("job"), 1, 0)
    assert entry().revision == revision


def test_an_index_that_cannot_be_written_holds_nothing_up(world: World, caplog: pytest.LogCaptureFixture) -> None:
    [row] = published(world, new_entry(world.orgs["lake_university"]))
    jobs.index_changes(world.operator)
    generation = library_index().generations.current()
    assert generation is not None
    (generation / "stamp").write_text("an older program")
    actions.withdraw_entry(world.actor("office"), entry_id=row.pk, reason="误入库")
    assert jobs.index_changes(world.operator) == 0
    assert "huoshui search rebuild" in caplog.text
    actions.rebuild_index(world.operator)
    assert jobs.index_changes(world.operator) == 1
    assert not queries.not_indexed().exists()


def test_a_lost_index_is_not_begun_anew_with_the_latest_changes_only(
    world: World, search_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    school = world.orgs["lake_university"]
    published(world, new_entry(school, 1))
    jobs.index_changes(world.operator)
    shutil.rmtree(search_folder / "library")
    published(world, new_entry(school, 2))
    assert jobs.index_changes(world.operator) == 0
    assert "huoshui search rebuild" in caplog.text
    assert not library_index().exists()
    assert actions.rebuild_index(world.operator) == 2


@pytest.mark.parametrize("accident", ["lost", "of an older program", "broken"])
def test_the_next_minute_builds_an_index_again_that_cannot_be_read(
    world: World, search_folder: Path, accident: str
) -> None:
    school = world.orgs["lake_university"]
    published(world, new_entry(school, 1))
    jobs.index_changes(world.operator)
    generation = library_index().generations.current()
    assert generation is not None
    if accident == "lost":
        shutil.rmtree(search_folder / "library")
    elif accident == "broken":
        (generation / "meta.json").write_text("{")
    else:
        (generation / "stamp").write_text("an older program")
    published(world, new_entry(school, 2))
    jobs.tell_again(0)
    assert library_index().search(Query(limit=5)).total == 2
    before = library_index().generations.current()
    jobs.tell_again(0)
    assert library_index().generations.current() == before


def test_nothing_is_built_where_nothing_was_published(world: World, search_folder: Path) -> None:
    jobs.tell_again(0)
    assert not library_index().exists()


def test_what_has_lapsed_leaves_list_and_index_within_the_hour(world: World) -> None:
    [row] = published(world, new_entry(world.orgs["lake_university"], expires_on=date(2030, 5, 1)))
    jobs.index_changes(world.operator)
    with clock.clock_at(datetime(2030, 5, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))):
        jobs.tell_the_truth(0)
    row.refresh_from_db()
    assert row.status == states.SUSPENDED
    assert found("超导") == 0


def test_the_catalogue_follows_an_institution_to_another_name_and_place(world: World, load: Load) -> None:
    load(GRANT)
    accept(world)
    school = world.orgs["lake_university"]
    day = clock.today()
    orgs.rename_organisation(world.operator, organisation_id=school.id, name="南湖试验理工大学", on=day)
    orgs.move_organisation(world.operator, organisation_id=school.id, region=TAIYUAN, on=day)
    deliver()
    entry, card = LibraryEntry.objects.get(), orgs.card(school.id)
    assert card is not None
    assert (entry.institution, entry.region) == ("南湖试验理工大学", TAIYUAN)
    assert (entry.seat, entry.line_seat) == (card.seat, card.line_seat)
    assert entry.revision == entry.indexed_revision
    assert list(library_index().search(Query(text="南湖试验理工大学")).ids) == [entry.pk]


def test_the_catalogue_follows_a_merged_institution(world: World, load: Load) -> None:
    load(GRANT)
    accept(world)
    school, hospital = world.orgs["lake_university"], world.orgs["lake_hospital"]
    orgs.merge_organisations(world.operator, kept_id=hospital.id, merged_id=school.id, on=clock.today())
    deliver()
    entry = LibraryEntry.objects.get()
    assert (entry.institution_id, entry.institution, entry.seat) == (hospital.id, hospital.name, hospital.seat)
