"""What the pages of an import say: figures that open their lists, lists that say what is cut, runs that stand still."""

import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from tests.world import World

from huoshui.kernel.tenancy import scope
from huoshui.patents import import_details, import_rows
from huoshui.patents import public as patents
from huoshui.patents.loading.spool import Spool
from huoshui.patents.models import ImportRun, Patent
from huoshui.patents.tests.files import BAD_DATE, BRANCH, COMPANY, GRANT, HEADINGS, UTILITY, csv_file, xlsx_file
from huoshui.patents.tests.test_pages import signed_in, upload, work_waiting

pytestmark = pytest.mark.django_db

THIRD = UTILITY | {"公开（公告）号": "CN208000020U", "标题": "一种支架"}
FOURTH = UTILITY | {"公开（公告）号": "CN208000021U", "标题": "一种导轨"}


def figures(client: Client, address: str) -> dict[str, Any]:
    return {one.label: one for one in client.get(address).context["figures"]}


def listed(client: Client, url: str) -> int:
    context = client.get(url).context
    return int(context["view"].page.total) if "view" in context else len(context["table"].rows)


def imported(client: Client, path: Path) -> str:
    address: str = upload(client, path)["Location"]
    client.post(f"{address}confirm/", {"skip": "1"})
    return address


def test_every_figure_of_a_finished_import_opens_as_many_as_it_says(world: World, tmp_path: Path) -> None:
    client = signed_in("office")
    first = imported(client, csv_file(tmp_path, GRANT, COMPANY, UTILITY))
    changed = [GRANT | {"标题": "改过的标题"}, UTILITY]
    second = imported(client, csv_file(tmp_path, *changed, THIRD, FOURTH, name="second.csv"))
    for address, told in ((first, (2, 0, 1)), (second, (2, 1, 3))):
        found = figures(client, address)
        assert tuple(found[label].value for label in ("新增", "更新", "写入且此后未再更新")) == told
        for label in ("新增", "更新", "未变", "写入且此后未再更新"):
            assert listed(client, found[label].url) == found[label].value, label


def test_a_file_of_nothing_but_new_rows_lists_them_all(world: World, tmp_path: Path) -> None:
    client = signed_in("office")
    address = upload(client, csv_file(tmp_path, GRANT, UTILITY, THIRD))["Location"]
    new = figures(client, address)["新增"]
    assert listed(client, new.url) == new.value == 3


def test_lists_that_are_kept_no_more_leave_their_counts_as_facts(world: World, tmp_path: Path) -> None:
    client = signed_in("office")
    address = imported(client, csv_file(tmp_path, GRANT, UTILITY))
    with scope(world.operator):
        shutil.rmtree(Spool(ImportRun.objects.get().spool).folder)
    context = client.get(address).context
    assert [one.label for one in context["figures"]] == ["总行数", "更新", "未变", "写入且此后未再更新"]
    assert ("新增", "2 行") in [(one.label, one.value) for one in context["about"]]


def test_a_row_that_only_contradicts_is_not_listed_as_changed(world: World, tmp_path: Path) -> None:
    path = csv_file(tmp_path, GRANT, UTILITY, name="register.csv")
    patents.import_patents(world.operator, path=path, file_name=path.name, about=patents.About(source_kind="register"))
    client = signed_in("office")
    other = [GRANT | {"标题": "另一来源的标题"}, UTILITY | {"法律状态": "有效"}]
    address = upload(client, csv_file(tmp_path, *other))["Location"]
    waiting = figures(client, address)
    assert (waiting["更新"].value, waiting["来源不一致"].value) == (1, 1)
    assert listed(client, waiting["更新"].url) == 1
    assert "导入后逐项列出" in client.get(waiting["来源不一致"].url).content.decode()
    client.post(f"{address}confirm/")
    found = figures(client, address)
    assert listed(client, found["更新"].url) == found["更新"].value == 1
    text = client.get(found["来源不一致"].url).content.decode()
    assert "另一来源的标题" in text
    assert "共 1 项" in text


def test_an_import_left_at_its_columns_says_so_and_goes_on_from_there(world: World, tmp_path: Path) -> None:
    client = signed_in("office")
    path = tmp_path / "odd.csv"
    path.write_text("公开（公告）号,叫什么,申请人\nCN208000002U,一种电池托盘,南湖试验大学\n", "utf-8")
    asked = upload(client, path)["Location"]
    address = asked.removesuffix("columns/")
    page = client.get(address)
    assert page.context["progress"] is None
    head = page.context["head"]
    assert (head.title, head.step.label, head.step.url) == ("核对栏目", "核对栏目", asked)
    assert [one.label for one in head.others] == ["放弃"]
    assert "正在检查" not in page.content.decode()
    text = client.get(reverse("patents-import")).content.decode()
    assert "待核对栏目" in text
    assert "检查中" not in text
    drop = head.others[0]
    assert client.post(drop.url, {drop.name: drop.value})["Location"] == reverse("patents-import")
    assert "已放弃" in client.get(address).content.decode()


def test_an_import_left_at_its_columns_until_the_file_expired_can_only_be_given_up(
    world: World, tmp_path: Path, settings: Any
) -> None:
    client = signed_in("office")
    path = tmp_path / "odd.csv"
    path.write_text("公开（公告）号,叫什么\nCN208000002U,一种电池托盘\n", "utf-8")
    address = upload(client, path)["Location"].removesuffix("columns/")
    with scope(world.operator):
        (settings.UPLOAD_FOLDER / ImportRun.objects.get().upload).unlink()
    head = client.get(address).context["head"]
    assert "已经过期" in head.why
    assert head.step.label == "放弃"


def test_a_load_offers_to_go_on_only_where_it_has_stopped(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huoshui.patents.import_pages.AT_ONCE_ROWS", 0)
    client = signed_in("office")
    address = upload(client, csv_file(tmp_path, GRANT, BAD_DATE))["Location"]
    client.post(f"{address}confirm/", {"skip": "1"})
    running = client.get(address).content.decode()
    assert "停止，保留已导入的" in running
    assert "从已完成处继续" not in running.replace("可以从已完成处继续", "")
    assert "修改文件后重新上传" not in running
    assert "0 / 2" in running
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE task_name = 'patents.go_on'")
    assert client.get(f"{address}progress/?stage=applying")["HX-Refresh"] == "true"
    stopped = client.get(address).content.decode()
    assert "从已完成处继续" in stopped
    assert "导入没有完成" in stopped
    assert "正在导入" not in stopped
    client.post(f"{address}confirm/")
    work_waiting()
    assert "已导入" in client.get(address).content.decode()


def test_lists_say_what_is_cut_and_where_the_rest_is(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("office")
    more = [THIRD | {"公开（公告）号": f"CN2080003{at:02d}U"} for at in range(5)]
    address = upload(client, csv_file(tmp_path, more[0], COMPANY, *more[1:], BAD_DATE, BAD_DATE))["Location"]
    monkeypatch.setattr(import_rows, "SHOWN", 3)
    with scope(world.operator):
        run = ImportRun.objects.get()
        run.problem_count, run.unmatched = 9, 1_177
        run.unmatched_names = [{"name": f"单位{at}", "rows": 1, "hint": ""} for at in range(60)]
        run.save()
    text = {
        what: client.get(f"{address}rows/?what={what}").content.decode() for what in ("new", "refused", "unmatched")
    }
    assert "列出前 3 行，共 5 行" in text["new"]
    assert "列出前 3 处问题，共 9 处问题；全部见“下载原文件，逐行标明问题”" in text["refused"]
    assert "列出前 60 家，共 1,177 家；" in text["unmatched"]
    assert "以上是前 50 家，共 1,177 家" in client.get(address).content.decode()


def test_all_rows_are_listed_by_what_becomes_of_them(world: World, tmp_path: Path) -> None:
    client = signed_in("office")
    address = upload(client, csv_file(tmp_path, GRANT, UTILITY, UTILITY, BRANCH, COMPANY, BAD_DATE))["Location"]
    page = client.get(figures(client, address)["总行数"].url)
    assert page.context["head"].title == "总行数（6 行），按结果分类"
    assert sum(row.cells[1].value for row in page.context["table"].rows) == 6
    repeated = client.get(f"{address}rows/?what=superseded").content.decode()
    assert "完全相同的重复行只计数" in repeated


def test_files_of_a_package_that_cannot_be_read_are_told_as_files(world: World, tmp_path: Path) -> None:
    client = signed_in("office")
    for name, rows, told in (
        ("mix.zip", (GRANT, UTILITY), ("2 个文件无法读取", 2, "个文件")),
        ("bad.zip", (GRANT, THIRD, BAD_DATE), ("1 行有误，2 个文件无法读取", 1, "行")),
    ):
        package = tmp_path / name
        with zipfile.ZipFile(package, "w") as archive:
            archive.write(csv_file(tmp_path, *rows), "a.csv")
            archive.writestr("b.csv", "甲,乙\n1,2\n")
            archive.writestr("c.xlsx", b"PK\x03\x04rubbish")
        page = client.get(upload(client, package)["Location"])
        found = {one.label: one for one in page.context["figures"]}
        refused = found["有误" if told[2] == "行" else "无法读取"]
        assert page.context["problems"].title == told[0]
        assert (found["总行数"].value, refused.value, refused.unit) == (len(rows), *told[1:])
        [row] = [
            row
            for row in client.get(reverse("patents-import")).context["table"].rows
            if row.url in page.request["PATH_INFO"]
        ]
        assert row.cells[3].value == len(rows)
    assert "跳过有误的行，导入其余" in page.content.decode()


def test_a_sheet_that_was_not_read_is_no_row_put_right(world: World, tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, GRANT, UTILITY | {"专利类型": "外观设计"})  # its number says another kind
    book = load_workbook(path)
    sheet = book.create_sheet("转让")
    for line in (["名称", "受让方", "合同日期", "合同金额", "公开（公告）号"], ["甲", "乙", "丙", "丁", "戊"]):
        sheet.append(line)
    book.save(path)
    page = signed_in("office").get(upload(signed_in("office"), path)["Location"].removesuffix("columns/"))
    text = page.content.decode()
    assert "“转让”没有读取" in text
    assert "按号码更正了 1 行" in text


def test_a_file_of_headings_alone_is_said_to_have_no_rows(world: World, tmp_path: Path) -> None:
    client = signed_in("office")
    text = client.get(upload(client, csv_file(tmp_path))["Location"]).content.decode()
    assert "没有数据行" in text
    assert "没有新的内容" not in text
    assert len(HEADINGS) > 1


def test_ones_own_imports_are_paged(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_details, "RUNS_SHOWN", 2)
    client = signed_in("office")
    for at in range(3):
        upload(client, csv_file(tmp_path, GRANT, name=f"list-{at}.csv"))
    first = client.get(reverse("patents-import")).context["table"]
    assert [row.cells[0].value for row in first.rows] == ["list-2.csv", "list-1.csv"]
    assert (first.pager.total, first.pager.previous_url) == (3, "")
    second = client.get(reverse("patents-import") + first.pager.next_url).context["table"]
    assert [row.cells[0].value for row in second.rows] == ["list-0.csv"]
    assert client.get(reverse("patents-import") + "?cursor=x").status_code == 422


def test_what_has_become_another_is_no_present_value_after_the_import(world: World, tmp_path: Path) -> None:
    client = signed_in("office")
    imported(client, csv_file(tmp_path, GRANT))
    address = upload(client, csv_file(tmp_path, GRANT | {"标题": "改过的标题"}))["Location"]
    assert "库内现值" in client.get(address).content.decode()
    client.post(f"{address}confirm/")
    columns = client.get(address).context["changes"].columns
    assert [one.label for one in columns][2] == "库内原值"
    with scope(world.operator):
        assert Patent.objects.get().title == "改过的标题"
