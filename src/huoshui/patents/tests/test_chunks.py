"""Loads in several chunks: interrupted, repeated, from two sides, and what each chunk leaves behind."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.world import World

from huoshui.kernel.actor import operator
from huoshui.kernel.errors import Conflict, WrongState
from huoshui.kernel.models import LedgerLine, OutboxEvent
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
from huoshui.patents import actions, import_jobs, imports, states
from huoshui.patents import public as patents
from huoshui.patents.finding import HEARD
from huoshui.patents.loading import comparing, staging
from huoshui.patents.loading.spool import Spool, digest_of
from huoshui.patents.models import ImportRun, Patent
from huoshui.patents.search import NAME
from huoshui.patents.tests.files import APPLICATION, GRANT, UTILITY, csv_file
from huoshui.patents.turns import apply_in_turns
from huoshui.search.public import has_waiting

pytestmark = pytest.mark.django_db
ROWS = [UTILITY | {"公开（公告）号": f"CN2081000{number:02}U", "标题": f"托盘 {number}"} for number in range(12)]


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huoshui.patents.actions.loading.CHUNK_ROWS", 5)


@pytest.fixture
def checked(world: World, tmp_path: Path) -> Callable[..., int]:
    def begin(*rows: Any, name: str = "patents.csv") -> int:
        path = csv_file(tmp_path, *rows, name=name)
        run_id = actions.begin_import(world.operator, digest=digest_of(path), file_name=name)
        imports.check(world.operator, run_id, path)
        return run_id

    return begin


def run_of(world: World, run_id: int) -> ImportRun:
    with scope(world.operator):
        found: ImportRun = ImportRun.objects.get(pk=run_id)
    return found


def held(world: World) -> int:
    with scope(world.operator):
        return int(Patent.objects.count())


def test_each_chunk_leaves_rows_place_ledger_line_and_event_together(
    world: World, checked: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = checked(*ROWS)
    actions.confirm_import(world.operator, import_run_id=run_id)
    assert actions.apply_chunk(world.operator, import_run_id=run_id)
    assert (held(world), run_of(world, run_id).next_row) == (5, 5)
    monkeypatch.setattr("huoshui.patents.actions.loading.emit", broken)
    with pytest.raises(ConnectionError):
        actions.apply_chunk(world.operator, import_run_id=run_id)
    monkeypatch.undo()
    assert (held(world), run_of(world, run_id).next_row) == (5, 5)


def broken(*_: Any) -> None:
    raise ConnectionError("cut")


def test_a_load_goes_on_where_it_was_broken_off(world: World, checked: Callable[..., int]) -> None:
    run_id = checked(*ROWS)
    actions.confirm_import(world.operator, import_run_id=run_id)
    actions.apply_chunk(world.operator, import_run_id=run_id)
    import_jobs.go_on(run_id, import_jobs.packed(world.operator))
    run = run_of(world, run_id)
    assert (run.state, run.new, run.part, held(world)) == (states.DONE, 12, 3, 12)
    assert [one.payload["part"] for one in OutboxEvent.objects.filter(name="PatentsLoaded").order_by("id")] == [1, 2, 3]
    with scope(world.operator):
        assert LedgerLine.objects.filter(verb="patents.import").count() == 3
        assert len(patents.ids_loaded(run_id, 2)) == 5
        assert len(patents.ids_loaded(run_id)) == 12
    import_jobs.go_on(run_id, import_jobs.packed(world.operator))  # the job again, though all is done
    with pytest.raises(WrongState):
        actions.apply_chunk(world.operator, import_run_id=run_id)


def test_a_chunk_that_another_process_has_written_meanwhile_is_not_written_again(
    world: World, checked: Callable[..., int]
) -> None:
    run_id = checked(*ROWS)
    actions.confirm_import(world.operator, import_run_id=run_id)
    with pytest.raises(Conflict):
        actions.apply_chunk(
            world.operator,
            import_run_id=run_id,
            first=0,
            turn=lambda: ImportRun.objects.filter(pk=run_id).update(next_row=5) and None,
        )
    assert held(world) == 0


def test_chunks_are_written_in_turn_and_none_after_one_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    ready, written = set(), []

    def apply(_actor: Any, *, import_run_id: int, first: int, turn: Callable[[], None]) -> None:
        ready.add(first)
        turn()
        if first == 30:
            raise ConnectionError("cut")
        written.append(first)

    monkeypatch.setattr("huoshui.patents.actions.apply_chunk", apply)
    with pytest.raises(ConnectionError):
        apply_in_turns(operator("cli"), 1, range(0, 90, 10))
    assert written == [0, 10, 20]
    assert ready <= {0, 10, 20, 30, 40}


def test_two_loads_of_the_same_patents_that_were_checked_together_do_not_double(
    world: World, checked: Callable[..., int]
) -> None:
    first, second = checked(*ROWS, name="a.csv"), checked(*ROWS, name="b.csv")
    for run_id in (first, second):
        actions.confirm_import(world.operator, import_run_id=run_id)
    for run_id in (first, second, first, second, first, second):
        actions.apply_chunk(world.operator, import_run_id=run_id)
    assert held(world) == 12
    runs = [run_of(world, run_id) for run_id in (first, second)]
    assert [(run.state, run.new, run.same) for run in runs] == [(states.DONE, 12, 0), (states.DONE, 0, 12)]


def test_a_later_text_in_another_chunk_leaves_the_earlier_one_out(world: World, checked: Callable[..., int]) -> None:
    run_id = checked(APPLICATION, *ROWS, GRANT)
    actions.confirm_import(world.operator, import_run_id=run_id)
    outcome = imports.finish(world.operator, run_id)
    assert (outcome.counts.new, outcome.counts.superseded, outcome.counts.changed) == (13, 1, 0)


def test_the_same_number_twice_with_other_words_is_named_across_chunks(
    world: World, checked: Callable[..., int]
) -> None:
    run = run_of(world, checked(*ROWS, ROWS[0] | {"标题": "别的"}, ROWS[1]))
    assert [(one["line"], one["code"]) for one in run.problems] == [(14, "duplicate_row")]
    assert (run.rows, run.new, run.superseded, run.refused) == (14, 12, 1, 1)


def test_a_load_that_is_stopped_keeps_what_it_has_loaded(world: World, checked: Callable[..., int]) -> None:
    run_id = checked(*ROWS)
    actions.confirm_import(world.operator, import_run_id=run_id)
    actions.apply_chunk(world.operator, import_run_id=run_id)
    actions.give_up_import(world.operator, import_run_id=run_id)
    assert (run_of(world, run_id).state, held(world)) == (states.GIVEN_UP, 5)
    assert not Spool(run_of(world, run_id).spool).folder.exists()


def test_a_check_that_was_killed_begins_again(world: World, tmp_path: Path, checked: Callable[..., int]) -> None:
    path = csv_file(tmp_path, *ROWS)
    run_id = actions.begin_import(world.operator, digest=digest_of(path), file_name=path.name)
    Spool(run_of(world, run_id).spool).path("lines").write_bytes(b"half a li")
    imports.check(world.operator, run_id, path)
    actions.confirm_import(world.operator, import_run_id=run_id)
    assert imports.finish(world.operator, run_id).counts.new == 12


def test_the_life_of_an_import_and_of_a_contradiction_has_no_dead_end() -> None:
    assert states.IMPORT.faults() == []
    assert states.DISAGREEMENT.faults() == []


def test_a_large_file_is_read_by_two_children_in_its_own_order(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huoshui.patents.loading.reading.SMALL", 0)
    path = csv_file(tmp_path, *ROWS, UTILITY | {"公开（公告）日": "?"})
    outcome = patents.import_patents(world.operator, path=path, file_name=path.name, skip_bad_rows=True)
    assert (outcome.counts.new, outcome.counts.refused) == (12, 1)
    assert [one.line for one in outcome.problems] == [14]
    with scope(world.operator):
        assert [row.title for row in Patent.objects.order_by("id")] == [row["标题"] for row in ROWS]


@pytest.mark.parametrize("texts", [(APPLICATION, GRANT), (GRANT, APPLICATION)])
def test_two_texts_of_a_patent_in_two_halves_of_a_large_file_make_one_patent(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts: tuple[dict[str, str], dict[str, str]]
) -> None:
    """Each half is read by a child of its own, which numbers institutions by itself."""
    monkeypatch.setattr("huoshui.patents.loading.reading.SMALL", 0)
    first, last = texts
    path = csv_file(tmp_path, first, *ROWS, last)
    outcome = patents.import_patents(world.operator, path=path, file_name=path.name)
    assert (outcome.counts.new, outcome.counts.superseded) == (13, 1)
    with scope(world.operator):
        assert Patent.objects.get(application_no="201710601862.3").publication_no == "CN107000001B"
    again = patents.import_patents(world.operator, path=path, file_name=path.name)
    assert (again.counts.same, again.counts.superseded) == (13, 1)


def test_institutions_that_become_one_between_check_and_load_do_not_stop_it(
    world: World, checked: Callable[..., int]
) -> None:
    run_id = checked(APPLICATION | {"申请人": "北湖试验学院"}, GRANT | {"申请人": "北湖试验大学"})
    assert run_of(world, run_id).new == 2
    new = orgs.NewOrganisation(
        name="北湖试验大学", kind="institution", institution_type="university", region=430100, line=1
    )
    orgs.open_organisations(world.operator, new=[new])
    [school] = orgs.ids_by_name("institution", ["北湖试验大学"]).values()
    orgs.add_alias(world.operator, organisation_id=school, name="北湖试验学院", on=date(2020, 1, 1))
    actions.confirm_import(world.operator, import_run_id=run_id)
    outcome = imports.finish(world.operator, run_id)
    assert (outcome.counts.new, outcome.counts.superseded + outcome.counts.same) == (1, 1)
    with scope(world.operator):
        assert Patent.objects.get().publication_no == "CN107000001B"


def test_the_index_is_behind_from_the_commit_of_a_chunk_on(world: World, checked: Callable[..., int]) -> None:
    """The event has still to be told; told, it lets the patents wait, and only the index's own hearing ends that."""
    run_id = checked(*ROWS)
    assert not has_waiting(NAME, events=HEARD)
    actions.confirm_import(world.operator, import_run_id=run_id)
    actions.apply_chunk(world.operator, import_run_id=run_id)
    assert not has_waiting(NAME)
    assert has_waiting(NAME, events=HEARD)


def test_rows_that_are_known_are_judged_a_bounded_number_at_a_time(
    world: World, checked: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A block of the file that is known whole comes in one piece, and pieces are counted by their rows."""
    first = checked(*ROWS)
    actions.confirm_import(world.operator, import_run_id=first)
    imports.finish(world.operator, first)
    monkeypatch.setattr(comparing, "JUDGED_AT_ONCE", 4)
    staged: list[int] = []

    def stage(lines: Sequence[bytes]) -> None:
        staged.append(sum(one.count(b"\n") for one in lines))
        staging.stage(lines)

    monkeypatch.setattr(comparing, "stage", stage)
    again = run_of(world, checked(*(row | {"标题": f"新名 {at}"} for at, row in enumerate(ROWS))))
    assert (again.changed, sum(staged)) == (12, 12)
    assert max(staged) <= 5  # a block is a chunk of five rows here
