"""Loading files, editions side by side, switching between them."""

from pathlib import Path

import pytest
from tests.classing.tables import CONCORDANCE, EMERGING, INTENSIVE, workbook
from tests.permissions.stage import deliver
from tests.world import World

from huoshui.classification import actions, public, queries
from huoshui.classification.models import TableEdition, TableEntry
from huoshui.kernel.errors import Conflict, Invalid, NotAllowed
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.tenancy import scope


def load(world: World, path: Path, **more: str) -> actions.LoadOutcome:
    return actions.load_table(world.operator, path=path, file_name=path.name, origin=actions.Origin(**more))


def industries(classes: list[str]) -> dict[str, str]:
    return {one.code: one.label for one in public.classify(classes) if one.scheme == "gbt4754"}


def test_the_first_edition_takes_the_place_of_our_own_table(world: World, tmp_path: Path) -> None:
    assert industries(["H01M10/0525"]) == {"38": "电气机械和器材制造业", "26": "化学原料和化学制品制造业"}
    outcome = load(world, workbook(tmp_path / "a.xlsx", CONCORDANCE), edition="2018")
    assert (outcome.state, outcome.table, outcome.entries, outcome.is_active) == ("loaded", "ipc_gbt4754", 6, True)
    assert industries(["H01M10/0525"]) == {"3841": "锂离子电池制造"}
    [told] = [one for one in public.classify(["H01M10/0525"]) if one.scheme == "gbt4754"]
    assert told.version == "2018"


def test_the_same_file_again_changes_nothing_and_another_one_needs_another_name(world: World, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", CONCORDANCE)
    first = load(world, path, edition="2018")
    again = load(world, path, edition="2018")
    assert (again.state, again.edition_id) == ("same", first.edition_id)
    assert (TableEdition.objects.count(), TableEntry.objects.count()) == (1, 6)
    other = workbook(tmp_path / "b.xlsx", CONCORDANCE[:8])
    with pytest.raises(Conflict):
        load(world, other, edition="2018")


def test_a_second_edition_waits_until_somebody_switches_and_may_go_back(world: World, tmp_path: Path) -> None:
    load(world, workbook(tmp_path / "a.xlsx", CONCORDANCE), edition="2018")
    second = load(world, workbook(tmp_path / "b.xlsx", CONCORDANCE[:7]), edition="2015")
    assert not second.is_active
    assert industries(["H01M8/02"]) == {"3849": "其他电池制造"}
    assert public.use_edition(world.operator, table="ipc_gbt4754", edition="2015") == 4
    assert industries(["H01M8/02"]) == {}
    with scope(world.operator):
        line = LedgerLine.objects.get(verb="classification.switch")
        assert line.facts == {"before": "2018", "after": "2015", "added": 0, "removed": 4}
    public.use_edition(world.operator, table="ipc_gbt4754", edition="own")
    assert "38" in industries(["H01M8/02"])
    assert queries.active_edition("ipc_gbt4754") is None


def test_a_bad_row_refuses_the_file_and_a_dry_run_writes_nothing(world: World, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [*CONCORDANCE, (None, None, "电池")])
    with pytest.raises(Invalid) as refused:
        load(world, path)
    assert [(one.line, one.column, one.value) for one in refused.value.problems] == [(11, "IPC", "电池")]
    checked = actions.load_table(world.operator, path=path, file_name=path.name, dry_run=True)
    assert (checked.state, checked.problem_count, TableEdition.objects.count()) == ("checked", 1, 0)
    taken = actions.load_table(world.operator, path=path, file_name=path.name, skip_bad_rows=True)
    assert (taken.state, taken.entries) == ("loaded", 6)


def test_the_numbering_of_2021_is_taken_once_its_classification_is_loaded(world: World, tmp_path: Path) -> None:
    rules = workbook(tmp_path / "2021.xlsx", [*EMERGING, ("1.6.1", "人工智能软件", "G06N*", None)])
    with pytest.raises(Invalid, match="1 处"):
        load(world, rules)
    tree = workbook(tmp_path / "sei.xlsx", [("代码", "名称"), ("1.6", "人工智能"), ("5.2", "装置"), ("5.3", "设施")])
    load(world, tree, edition="2021")
    load(world, rules, edition="2021")
    told = [(one.code, one.label) for one in public.classify(["G06N3/08"]) if one.scheme == "sei"]
    assert told == [("1.6.1", "人工智能软件")]


def test_a_condition_of_words_holds_for_the_patent_that_has_them(world: World, tmp_path: Path) -> None:
    load(world, workbook(tmp_path / "sei.xlsx", EMERGING))
    codes = lambda title: [one.code for one in public.classify(["H02J7/00"], title=title) if one.scheme == "sei"]  # noqa: E731
    assert codes("一种电动汽车充电桩") == ["5.3.1"]
    assert codes("一种充电桩") == []


def test_intensive_industries_are_told_only_with_list_and_concordance(world: World, tmp_path: Path) -> None:
    def told() -> list[str]:
        return [one.code for one in public.classify(["H01M10/0525"]) if one.scheme == "patent_intensive"]

    load(world, workbook(tmp_path / "list.xlsx", INTENSIVE), edition="2019")
    assert told() == []
    load(world, workbook(tmp_path / "a.xlsx", CONCORDANCE), edition="2018")
    assert told() == ["新装备制造业"]


def test_who_looks_after_the_node_loads_and_nobody_else(world: World, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", CONCORDANCE)
    for person in ("hunan", "office", "national"):
        with pytest.raises(NotAllowed):
            actions.load_table(world.actor(person), path=path, file_name=path.name)


def test_a_switch_counts_every_institution_anew(loaded: World, tmp_path: Path) -> None:
    with scope(loaded.operator):
        before = {one.code for one in queries.sums("gbt4754")}
    load(loaded, workbook(tmp_path / "a.xlsx", CONCORDANCE), edition="2018")
    deliver(loaded)
    with scope(loaded.operator):
        after = {one.code: one.patents for one in queries.sums("gbt4754")}
    assert before != set(after)
    assert set(after) == {"38"}
