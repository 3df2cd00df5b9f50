from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook
from tests.world import World

from huoshui.kernel import clock
from huoshui.kernel.errors import Invalid, NotAllowed
from huoshui.kernel.models import LedgerLine, OutboxEvent
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents
from huoshui.patents.models import ImportRun, Patent
from huoshui.patents.outcome import Counts, ImportOutcome
from huoshui.patents.tests.files import (
    APPLICATION,
    BAD_DATE,
    BRANCH,
    COMPANY,
    GRANT,
    HILL,
    UTILITY,
    csv_file,
    xlsx_file,
)

pytestmark = pytest.mark.django_db

Load = Callable[..., ImportOutcome]


@pytest.fixture
def load(world: World, tmp_path: Path) -> Load:
    def run(*rows: Any, by: str = "", **options: Any) -> ImportOutcome:
        path = csv_file(tmp_path, *rows)
        actor = world.actor(by) if by else world.operator
        return patents.import_patents(actor, path=path, file_name=path.name, **options)

    return run


def stored(world: World) -> list[Patent]:
    with scope(world.operator):
        return list(Patent.objects.order_by("publication_no"))


def test_a_row_enters_with_its_owner_and_what_follows_from_it(world: World, load: Load) -> None:
    outcome = load(GRANT)
    [patent] = stored(world)
    assert outcome.counts == Counts(rows=1, new=1)
    assert (patent.org_id, patent.seat) == (world.orgs["lake_university"].id, world.orgs["lake_university"].seat)
    assert (patent.stage, patent.kind, patent.subclass) == ("granted", "invention", "H01M")
    assert (str(patent.expires_on), str(patent.grant_date)) == ("2037-07-21", "2019-07-09")
    assert (patent.attribution, patent.source, patent.legal_status) == ("matched", "patents.csv", "in_force")
    assert patent.applicants == ["南湖试验大学", "南湖试验电池有限公司"]


def test_a_second_load_changes_nothing_not_even_a_day_later(world: World, load: Load) -> None:
    load(GRANT, UTILITY, BRANCH)
    before = [row.__dict__ | {"_state": None} for row in stored(world)]
    with clock.clock_at(datetime(2030, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))):
        outcome = load(GRANT, UTILITY, BRANCH)
    assert outcome.counts == Counts(rows=3, same=3, unmatched=1)
    assert [row.__dict__ | {"_state": None} for row in stored(world)] == before


def test_a_changed_row_changes_only_itself(world: World, load: Load) -> None:
    first = load(GRANT, UTILITY)
    second = load(GRANT | {"法律状态": "未缴年费"}, UTILITY)
    assert second.counts == Counts(rows=2, changed=1, same=1)
    assert [row.legal_status for row in stored(world)] == ["ended", ""]
    with scope(world.operator):
        assert len(patents.ids_loaded(first.run_id)) == len(patents.ids_loaded(second.run_id)) == 1


def test_what_a_file_leaves_empty_does_not_erase(world: World, load: Load) -> None:
    load(GRANT)
    outcome = load(GRANT | {"摘要": "", "法律状态": "", "申请号": "", "发明人": ""})
    [patent] = stored(world)
    assert outcome.counts.same == 1
    assert (patent.abstract, patent.legal_status) == ("通过液冷板带走电池的热。", "in_force")


def test_a_bad_row_refuses_the_whole_file_and_names_its_place(world: World, load: Load) -> None:
    with pytest.raises(Invalid) as refusal:
        load(GRANT, BAD_DATE)
    [problem] = refusal.value.problems
    assert (problem.file, problem.line, problem.column) == ("patents.csv", 3, "公开（公告）日")
    assert problem.value == "2018-13-40"
    assert stored(world) == []
    with scope(world.operator):
        [run] = ImportRun.objects.all()
    assert (run.state, run.refused, run.problems[0]["line"]) == ("failed", 1, 3)


def test_bad_rows_can_be_left_out(world: World, load: Load) -> None:
    outcome = load(GRANT, BAD_DATE, skip_bad_rows=True)
    assert outcome.counts == Counts(rows=2, new=1, refused=1)
    assert len(stored(world)) == 1


def test_a_dry_run_tells_the_same_numbers_and_keeps_nothing(world: World, load: Load) -> None:
    checked = load(GRANT, BRANCH, BAD_DATE, dry_run=True)
    assert stored(world) == []
    assert orgs.ids_by_name("institution", ["南湖试验大学北山校区"]) == {}
    assert len(checked.problems) == 1
    assert load(GRANT, BRANCH, BAD_DATE, skip_bad_rows=True).counts == checked.counts


def test_a_grant_takes_the_row_of_its_application(world: World, load: Load) -> None:
    load(APPLICATION)
    [before] = stored(world)
    outcome = load(GRANT)
    [after] = stored(world)
    assert outcome.counts == Counts(rows=1, changed=1)
    assert (after.pk, after.publication_no, after.stage) == (before.pk, "CN107000001B", "granted")


def test_an_application_does_not_replace_its_grant(world: World, load: Load) -> None:
    load(GRANT)
    assert load(APPLICATION).counts == Counts(rows=1, superseded=1)
    assert [row.publication_no for row in stored(world)] == ["CN107000001B"]


def test_both_texts_in_one_file_make_one_patent(world: World, load: Load) -> None:
    assert load(APPLICATION, GRANT).counts == Counts(rows=2, new=1, superseded=1)
    assert load(APPLICATION, GRANT).counts == Counts(rows=2, same=1, superseded=1)


def test_two_numbers_of_two_patents_are_refused(world: World, load: Load) -> None:
    load(GRANT | {"申请号": ""}, UTILITY | {"申请号": "201921898050.0"})
    other = GRANT | {"专利类型": "", "公开（公告）号": "CN208000009U", "申请号": "201921898050.0"}
    load(other | {"申请号": "", "IPC主分类号": ""})
    with pytest.raises(Invalid) as refusal:
        load(other)
    assert [one.code for one in refusal.value.problems] == ["two_patents"]


def test_a_patent_of_tomorrow_is_a_problem(world: World, load: Load) -> None:
    early = UTILITY | {"公开（公告）号": "CN208000077U", "申请日": "2098-01-01", "公开（公告）日": "2099-01-01"}
    outcome = load(GRANT, early, dry_run=True)
    assert [(one.line, one.column, one.code) for one in outcome.problems] == [(3, "申请日", "date_in_future")]
    assert outcome.counts == Counts(rows=2, new=1, refused=1)


def test_a_fault_found_on_comparing_names_the_sheet(world: World, tmp_path: Path) -> None:
    book = Workbook()
    for name, row in (("2023", GRANT), ("2024", GRANT | {"标题": "别的"})):
        sheet = book.create_sheet(name)
        sheet.append(list(row))
        sheet.append(list(row.values()))
    book.remove(book.worksheets[0])
    book.save(path := tmp_path / "years.xlsx")
    outcome = patents.import_patents(world.operator, path=path, file_name=path.name, dry_run=True)
    [problem] = outcome.problems
    assert (problem.file, problem.line, problem.code) == ("years.xlsx（2024）", 2, "duplicate_row")
    assert "years.xlsx（2023）" in problem.message


OTHERS_NUMBER = GRANT | {"公开（公告）号": "CN107000099B", "标题": "完全不同的另一件专利"}


def test_a_grant_with_the_application_number_of_another_grant_is_refused(world: World, load: Load) -> None:
    """One application is granted once: the row would have overwritten the other patent."""
    load(GRANT)
    with pytest.raises(Invalid) as refusal:
        load(OTHERS_NUMBER, UTILITY)
    [problem] = refusal.value.problems
    assert (problem.code, problem.line) == ("two_patents", 2)
    assert "CN107000001B" in problem.message
    outcome = load(OTHERS_NUMBER, UTILITY, skip_bad_rows=True)
    assert outcome.counts == Counts(rows=2, new=1, refused=1)
    assert GRANT["标题"] in {row.title for row in stored(world)}


def test_a_mistaken_number_of_the_same_grant_is_put_right(world: World, load: Load) -> None:
    load(GRANT | {"公开（公告）号": "CN107000099B"})
    assert load(GRANT).counts == Counts(rows=1, changed=1)
    assert [row.publication_no for row in stored(world)] == ["CN107000001B"]


def test_two_grants_of_one_application_in_a_file_are_a_problem_of_the_second(world: World, load: Load) -> None:
    with pytest.raises(Invalid) as refusal:
        load(APPLICATION, GRANT, OTHERS_NUMBER)
    [problem] = refusal.value.problems
    assert (problem.code, problem.line) == ("two_grants", 4)
    assert "第3行" in problem.message
    counts = load(APPLICATION, GRANT, OTHERS_NUMBER, skip_bad_rows=True).counts
    assert counts == Counts(rows=3, new=1, superseded=1, refused=1)


def test_a_correction_of_a_grant_is_no_second_grant(world: World, load: Load) -> None:
    assert load(GRANT, GRANT | {"公开（公告）号": "CN107000001B8"}).counts == Counts(rows=2, new=1, superseded=1)


def test_patents_of_companies_are_listed_and_left_out(world: World, load: Load) -> None:
    outcome = load(GRANT, COMPANY)
    assert outcome.counts == Counts(rows=2, new=1, out_of_scope=1)
    assert outcome.out_of_scope == (("南湖试验电池有限公司", 1),)


def test_an_unknown_institution_is_opened_unconfirmed_with_a_proposal(world: World, load: Load) -> None:
    outcome = load(BRANCH)
    [unmatched] = outcome.unmatched
    assert (unmatched.name, unmatched.rows, unmatched.region) == ("南湖试验大学北山校区", 1, 430100)
    assert unmatched.hint == "疑似「南湖试验大学」的校区或下属单位"
    card = orgs.cards(orgs.ids_by_name("institution", [unmatched.name]).values()).popitem()[1]
    assert (card.standing, card.institution_type) == ("unconfirmed", "university")
    assert [row.attribution for row in stored(world)] == ["unconfirmed"]


def test_confirming_the_institution_settles_its_patents(world: World, load: Load, tmp_path: Path) -> None:
    load(BRANCH)
    listed = tmp_path / "list.csv"
    listed.write_text("学校名称,学校标识码,省份,城市\n南湖试验大学北山校区,4143019999,湖南省,长沙市\n", "utf-8")
    outcome = orgs.import_institutions(world.operator, path=listed)
    assert (outcome.opened, outcome.confirmed) == (0, 1)
    [event] = OutboxEvent.objects.filter(name="OrganisationsConfirmed")
    assert patents.settle_attribution(world.operator, **event.payload) == 1
    assert patents.settle_attribution(world.operator, **event.payload) == 0
    assert [row.attribution for row in stored(world)] == ["matched"]
    assert load(BRANCH).counts == Counts(rows=1, same=1)


def test_an_owner_can_be_stated_for_rows_that_do_not_name_it(world: World, load: Load) -> None:
    load(COMPANY, owner="南湖试验医院")
    [patent] = stored(world)
    assert (patent.org_id, patent.attribution) == (world.orgs["lake_hospital"].id, "unconfirmed")


def test_a_stated_owner_may_be_new(world: World, load: Load) -> None:
    outcome = load(BRANCH, owner="东岭试验学院")
    assert [one.name for one in outcome.unmatched] == ["东岭试验学院"]


def test_an_office_loads_its_own_patents_only(world: World, load: Load) -> None:
    assert load(GRANT, by="office").counts.new == 1
    with pytest.raises(Invalid) as refusal:
        load(GRANT, HILL, by="office")
    assert [(one.line, one.code) for one in refusal.value.problems] == [(3, "not_ours")]
    with pytest.raises(NotAllowed):
        load(GRANT, by="office", owner="西岭试验大学")


def test_a_bureau_loads_inside_its_territory_only(world: World, load: Load) -> None:
    assert load(GRANT, BRANCH, by="changsha").counts.new == 2
    with pytest.raises(Invalid) as refusal:
        load(HILL, HILL | {"公开（公告）号": "CN208000007U", "申请人": "东岭试验学院"}, by="hunan")
    assert [one.code for one in refusal.value.problems] == ["out_of_reach", "out_of_reach"]
    with pytest.raises(NotAllowed):
        load(HILL, by="hunan", owner="西岭试验大学")


@pytest.mark.parametrize("person", ["inventor", "secretary", "education", "enterprise"])
def test_others_may_not_load(load: Load, person: str) -> None:
    with pytest.raises(NotAllowed):
        load(GRANT, by=person)


def test_the_load_of_another_tenant_changes_nothing_of_ours(world: World, load: Load) -> None:
    load(GRANT)
    before = [row.__dict__ | {"_state": None} for row in stored(world)]
    theirs = GRANT | {"申请人": "西岭试验大学", "申请人类型": "高校", "标题": "另一个标题"}
    assert load(theirs, by="other_office").counts.new == 1
    after = [row.__dict__ | {"_state": None} for row in stored(world) if row.org_id == before[0]["org_id"]]
    assert after == before


def test_a_load_is_told_to_the_rooms_above_only_when_it_changed_something(world: World, load: Load) -> None:
    load(GRANT)
    load(GRANT)
    [event] = OutboxEvent.objects.filter(name="PatentsLoaded")
    assert event.payload["org_ids"] == [world.orgs["lake_university"].id]
    with scope(world.operator):
        assert LedgerLine.objects.filter(verb="patents.import").count() == 2


def test_a_break_in_the_middle_leaves_nothing(world: World, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> int:
        raise ConnectionError("cut")

    monkeypatch.setattr("huoshui.patents.loading.applying._insert_new", broken)
    with pytest.raises(ConnectionError):
        load(GRANT, BRANCH)
    monkeypatch.undo()
    assert stored(world) == []
    assert load(GRANT, BRANCH).counts.new == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_encoding_of_a_table_gives_the_same(world: World, tmp_path: Path, encoding: str) -> None:
    path = csv_file(tmp_path, GRANT, UTILITY, encoding=encoding)
    assert patents.import_patents(world.operator, path=path, file_name=path.name).counts.new == 2
    assert stored(world)[0].title == GRANT["标题"]


def test_a_workbook_gives_the_same_as_the_table(world: World, load: Load, tmp_path: Path) -> None:
    load(GRANT, UTILITY)
    path = xlsx_file(tmp_path, GRANT, UTILITY)
    assert patents.import_patents(world.operator, path=path, file_name=path.name).counts == Counts(rows=2, same=2)


def test_a_file_that_is_no_table_is_refused_whole(world: World, tmp_path: Path) -> None:
    path = tmp_path / "patents.xlsx"
    path.write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(Invalid) as refusal:
        patents.import_patents(world.operator, path=path, file_name=path.name)
    assert refusal.value.problems[0].file == "patents.xlsx"


def test_rows_without_applicant_need_a_stated_owner(world: World, load: Load) -> None:
    nobody = UTILITY | {"申请人": "", "申请人类型": ""}
    with pytest.raises(Invalid) as refusal:
        load(nobody)
    assert [one.code for one in refusal.value.problems] == ["applicant_missing"]
    assert load(nobody, owner="南湖试验大学").counts.new == 1


def test_the_file_of_an_invented_region_stays_marked(world: World, load: Load) -> None:
    invented = orgs.NewOrganisation("示例大学", "institution", 430100, 1, "university", demonstration=True)
    orgs.open_organisations(world.operator, new=[invented])
    load(UTILITY | {"申请人": "示例大学"}, GRANT)
    assert {row.applicants[0]: row.demonstration for row in stored(world)} == {"示例大学": True, "南湖试验大学": False}


def test_cards_show_what_lies_in_scope(world: World, load: Load) -> None:
    load(GRANT, HILL)
    ids = [row.pk for row in stored(world)]
    with scope(world.actor("office")):
        [card] = patents.cards(ids).values()
        assert (card.org_id, card.classes, card.is_in_force) == (
            world.orgs["lake_university"].id,
            ("H01M10/613",),
            True,
        )
    with scope(world.operator):
        assert [one.id for one in patents.iterate_cards(limit=1)] == ids[:1]
        assert [one.id for one in patents.iterate_cards(after_id=ids[0])] == ids[1:]


def test_an_inventor_sees_the_patents_that_name_them(world: World, load: Load) -> None:
    load(GRANT, UTILITY)
    actor = world.actor("inventor")
    with scope(actor):
        assert patents.count(actor) == 1
        assert patents.count(replace(actor, name="")) == 0
