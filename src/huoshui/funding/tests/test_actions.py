"""What people declare, what rooms tell, and what a whole sheet does."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.permissions.stage import deliver
from tests.world import TAIYUAN, World

from huoshui.funding import actions, jobs, noting, queries, rules
from huoshui.funding.models import Declaration, Project, Reason
from huoshui.funding.noting import DossierWord
from huoshui.funding.rules import ProjectFacts
from huoshui.inventory import public as inventory
from huoshui.inventory.tests.dossiers import FILLED
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents

Loaded = dict[str, int]
FIRST, SECOND, YOUNG, HILL, WAITING = "CN107000001B", "CN208000002U", "CN208000012U", "CN208000003U", "CN107000009A"
PROJECT = ProjectFacts("nsfc", "nsfc", "51800001", "电池热管理基础研究", "南湖试验大学")


def row(world: World, patent_id: int) -> Declaration:
    with scope(world.operator):
        return queries.declaration_in_view(world.operator, patent_id)


def projects(world: World, patent_id: int) -> list[str]:
    with scope(world.operator):
        found = Project.objects.filter(declaration__patent_id=patent_id).order_by("id")
        return list(found.values_list("project_name", flat=True))


def said(patent_id: int, **changes: Any) -> DossierWord:
    facts: dict[str, Any] = {"fiscal_funded": True, "funding_project": "面上项目", "implementation": "none"} | changes
    return DossierWord(patent_id=patent_id, said_on=date(2026, 11, 1), **facts)


def test_a_load_opens_a_row_for_each_patent_even_before_its_grant(world: World, loaded: Loaded) -> None:
    first, waiting = row(world, loaded[FIRST]), row(world, loaded[WAITING])
    assert (first.state, first.is_funded, first.clock_ends_on) == ("noted", "unknown", date(2024, 7, 9))
    assert (waiting.granted_on, waiting.clock_ends_on) == (None, rules.NO_CLOCK)
    assert jobs.open_missing(world.operator) == 0
    assert jobs.follow(world.operator, list(loaded.values())) == 0


def test_an_office_declares_with_several_projects(world: World, loaded: Loaded) -> None:
    second = ProjectFacts("province", "province", "2022-1", "省级项目", "")
    actions.declare(
        world.actor("office"),
        patent_id=loaded[FIRST],
        is_funded=True,
        declared_on=date(2024, 3, 1),
        declared_projects=[PROJECT, second],
    )
    found = row(world, loaded[FIRST])
    assert (found.state, found.is_funded, found.projects, found.origin) == ("declared", "yes", 2, "declared")
    assert found.declared_by == world.users["office"]
    with scope(world.operator):
        [line] = LedgerLine.objects.filter(verb="funding.declare")
    assert line.facts == {"before": "noted", "after": "declared", "funded": "yes", "projects": 2}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"is_funded": None}, "is_funded"),
        ({"is_funded": True, "declared_on": date(2026, 11, 29)}, "declared_on"),
        ({"is_funded": False, "declared_projects": [PROJECT]}, "is_funded"),
        ({"is_funded": True, "declared_projects": [ProjectFacts(funder="nsfc")]}, "project_no"),
    ],
)
def test_what_a_declaration_lacks_is_named_by_field(
    world: World, loaded: Loaded, facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.declare(world.actor("office"), patent_id=loaded[FIRST], **facts)
    assert list(refusal.value.facts["fields"]) == [field]


def test_a_withdrawn_declaration_can_be_made_again_and_keeps_its_projects(world: World, loaded: Loaded) -> None:
    office, one = world.actor("office"), loaded[FIRST]
    with pytest.raises(WrongState):
        actions.withdraw(office, patent_id=one)
    actions.declare(office, patent_id=one, is_funded=True, declared_projects=[PROJECT])
    actions.withdraw(office, patent_id=one)
    assert (row(world, one).state, row(world, one).is_funded, row(world, one).projects) == ("withdrawn", "unknown", 1)
    with pytest.raises(WrongState):
        actions.add_project(office, patent_id=one, project=PROJECT)
    actions.declare(office, patent_id=one, is_funded=True)
    assert row(world, one).state == "declared"


def test_a_project_comes_once_is_completed_and_goes(world: World, loaded: Loaded) -> None:
    office, one = world.actor("office"), loaded[FIRST]
    actions.declare(office, patent_id=one, is_funded=True, declared_projects=[ProjectFacts(project_no="51800001")])
    actions.add_project(office, patent_id=one, project=PROJECT)
    assert (row(world, one).projects, projects(world, one)) == (1, ["电池热管理基础研究"])
    with scope(world.operator):
        project_id = Project.objects.get().pk
    with pytest.raises(WrongState, match="删除项目"):
        actions.declare(office, patent_id=one, is_funded=False)
    with pytest.raises(NotFound):
        actions.remove_project(office, patent_id=loaded[SECOND], project_id=project_id)
    actions.remove_project(office, patent_id=one, project_id=project_id)
    assert row(world, one).projects == 0


def test_a_reason_on_file_answers_the_clock_until_it_is_taken_back(world: World, loaded: Loaded) -> None:
    office, one = world.actor("office"), loaded[FIRST]
    with pytest.raises(WrongState):
        actions.give_reason(office, patent_id=one, text="尚无企业对接")
    actions.declare(office, patent_id=one, is_funded=True)
    noting.note_dossiers(world.operator, said=[said(one)])
    assert queries.clock_of(row(world, one)) == "passed"
    with pytest.raises(Invalid):
        actions.give_reason(office, patent_id=one, text="  ")
    actions.give_reason(office, patent_id=one, text="中试设备尚未到位")
    assert queries.clock_of(row(world, one)) == "reasoned"
    with scope(world.operator):
        reason_id = Reason.objects.get().pk
    actions.take_back_reason(office, patent_id=one, reason_id=reason_id)
    assert queries.clock_of(row(world, one)) == "passed"
    with pytest.raises(NotFound):
        actions.take_back_reason(office, patent_id=one, reason_id=reason_id)


def test_an_inventor_declares_their_own_and_no_other(world: World, loaded: Loaded) -> None:
    inventor = world.actor("inventor")
    actions.declare(inventor, patent_id=loaded[FIRST], is_funded=True)
    with pytest.raises(NotFound):
        actions.declare(inventor, patent_id=loaded[SECOND], is_funded=True)
    with pytest.raises(NotAllowed):
        actions.give_reason(inventor, patent_id=loaded[FIRST], text="理由")


@pytest.mark.parametrize("who", ["hunan", "education", "national", "enterprise", "agency"])
def test_departments_and_outsiders_declare_nothing(world: World, loaded: Loaded, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.declare(world.actor(who), patent_id=loaded[FIRST], is_funded=True)


def test_another_institution_is_told_that_there_is_no_such_patent(world: World, loaded: Loaded) -> None:
    with pytest.raises(NotFound):
        actions.declare(world.actor("other_office"), patent_id=loaded[FIRST], is_funded=True)


# ------------------------------------------------------------------ what rooms tell


def test_a_dossier_fills_what_nobody_has_declared(world: World, loaded: Loaded) -> None:
    assert noting.note_dossiers(world.operator, said=[said(loaded[FIRST])]) == 1
    found = row(world, loaded[FIRST])
    assert (found.state, found.is_funded, found.origin, found.projects) == ("noted", "yes", "dossier", 1)
    assert (found.implementation, found.implementation_on) == ("none", date(2026, 11, 1))
    assert noting.note_dossiers(world.operator, said=[said(loaded[FIRST])]) == 0


def test_a_dossier_never_overrules_what_was_declared_but_tells_of_its_use(world: World, loaded: Loaded) -> None:
    actions.declare(world.actor("office"), patent_id=loaded[FIRST], is_funded=False)
    noting.note_dossiers(world.operator, said=[said(loaded[FIRST], implementation="implemented")])
    found = row(world, loaded[FIRST])
    assert (found.is_funded, found.origin, found.projects) == ("no", "declared", 0)
    assert found.implementation == "implemented"


def test_an_accepted_dossier_of_the_inventory_arrives(world: World, loaded: Loaded) -> None:
    office = world.actor("office")
    with scope(office):
        dossier_id = inventory.dossier_ids_by_number()[FIRST]
    inventory.register_dossiers(office, contents={dossier_id: FILLED | {"funding_project": "面上项目"}})
    deliver(world)
    found = row(world, loaded[FIRST])
    assert (found.is_funded, found.origin, found.implementation) == ("yes", "dossier", "none")
    assert projects(world, loaded[FIRST]) == ["面上项目"]
    assert queries.clock_of(found) == "passed"


def test_everything_goes_into_the_care_of_the_college_with_its_patent(world: World, loaded: Loaded) -> None:
    office, one = world.actor("office"), loaded[FIRST]
    actions.declare(office, patent_id=one, is_funded=True, declared_projects=[PROJECT])
    actions.give_reason(office, patent_id=one, text="中试设备尚未到位")
    college = world.actor("college_secretary")
    patents.place_patents(office, patent_ids=[one], college_id=world.orgs["lake_college"].id)
    deliver(world)
    with scope(college):
        assert [each.patent_id for each in queries.declarations_in_view(college)] == [one]
        assert (Project.objects.count(), Reason.objects.count()) == (1, 1)


def test_everything_follows_an_institution_that_moves_or_is_merged(world: World, loaded: Loaded) -> None:
    office, national, lake = world.actor("office"), world.actor("national"), world.orgs["lake_university"].id
    actions.declare(office, patent_id=loaded[FIRST], is_funded=True, declared_projects=[PROJECT])
    orgs.move_organisation(national, organisation_id=lake, on=date(2026, 11, 1), region=TAIYUAN)
    hill = world.orgs["hill_university"].id
    orgs.merge_organisations(national, kept_id=hill, merged_id=lake, on=date(2026, 11, 2))
    hill_office = world.actor("other_office")
    with scope(hill_office):
        assert {each.org_id for each in queries.declarations_in_view(hill_office)} == {hill}
        assert Project.objects.get().org_id == hill


def test_every_row_of_a_list_answers_to_exactly_one_clock_and_to_the_same_as_the_page(
    world: World, loaded: Loaded
) -> None:
    office = world.actor("office")
    actions.declare(office, patent_id=loaded[FIRST], is_funded=True)
    actions.declare(office, patent_id=loaded[SECOND], is_funded=False)
    actions.declare(office, patent_id=loaded[YOUNG], is_funded=True)
    actions.declare(office, patent_id=loaded[WAITING], is_funded=True)
    for implementation in ("", "none", "implemented"):
        for reason in (False, True):
            with scope(world.operator):
                Declaration.objects.filter(is_funded="yes").update(implementation=implementation, has_reason=reason)
                rows = list(queries.declarations_in_view(world.operator))
                told = Counter(queries.clock_of(one) for one in rows)
                counted = queries.counts(world.operator)
            assert {name: counted[name] for name in rules.CLOCKS if counted[name]} == told
            assert sum(told.values()) == len(rows)


# ------------------------------------------------------------------ a whole sheet

HEAD = "公开（公告）号,是否财政资助,资助部门,计划类别,项目编号,项目名称,承担单位,声明日期"


def sheet(folder: Path, *lines: str) -> Path:
    path = folder / "funding.csv"
    path.write_text("\n".join((HEAD, *lines)), encoding="utf-8-sig")
    return path


def load(world: World, path: Path, *, who: str = "office", dry_run: bool = False) -> actions.SheetOutcome:
    return actions.import_declarations(world.actor(who), path=path, file_name=path.name, dry_run=dry_run)


GOOD = (
    f"{FIRST},是,国家自然科学基金委员会,国家自然科学基金,51800001,电池热管理基础研究,南湖试验大学,2024-03-01",
    f"{FIRST},,省级财政,省级科技计划,2022-1,省级项目,,",
    f"{SECOND},否,,,,,,",
)


def test_a_sheet_declares_many_with_several_projects_and_a_second_time_nothing(
    world: World, loaded: Loaded, tmp_path: Path
) -> None:
    path = sheet(tmp_path, *GOOD)
    assert load(world, path, dry_run=True) == actions.SheetOutcome(3, 2, 2, 0)
    assert row(world, loaded[FIRST]).state == "noted"
    assert load(world, path) == actions.SheetOutcome(3, 2, 2, 0)
    first = row(world, loaded[FIRST])
    assert (first.is_funded, first.projects, first.declared_on, first.origin) == ("yes", 2, date(2024, 3, 1), "sheet")
    assert row(world, loaded[SECOND]).is_funded == "no"
    assert load(world, path) == actions.SheetOutcome(3, 2, 0, 2)


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        (f"{HILL},是,,,,,,", "公开（公告）号", "不在您可声明的专利里"),
        (f"{YOUNG},,,,,,,", "是否由财政资助的科研项目形成", "请填写是或否"),
        (f"{YOUNG},否,,,51800002,,,", "是否由财政资助的科研项目形成", "不能声明为非财政资助"),
        (f"{YOUNG},是,某个部门,,,,,", "资助部门", ""),
        (f"{YOUNG},是,,,,,,2027-01-01", "声明日期", "不能晚于今天"),
        (f"{FIRST},否,,,,,,", "是否由财政资助的科研项目形成", "说法不同"),
    ],
)
def test_one_bad_row_is_named_by_line_and_column_and_nothing_is_written(
    world: World, loaded: Loaded, tmp_path: Path, line: str, column: str, message: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        load(world, sheet(tmp_path, *GOOD, line))
    [problem] = refusal.value.problems
    assert (problem.line, problem.column) == (5, column)
    assert message in problem.message
    assert row(world, loaded[FIRST]).state == "noted"


def test_a_sheet_reaches_as_far_as_its_sender(world: World, loaded: Loaded, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        load(world, sheet(tmp_path, *GOOD), who="other_office")
    with pytest.raises(NotAllowed):
        load(world, sheet(tmp_path, *GOOD), who="inventor")
