from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.world import World

from huoshui.display import uploads
from huoshui.display.parts import Fact
from huoshui.kernel.tenancy import scope
from huoshui.patents import import_jobs, sections
from huoshui.patents import public as patents
from huoshui.patents.models import ImportRun, Patent
from huoshui.patents.tests.files import BAD_DATE, GRANT, HILL, UTILITY, csv_file
from huoshui_core.standards.writing import write_with_errors

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(world: World, tmp_path: Path) -> dict[str, int]:
    path = csv_file(tmp_path, GRANT, UTILITY, HILL)
    patents.import_patents(world.operator, path=path, file_name=path.name)
    with scope(world.operator):
        return dict(Patent.objects.values_list("publication_no", "id"))


def signed_in(person: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=person))
    return client


@pytest.fixture
def by_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is a large one."""
    monkeypatch.setattr("huoshui.patents.returning.AT_ONCE_BYTES", 0)


def upload(client: Client, path: Path, **more: Any) -> Any:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post(reverse("patents-import"), {"file": file, **more})


def test_the_list_shows_what_the_office_owns(loaded: dict[str, int]) -> None:
    text = signed_in("office").get(reverse("patents")).content.decode()
    assert GRANT["标题"] in text
    assert HILL["标题"] not in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=电池托盘", {"CN208000002U"}),
        ("q=CN107000001", {"CN107000001B"}),
        ("institution=西岭", {"CN208000003U"}),
        ("kind=invention", {"CN107000001B"}),
        ("legal_status=unknown", {"CN208000002U", "CN208000003U"}),
        ("subclass=h01m&since=2019-01-01", {"CN107000001B"}),
        ("until=2018-12-31&stage=granted", {"CN208000002U", "CN208000003U"}),
    ],
)
def test_filters_narrow_the_list(world: World, loaded: dict[str, int], query: str, found: set[str]) -> None:
    text = signed_in("national").get(f"{reverse('patents')}?{query}").content.decode()
    assert {number for number in loaded if number in text} == found


def test_a_filter_that_is_no_date_is_refused(loaded: dict[str, int]) -> None:
    assert signed_in("office").get(f"{reverse('patents')}?since=yesterday").status_code == 422


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_leaves_as_a_file(loaded: dict[str, int], kind: str) -> None:
    reply = signed_in("office").get(f"{reverse('patents')}?export={kind}")
    assert reply.status_code == 200
    assert kind in reply["Content-Disposition"]
    if kind == "csv":
        assert "CN107000001B" in reply.content.decode("utf-8-sig")


def test_one_patent_shows_its_source_and_date(loaded: dict[str, int]) -> None:
    reply = signed_in("office").get(reverse("patent", args=[loaded["CN208000002U"]]))
    text = reply.content.decode()
    assert "patents.csv" in text
    assert "未知（截至" in text


def test_a_patent_of_another_tenant_is_not_found(loaded: dict[str, int]) -> None:
    assert signed_in("office").get(reverse("patent", args=[loaded["CN208000003U"]])).status_code == 404


def test_numbers_by_institution_are_offered_to_who_sees_several(world: World) -> None:
    offered = {
        name: "各单位件数" in signed_in(name).get(reverse("patents")).content.decode()
        for name in ("hunan", "education", "office", "college_inventor")
    }
    assert offered == {"hunan": True, "education": True, "office": False, "college_inventor": False}


@pytest.mark.parametrize("name", ["patents", "patents-institutions", "patents-import"])
def test_an_enterprise_is_not_let_in(loaded: dict[str, int], name: str) -> None:
    assert signed_in("enterprise").get(reverse(name)).status_code == 403


def test_totals_open_the_lists_they_count(world: World, loaded: dict[str, int]) -> None:
    text = signed_in("hunan").get(reverse("patents-institutions")).content.decode()
    assert "南湖试验大学" in text
    assert "西岭试验大学" not in text


def test_an_upload_is_checked_then_confirmed(world: World, tmp_path: Path) -> None:
    client = signed_in("office")
    checked = upload(client, csv_file(tmp_path, GRANT, UTILITY))
    assert checked.status_code == 302
    with scope(world.operator):
        assert not Patent.objects.exists()
        run = ImportRun.objects.get()
    assert "确认导入" in client.get(checked["Location"]).content.decode()
    done = client.post(reverse("patents-import-confirm", args=[run.pk]))
    assert done.status_code == 302
    assert "导入结果" in client.get(done["Location"]).content.decode()
    with scope(world.operator):
        assert Patent.objects.count() == 2
    assert client.post(reverse("patents-import-confirm", args=[run.pk])).status_code == 404


def test_bad_rows_are_shown_and_left_out_on_request(world: World, tmp_path: Path) -> None:
    client = signed_in("office")
    checked = upload(client, csv_file(tmp_path, GRANT, BAD_DATE))
    text = client.get(checked["Location"]).content.decode()
    assert "第 3 行" in text
    assert "2018-13-40" in text
    client.post(f"{checked['Location']}confirm/", {"skip": "1"})
    with scope(world.operator):
        assert Patent.objects.count() == 1


def test_a_file_with_nothing_to_take_offers_only_to_bring_another(world: World, tmp_path: Path, settings: Any) -> None:
    client = signed_in("office")
    before = set(settings.UPLOAD_FOLDER.glob("*.csv"))
    checked = upload(client, csv_file(tmp_path, BAD_DATE))
    text = client.get(checked["Location"]).content.decode()
    assert "先导入其余的" not in text
    assert 'name="skip"' not in text
    assert "换一个文件" in text
    assert client.post(f"{checked['Location']}confirm/", {"drop": "1"})["Location"] == reverse("patents-import")
    assert set(settings.UPLOAD_FOLDER.glob("*.csv")) == before


def test_an_upload_can_be_given_up(world: World, tmp_path: Path, settings: Any) -> None:
    client = signed_in("office")
    before = set(settings.UPLOAD_FOLDER.glob("*.csv"))
    checked = upload(client, csv_file(tmp_path, GRANT))
    assert client.post(f"{checked['Location']}confirm/", {"drop": "1"}).status_code == 302
    assert set(settings.UPLOAD_FOLDER.glob("*.csv")) == before


def test_nobody_else_sees_or_confirms_an_upload(world: World, tmp_path: Path) -> None:
    checked = upload(signed_in("office"), csv_file(tmp_path, GRANT))
    for person in ("hospital", "hunan"):
        assert signed_in(person).get(checked["Location"]).status_code == 404
        assert signed_in(person).post(f"{checked['Location']}confirm/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"), [("evil.exe", b"MZ"), ("bomb.xlsx", b"PK\x03\x04rubbish"), ("empty.csv", b"")]
)
def test_a_hostile_file_is_refused_by_name_with_a_reason(
    world: World, name: str, content: bytes, settings: Any
) -> None:
    before = set(settings.UPLOAD_FOLDER.glob("*.*"))
    reply = signed_in("office").post(reverse("patents-import"), {"file": SimpleUploadedFile(name, content)})
    assert reply.status_code == 422
    assert f"{name}：" in reply.content.decode()
    assert set(settings.UPLOAD_FOLDER.glob("*.*")) <= before


def test_rooms_above_put_sections_on_the_page_of_a_patent(loaded: dict[str, int]) -> None:
    shown = {"facts": [Fact("一项试验", "有内容")]}
    sections.add_section("放得上的", "patents.view", "parts/facts.html", lambda actor, card: shown, 20)
    sections.add_section("先放的", "patents.view", "parts/facts.html", lambda actor, card: {"title": card.title}, 10)
    sections.add_section("没有内容的", "patents.view", "parts/facts.html", lambda actor, card: None, 30)
    sections.add_section("无权看的", "patents.place", "parts/facts.html", lambda actor, card: shown, 40)
    address = reverse("patent", args=[loaded["CN107000001B"]])
    try:
        text = signed_in("national").get(address).content.decode()
    finally:
        for title in ("放得上的", "先放的", "没有内容的", "无权看的"):
            del sections._sections[title]
    assert 0 < text.find("先放的") < text.find("放得上的")
    assert "没有内容的" not in text
    assert "无权看的" not in text


def test_scopes_of_the_plan_narrow_the_list(world: World, tmp_path: Path) -> None:
    late = UTILITY | {"公开（公告）号": "CN208000009U", "公开（公告）日": "2024-05-01", "申请日": "2023-06-01"}
    old = UTILITY | {"公开（公告）号": "CN208000008U", "公开（公告）日": "2023-12-31", "申请日": "2023-01-01"}
    path = csv_file(tmp_path, late, old, GRANT | {"法律状态": "失效"})
    patents.import_patents(world.operator, path=path, file_name=path.name)
    client = signed_in("office")
    for scope_name, found in (("existing", "CN208000008U"), ("rolling", "CN208000009U")):
        text = client.get(f"{reverse('patents')}?scope={scope_name}").content.decode()
        assert [number for number in ("CN208000008U", "CN208000009U", "CN107000001B") if number in text] == [found]


def test_what_becomes_another_is_shown_before_it_is_written_and_leaves_as_a_workbook(
    world: World, loaded: dict[str, int], tmp_path: Path
) -> None:
    client = signed_in("office")
    checked = upload(client, csv_file(tmp_path, GRANT | {"标题": "改过的标题"}, UTILITY))
    text = client.get(checked["Location"]).content.decode()
    assert GRANT["标题"] in text
    assert "改过的标题" in text
    book = load_workbook(BytesIO(client.get(f"{checked['Location']}changes/").content))
    assert [cell.value for cell in list(book.worksheets[0].rows)[1]] == [
        "CN107000001B",
        "专利名称",
        GRANT["标题"],
        "改过的标题",
    ]
    for name, shown in (("changed", "CN107000001B"), ("same", "CN208000002U"), ("rows", "未变")):
        assert shown in client.get(f"{checked['Location']}rows/?what={name}").content.decode()
    assert client.get(f"{checked['Location']}rows/?what=nothing").status_code == 404


def test_problems_stand_in_the_order_of_the_rows(world: World, tmp_path: Path) -> None:
    nameless, dateless = UTILITY | {"申请人": ""}, UTILITY | {"公开（公告）日": ""}
    path = csv_file(tmp_path, dateless, BAD_DATE, nameless | {"公开（公告）号": "CN208000007U"}, BAD_DATE)
    checked = patents.import_patents(world.operator, path=path, file_name=path.name, dry_run=True)
    lines = [problem.line for problem in checked.problems]
    assert {2, 3, 5} <= set(lines)
    assert lines == sorted(lines)


def test_a_file_comes_back_with_what_is_wrong_in_each_row(world: World, tmp_path: Path) -> None:
    client = signed_in("office")
    checked = upload(client, csv_file(tmp_path, GRANT, BAD_DATE))
    assert "逐行标明问题" in client.get(checked["Location"]).content.decode()
    lines = returned(client, checked["Location"]).splitlines()
    assert "没有这一天" in lines[2]
    assert GRANT["标题"] in lines[1]


def test_many_problems_are_told_by_kind_and_few_one_by_one(world: World, tmp_path: Path) -> None:
    client = signed_in("office")
    few = client.get(upload(client, csv_file(tmp_path, GRANT, BAD_DATE))["Location"]).content.decode()
    assert "以第一处为例" not in few
    nameless = UTILITY | {"标题": ""}
    rows = [BAD_DATE] * 30 + [nameless | {"公开（公告）号": f"CN2080001{at:02d}U"} for at in range(12)]
    checked = upload(client, csv_file(tmp_path, *rows, name="many.csv"))
    text = " ".join(strip_tags(client.get(checked["Location"]).content.decode()).split())
    assert "42 行有误" in text
    assert "公开（公告）日：没有这一天，请核对日期 公开（公告）日 30 第 2 行 2018-13-40" in text
    assert "专利名称：必填 标题 12 第 32 行 （空）" in text
    assert "以上是前 20 处，还有 22 处未列出。" in text


def test_columns_that_are_not_plain_are_asked_about_once(world: World, tmp_path: Path) -> None:
    client = signed_in("office")
    path = tmp_path / "odd.csv"
    line = "CN208000002U,一种电池托盘,南湖试验大学,2018-10-23,12\n"
    path.write_text(f"公开（公告）号,叫什么,申请人,公开（公告）日,热度\n{line}", "utf-8")
    asked = upload(client, path)
    assert asked["Location"].endswith("/columns/")
    page = client.get(asked["Location"]).content.decode()
    assert "叫什么" in page
    assert "一种电池托盘" in page
    given = {"source_kind": "other", "column_0": "publication_no", "column_2": "applicants"}
    given |= {"column_3": "publication_date", "column_4": ""}
    assert client.post(asked["Location"], given | {"column_1": ""}).status_code == 422
    checked = client.post(asked["Location"], given | {"column_1": "title"})
    assert "确认导入" in client.get(checked["Location"]).content.decode()
    client.post(f"{checked['Location']}confirm/")
    with scope(world.operator):
        assert Patent.objects.get().title == "一种电池托盘"
    again = upload(client, path)
    assert not again["Location"].endswith("/columns/")
    assert "没有新的内容" in client.get(again["Location"]).content.decode()


def test_columns_and_source_can_be_corrected_after_the_check(world: World, tmp_path: Path) -> None:
    client = signed_in("office")
    checked = upload(client, csv_file(tmp_path, GRANT))
    page = client.get(f"{checked['Location']}columns/").content.decode()
    assert "H01M10/613" in page
    columns = {f"column_{at}": name for at, name in enumerate(("publication_no", "application_no", "kind", "title"))}
    columns |= {"column_4": "applicants", "column_8": "publication_date"}
    client.post(f"{checked['Location']}columns/", columns | {"source_kind": "register", "as_of": "2025-05-01"})
    client.post(f"{checked['Location']}confirm/")
    with scope(world.operator):
        row = Patent.objects.get()
    assert (row.source_rank, str(row.as_of), row.abstract) == (60, "2025-05-01", "")


@pytest.mark.usefixtures("by_worker")
def test_a_large_file_is_checked_and_loaded_by_the_worker(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huoshui.patents.import_pages.AT_ONCE_ROWS", 0)
    client = signed_in("office")
    begun = upload(client, csv_file(tmp_path, GRANT))
    assert "正在检查" in client.get(begun["Location"]).content.decode()
    work_waiting()
    assert client.get(f"{begun['Location']}progress/")["HX-Refresh"] == "true"
    client.post(f"{begun['Location']}confirm/")
    assert "正在导入" in client.get(begun["Location"]).content.decode()
    assert "HX-Refresh" not in client.get(f"{begun['Location']}progress/")
    work_waiting()
    assert "已导入" in client.get(begun["Location"]).content.decode()


@pytest.mark.usefixtures("by_worker")
def test_a_large_file_is_given_back_by_the_worker(world: World, tmp_path: Path) -> None:
    client = signed_in("office")
    begun = upload(client, csv_file(tmp_path, GRANT, BAD_DATE))
    assert "HX-Refresh" not in client.get(f"{begun['Location']}progress/?stage=checking")
    work_waiting()
    assert client.get(f"{begun['Location']}progress/?stage=checking")["HX-Refresh"] == "true"
    waiting = client.get(begun["Location"]).content.decode()
    assert "正在写出标明问题的文件" in waiting
    assert "跳过有误的行，导入其余" in waiting
    assert "逐行标明问题" not in waiting
    assert "HX-Refresh" not in client.get(f"{begun['Location']}progress/?stage=returning")
    work_waiting("give_back")
    assert client.get(f"{begun['Location']}progress/")["HX-Refresh"] == "true"
    assert "逐行标明问题" in client.get(begun["Location"]).content.decode()
    assert "没有这一天" in returned(client, begun["Location"]).splitlines()[2]
    client.post(f"{begun['Location']}confirm/", {"skip": "1"})
    assert "没有这一天" in returned(client, begun["Location"])  # the upload is gone by now


@pytest.mark.usefixtures("by_worker")
def test_a_large_file_that_nobody_wrote_is_written_when_it_is_asked_for(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("office")
    begun = upload(client, csv_file(tmp_path, GRANT, BAD_DATE))
    work_waiting()
    monkeypatch.setattr("huoshui.patents.returning.PATIENCE_SECONDS", 0)
    assert "逐行标明问题" in client.get(begun["Location"]).content.decode()
    assert "没有这一天" in returned(client, begun["Location"])


def test_a_file_checked_again_is_given_back_as_it_was_checked_last(world: World, tmp_path: Path) -> None:
    client = signed_in("office")
    begun = upload(client, csv_file(tmp_path, GRANT, BAD_DATE))
    assert "没有这一天" in returned(client, begun["Location"])
    client.post(f"{begun['Location']}columns/", told_again())  # the column with the impossible day is not read any more
    assert "没有这一天" not in returned(client, begun["Location"])


@pytest.mark.usefixtures("by_worker")
def test_a_file_begun_before_another_check_is_never_given_back_as_its_own(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("office")
    begun = upload(client, csv_file(tmp_path, GRANT, BAD_DATE))
    work_waiting()

    def slow(path: Path, problems: Any, out: Path, **more: Any) -> str:
        told = list(problems)
        monkeypatch.setattr("huoshui.patents.returning.write_with_errors", write_with_errors)
        client.post(f"{begun['Location']}columns/", told_again())
        assert client.get(f"{begun['Location']}errors/").status_code == 404  # while it is being checked
        assert "逐行标明问题" not in client.get(begun["Location"]).content.decode()
        work_waiting()
        return write_with_errors(path, told, out, **more)

    monkeypatch.setattr("huoshui.patents.returning.write_with_errors", slow)
    work_waiting("give_back")
    assert "正在写出标明问题的文件" in client.get(begun["Location"]).content.decode()
    work_waiting("give_back")
    text = returned(client, begun["Location"])
    assert "没有这一天" not in text
    assert text.splitlines()[2].startswith("申请（专利权）人：")


def told_again() -> dict[str, str]:
    """The columns of another reading, in which nobody tells whose patents they are."""
    headings = list(BAD_DATE)
    names = {"标题": "title", "公开（公告）号": "publication_no", "申请日": "publication_date"}
    given = {f"column_{at}": "" for at in range(len(headings))} | {"source_kind": "other"}
    return given | {f"column_{headings.index(heading)}": name for heading, name in names.items()}


@pytest.mark.usefixtures("by_worker")
def test_a_worker_killed_right_after_the_check_still_gives_the_file_back(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("office")
    begun = upload(client, csv_file(tmp_path, GRANT, BAD_DATE))
    with monkeypatch.context() as dying:
        dying.setattr("huoshui.patents.import_jobs.ask_back", killed)
        with pytest.raises(KeyboardInterrupt):
            work_waiting()
    work_waiting()
    work_waiting("give_back")
    assert "没有这一天" in returned(client, begun["Location"])


def killed(*_: Any) -> None:
    raise KeyboardInterrupt


@pytest.mark.usefixtures("by_worker")
def test_an_upload_that_expired_while_it_waited_is_said_to_have(world: World, tmp_path: Path) -> None:
    client = signed_in("office")
    begun = upload(client, csv_file(tmp_path, GRANT))
    with scope(world.operator):
        uploads.drop(ImportRun.objects.get().upload)
    work_waiting()
    text = client.get(begun["Location"]).content.decode()
    assert "上传的文件已过期，请重新上传" in text
    assert "正在检查" not in text


def returned(client: Client, run_page: str) -> str:
    reply = client.get(f"{run_page}errors/")
    assert reply.status_code == 200
    return b"".join(reply).decode("utf-8-sig")


def work_waiting(task: str = "go_on") -> None:
    for job in ProcrastinateJob.objects.filter(task_name=f"patents.{task}", status="todo").order_by("-id")[:1]:
        getattr(import_jobs, task)(**job.args)


def test_several_sources_stand_side_by_side_on_the_page_of_a_patent(
    world: World, loaded: dict[str, int], tmp_path: Path
) -> None:
    path = csv_file(tmp_path, GRANT | {"标题": "另一来源的标题"}, name="export.csv")
    about = patents.About(source_kind="other")
    patents.import_patents(world.operator, path=path, file_name=path.name, about=about)
    text = signed_in("office").get(reverse("patent", args=[loaded["CN107000001B"]])).content.decode()
    for shown in ("来源之间的不一致", "另一来源的标题", "export.csv", "原值来源等级更高", "每一项的来源"):
        assert shown in text
