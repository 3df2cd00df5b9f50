"""A table of people: 300 inventors with 12 bad rows, once and again."""

import csv
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.apps import apps
from tests.world import COLLEGE, World

from huoshui.enrolment import queries, sheet_actions, sheet_files, sheet_rows
from huoshui.enrolment.models import Invitation, PeopleSheet
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from huoshui.kernel.models import OutboxEvent
from huoshui.kernel.tenancy import scope
from huoshui.privacy import public as privacy

Membership, User = apps.get_model("accounts.Membership"), apps.get_model("accounts.User")

HEAD = ["序号", "职工号", "姓名", "学院", "人员类别", "手机"]
BAD = [
    ["", "赵一", COLLEGE, "教师", ""],  # no number
    ["b002", "", COLLEGE, "教师", ""],  # no name
    ["b003", "钱三", "没有的学院", "教师", ""],
    ["b004", "孙四", COLLEGE, "来宾", ""],
    ["b005", "李五", COLLEGE, "教师", "123"],
    ["b/06", "周六", COLLEGE, "教师", ""],
    ["7", "吴七", COLLEGE, "教师", ""],
    ["office", "郑八", COLLEGE, "教师", ""],  # somebody else's username
    ["1.2E+08", "王九", COLLEGE, "教师", ""],
    ["u0001", "冯十", COLLEGE, "教师", ""],  # the same number for another name
    ["b011", "陈" * 70, COLLEGE, "教师", ""],
    ["b012", "褚十二", "#REF!", "教师", ""],
]


def people(count: int) -> list[list[str]]:
    rows = []
    for number in range(1, count + 1):
        college = COLLEGE if number % 2 else ""
        rows.append([f"u{number:04}", f"人员{number}", college, "学生" if number % 10 == 0 else "教师", ""])
    return rows


def write(folder: Path, rows: list[list[str]], name: str = "people.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEAD)
        out.writerows([[str(number), *row] for number, row in enumerate(rows, 1)])
    return path


def check(actor: Actor, path: Path) -> PeopleSheet:
    sheet_id = sheet_actions.check_sheet(actor, path=path, file_name=path.name)
    with scope(actor):
        return queries.sheet_in_view(actor, sheet_id)


def found(counts: dict[str, int]) -> tuple[int, ...]:
    return tuple(counts[one] for one in ("rows", "new", "link", "ask", "same", "refused"))


def test_300_inventors_with_12_bad_rows(world: World, tmp_path: Path) -> None:
    actor, path = world.actor("office"), write(tmp_path, people(288) + BAD)
    before = User.objects.count()
    row = check(actor, path)
    assert found(row.counts) == (300, 288, 0, 0, 0, 12)
    assert User.objects.count() == before
    events = OutboxEvent.objects.filter(name="StandingChanged").count()
    assert found(sheet_actions.apply_sheet(actor, sheet_id=row.pk)) == (300, 288, 0, 0, 0, 12)
    assert User.objects.count() == before + 288
    assert Membership.objects.filter(organisation_id=world.orgs["lake_college"].id, role="inventor").count() == 145
    assert Membership.objects.filter(position="student").count() == 28
    assert OutboxEvent.objects.filter(name="StandingChanged").count() == events + 1
    with scope(actor):
        assert len(queries.links_of_sheet(actor, row.pk)) == 288
    assert not User.objects.get(username="u0001").has_usable_password()
    again = check(actor, path)
    assert found(again.counts) == (300, 0, 0, 0, 288, 12)
    assert found(sheet_actions.apply_sheet(actor, sheet_id=again.pk)) == (300, 0, 0, 0, 288, 12)
    assert User.objects.count() == before + 288
    with scope(actor):
        assert Invitation.objects.count() == 288


def test_each_bad_row_is_named_with_line_column_value_and_remedy(world: World, tmp_path: Path) -> None:
    actor = world.actor("office")
    row = check(actor, write(tmp_path, people(1) + BAD))
    with scope(actor):
        planned = sheet_rows.plan(actor, sheet_rows.from_text(row.content, row.file_name))
    told = {one.line: one for one in planned.problems}
    assert sorted(told) == list(range(3, 15))
    assert {one.column for one in told.values()} == {"职工号", "姓名", "学院", "人员类别", "手机", ""}
    assert COLLEGE in told[5].message
    assert "加本单位简称" in told[10].message
    assert told[10].value == "office"


def test_the_workbook_comes_back_with_what_was_found_and_can_be_sent_again(world: World, tmp_path: Path) -> None:
    actor = world.actor("office")
    row = check(actor, write(tmp_path, people(2) + BAD[:3]))
    with scope(actor):
        cells = sheet_rows.from_text(row.content, row.file_name)
        content = sheet_files.checked_workbook(cells, sheet_rows.plan(actor, cells))
    page = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    lines = list(page.iter_rows(values_only=True))
    assert list(lines[0]) == ["检查结果", *HEAD]
    assert [one[0] for one in lines[1:3]] == ["新开账号", "新开账号"]
    assert "没有这个院系" in str(lines[5][0])
    back = tmp_path / "back.xlsx"
    back.write_bytes(content)
    assert found(check(actor, back).counts) == (5, 2, 0, 0, 0, 3)


def test_somebody_of_the_house_is_linked_and_somebody_from_elsewhere_is_asked(world: World, tmp_path: Path) -> None:
    actor = world.actor("office")
    rows = [["secretary", "secretary", "", "教师", ""], ["other_office", "other_office", COLLEGE, "教师", ""]]
    row = check(actor, write(tmp_path, rows))
    assert found(row.counts) == (2, 0, 1, 1, 0, 0)
    sheet_actions.apply_sheet(actor, sheet_id=row.pk)
    held = Membership.objects.filter(ended_at=None)
    assert held.filter(user_id=world.users["secretary"], role="inventor").exists()
    assert not held.filter(user_id=world.users["other_office"], role="inventor").exists()
    with scope(actor):
        [link] = queries.links_of_sheet(actor, row.pk)
    assert (link.purpose, link.user_id) == ("link", world.users["other_office"])


def test_contacts_go_into_their_own_room_and_the_rows_are_kept_enciphered(world: World, tmp_path: Path) -> None:
    actor = world.actor("office")
    row = check(actor, write(tmp_path, [["u1", "张三", "", "教师", "13800000000"]]))
    sheet_actions.apply_sheet(actor, sheet_id=row.pk)
    with scope(actor):
        [card] = privacy.contacts_of([world.orgs["lake_university"].id])[world.orgs["lake_university"].id]
        raw = PeopleSheet.objects.extra(select={"raw": "content"}).values_list("raw", flat=True).get(pk=row.pk)
    assert "13800000000" not in str(card)
    assert raw


def test_a_province_opens_many_universities_by_one_sheet(world: World, tmp_path: Path) -> None:
    path = tmp_path / "schools.csv"
    school = world.orgs["lake_university"].name
    lines = [
        "用户名,姓名,单位,角色",
        f"kjc,科技处,{school},单位管理员",
        f"x1,某某,{school},发明人",
        "x2,某某,西岭试验大学,单位管理员",
    ]
    path.write_text("\n".join(lines), "utf-8")
    row = check(world.actor("hunan"), path)
    assert found(row.counts) == (3, 1, 0, 0, 0, 2)


def test_a_sheet_is_applied_once_and_by_its_own_organisation(world: World, tmp_path: Path) -> None:
    actor = world.actor("office")
    row = check(actor, write(tmp_path, people(1)))
    for stranger in ("other_office", "hunan", "hospital"):
        with pytest.raises(NotFound):
            sheet_actions.apply_sheet(world.actor(stranger), sheet_id=row.pk)
    sheet_actions.apply_sheet(actor, sheet_id=row.pk)
    for late in (sheet_actions.apply_sheet, sheet_actions.give_up_sheet):
        with pytest.raises(WrongState):
            late(actor, sheet_id=row.pk)
    assert sheet_actions.hand_out_links(actor, sheet_id=row.pk) == 1


def test_a_file_that_cannot_be_read_or_is_given_up_leaves_nothing(world: World, tmp_path: Path) -> None:
    actor, path = world.actor("office"), tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(Invalid, match="无法读取"):
        sheet_actions.check_sheet(actor, path=path, file_name=path.name)
    row = check(actor, write(tmp_path, people(1)))
    sheet_actions.give_up_sheet(actor, sheet_id=row.pk)
    with scope(actor):
        assert not PeopleSheet.objects.exists()


@pytest.mark.parametrize("who", ["inventor", "expert", "system", "auditor"])
def test_others_send_no_sheets(world: World, tmp_path: Path, who: str) -> None:
    with pytest.raises(NotAllowed):
        check(world.actor(who), write(tmp_path, people(1)))
