"""The workbook goes out prefilled, comes back filled, and is taken whole or not at all."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.permissions.stage import DOSSIER, NUMBERS, OWN, TITLES, deliver, import_patents
from tests.world import World

from huoshui.inventory import queries, sheets
from huoshui.inventory.actions import import_dossiers
from huoshui.inventory.models import Dossier
from huoshui.kernel.errors import Invalid, NotAllowed
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.patents.tests.files import GRANT

HEADINGS = {
    "fiscal_funded": "是否属于财政资助科研项目形成的专利",
    "implementation": "专利实施状态（含产业化）",
    "willingness": "转化意愿（可接受的转化方式）",
    "maturity": "技术成熟度",
    "self_grade": "专利价值分级自评",
    "scene": "应用场景",
}
FILLED = {name: DOSSIER[name] for name in HEADINGS}


@pytest.fixture
def waiting(world: World, tmp_path: Path) -> World:
    import_patents(world, tmp_path)
    deliver(world)
    return world


def workbook_of(world: World, who: str) -> Any:
    actor = world.actor(who)
    with scope(actor):
        content = sheets.filled_workbook(queries.dossiers_to_fill(actor), demonstration=False)
    return load_workbook(BytesIO(content))


def fill(world: World, path: Path, changes: Mapping[str, str], *, who: str = "office") -> Path:
    book = workbook_of(world, who)
    page = book.worksheets[0]
    places = {str(cell.value).rstrip("*"): cell.column for cell in page[1]}
    for name, text in changes.items():
        page.cell(2, places[HEADINGS.get(name, name)], text)
    book.save(path)
    return path


def the_dossier(world: World) -> Dossier:
    with scope(world.actor("office")):
        dossier: Dossier = Dossier.objects.get()
        return dossier


def test_the_workbook_names_the_patent_and_holds_what_the_text_says(waiting: World) -> None:
    page = workbook_of(waiting, "office").worksheets[0]
    rows = list(page.iter_rows(values_only=True))
    assert len(rows) == 2
    assert NUMBERS[OWN] in rows[1]
    assert TITLES[OWN] in rows[1]
    known = dict(zip(rows[0], rows[1], strict=True))
    assert known["产业领域（国民经济行业代码）"]
    assert known["技术成熟度"] is None  # a level is a person's choice


def test_a_filled_sheet_is_submitted_as_the_form_would(waiting: World, tmp_path: Path) -> None:
    path = fill(waiting, tmp_path / "filled.xlsx", FILLED)
    assert import_dossiers(waiting.actor("office"), path=path, file_name="filled.xlsx") == 1
    dossier = the_dossier(waiting)
    assert dossier.state == "college_review"
    assert dossier.values["willingness"] == ["assignment", "licence"]
    assert dossier.values["fiscal_funded"] is False


def test_a_gap_names_line_and_column_and_nothing_is_written(waiting: World, tmp_path: Path) -> None:
    path = fill(waiting, tmp_path / "filled.xlsx", {**FILLED, "self_grade": ""})
    with pytest.raises(Invalid) as refused:
        import_dossiers(waiting.actor("office"), path=path, file_name="filled.xlsx")
    [problem] = refused.value.problems
    assert (problem.file, problem.line, problem.column) == ("filled.xlsx", 2, "专利价值分级自评")
    assert the_dossier(waiting).state == "unopened"


def test_a_value_outside_the_list_is_refused_with_its_place(waiting: World, tmp_path: Path) -> None:
    path = fill(waiting, tmp_path / "filled.xlsx", {**FILLED, "maturity": "11级"})
    with pytest.raises(Invalid) as refused:
        import_dossiers(waiting.actor("office"), path=path, file_name="filled.xlsx")
    assert [(one.line, one.column, one.value) for one in refused.value.problems] == [(2, "技术成熟度", "11级")]


def test_a_second_time_the_sheet_is_refused_because_it_waits_for_review(waiting: World, tmp_path: Path) -> None:
    path = fill(waiting, tmp_path / "filled.xlsx", FILLED)
    import_dossiers(waiting.actor("office"), path=path, file_name="filled.xlsx")
    with pytest.raises(Invalid) as refused:
        import_dossiers(waiting.actor("office"), path=path, file_name="filled.xlsx")
    assert [one.code for one in refused.value.problems] == ["wrong_state"]


def test_anothers_sheet_says_that_the_patents_are_not_ours(waiting: World, tmp_path: Path) -> None:
    path = fill(waiting, tmp_path / "filled.xlsx", FILLED)
    with pytest.raises(Invalid) as refused:
        import_dossiers(waiting.actor("other_office"), path=path, file_name="filled.xlsx")
    assert [one.code for one in refused.value.problems] == ["not_ours"]


def test_a_draft_may_have_gaps_and_only_the_office_may_register(waiting: World, tmp_path: Path) -> None:
    path = fill(waiting, tmp_path / "filled.xlsx", {"scene": "电池包"})
    assert import_dossiers(waiting.actor("office"), path=path, file_name="a.xlsx", move="save") == 1
    assert the_dossier(waiting).state == "draft"
    with pytest.raises(NotAllowed):
        import_dossiers(waiting.actor("secretary"), path=path, file_name="a.xlsx", move="register")


def test_registering_accepts_and_publishes(waiting: World, tmp_path: Path, settings: Any) -> None:
    settings.SEARCH_FOLDER = tmp_path / "search"
    path = fill(waiting, tmp_path / "filled.xlsx", FILLED)
    import_dossiers(waiting.actor("office"), path=path, file_name="a.xlsx", move="register")
    assert the_dossier(waiting).state == "accepted"
    with scope(waiting.actor("office")):
        assert patents.count(waiting.actor("office")) == 1


def test_one_patent_named_by_either_of_its_numbers_in_two_rows_is_refused(
    world: World, opened: dict[str, int], tmp_path: Path
) -> None:
    path = tmp_path / "two.csv"
    path.write_text(
        f"专利号/申请号,公开（公告）号,应用场景\n{GRANT['申请号']},,电池包\n,{GRANT['公开（公告）号']},别的\n", "utf-8"
    )
    with pytest.raises(Invalid) as refused:
        import_dossiers(world.actor("office"), path=path, file_name="two.csv", move="save")
    assert [(one.code, one.line) for one in refused.value.problems] == [("duplicate_row", 3)]
    with scope(world.actor("office")):
        assert Dossier.objects.get(pk=opened[GRANT["公开（公告）号"]]).state == "unopened"
