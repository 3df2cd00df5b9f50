"""The doors of funding: list, figures, one patent, the sheet, the annual report, the API."""

import json
import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from tests.world import World

from huoshui.funding import actions, noting
from huoshui.funding.models import Project, Reason
from huoshui.funding.tests.test_actions import FIRST, GOOD, HILL, PROJECT, SECOND, YOUNG, said, sheet
from huoshui.kernel.tenancy import scope
from huoshui.patents.tests.files import GRANT

User = apps.get_model("accounts.User")
Loaded = dict[str, int]


def signed_in(person: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=person))
    return client


def text_of(person: str, name: str, *args: Any, query: str = "") -> str:
    response = signed_in(person).get(reverse(name, args=args) + query)
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def numbers(text: str) -> set[str]:
    return {one for one in (FIRST, SECOND, YOUNG, HILL) if one in text}


@pytest.fixture
def told(world: World, loaded: Loaded) -> Loaded:
    """The first is funded, over its five years and unused; the young one funded; of the second nobody said anything."""
    office = world.actor("office")
    actions.declare(
        office,
        patent_id=loaded[FIRST],
        is_funded=True,
        declared_on=date(2024, 3, 1),
        declared_projects=[PROJECT],
    )
    actions.declare(office, patent_id=loaded[YOUNG], is_funded=True)
    words = [said(loaded[one], fiscal_funded=None, funding_project="") for one in (FIRST, YOUNG)]
    noting.note_dossiers(world.operator, said=words)
    return loaded


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {FIRST, SECOND, YOUNG}),
        ("?clock=passed", {FIRST}),
        ("?clock=due_soon", {YOUNG}),
        ("?is_funded=yes", {FIRST, YOUNG}),
        ("?state=noted", {SECOND}),
        ("?q=热管理", {FIRST}),
    ],
)
def test_filters_narrow_the_list(world: World, told: Loaded, query: str, found: set[str]) -> None:
    assert numbers(text_of("office", "funding", query=query)) == found


def test_the_red_flag_is_the_offices_next_step_and_figures_open_their_lists(world: World, told: Loaded) -> None:
    text = text_of("office", "funding")
    assert "1 件财政资助专利授权超过五年没有实施" in text
    for label, wanted in (("满五年无理由", 1), ("一年内满五年", 1), ("财政资助", 2)):
        link = re.search(rf'href="([^"]*)">\s*<span class="hs-figure-label">{label}<', text)
        assert link is not None, label
        opened = signed_in("office").get(link[1].replace("&amp;", "&")).content.decode()
        assert len(numbers(opened)) == wanted, label


def test_one_patent_shows_declaration_projects_clock_and_what_no_document_says(world: World, told: Loaded) -> None:
    text = text_of("office", "funding-patent", told[FIRST])
    for words in (
        "已声明",
        "已满五年，无理由",
        "51800001",
        "国家自然科学基金委员会",
        "2024-07-09",
        "现行文件没有规定",
        "暂定",
    ):
        assert words in text


def test_the_whole_way_by_forms_without_scripts(world: World, loaded: Loaded) -> None:
    client, one = signed_in("office"), loaded[FIRST]
    assert client.post(reverse("funding-declare", args=[one]), {}).status_code == 422
    client.post(reverse("funding-declare", args=[one]), {"is_funded": "true", "declared_on": "2024-03-01"})
    refused = client.post(reverse("funding-add-project", args=[one]), {"funder": "nsfc"})
    assert refused.status_code == 422
    assert "项目编号和项目名称至少填写一项" in refused.content.decode()
    client.post(reverse("funding-add-project", args=[one]), {"funder": "nsfc", "project_no": "51800009"})
    client.post(reverse("funding-give-reason", args=[one]), {"text": "中试设备尚未到位"})
    text = client.get(reverse("funding-patent", args=[one])).content.decode()
    for words in ("51800009", "中试设备尚未到位", "撤回声明", "删除 51800009"):
        assert words in text
    with scope(world.operator):
        project_id, reason_id = Project.objects.get().pk, Reason.objects.get().pk
    client.post(reverse("funding-take-back-reason", args=[one, reason_id]))
    client.post(reverse("funding-remove-project", args=[one, project_id]))
    client.post(reverse("funding-withdraw", args=[one]))
    text = client.get(reverse("funding-patent", args=[one])).content.decode()
    assert "已撤回" in text
    assert "已撤回的理由" in text


def test_departments_read_list_and_clock_and_not_what_is_said_inside(world: World, told: Loaded) -> None:
    actions.give_reason(world.actor("office"), patent_id=told[YOUNG], text="内部的理由")
    for who in ("hunan", "education", "national"):
        text = text_of(who, "funding", query="?clock=passed")
        assert numbers(text) == {FIRST}
        page = text_of(who, "funding-patent", told[FIRST]) + text_of(who, "funding-patent", told[YOUNG])
        for words in ("51800001", "电池热管理基础研究", "内部的理由", "实施状态</dt>"):
            assert words not in page


def test_an_inventor_sees_and_declares_what_names_them(world: World, told: Loaded) -> None:
    assert numbers(text_of("inventor", "funding")) == {FIRST}
    assert signed_in("inventor").get(reverse("funding-patent", args=[told[SECOND]])).status_code == 404
    page = text_of("inventor", "funding-patent", told[FIRST])
    assert reverse("funding-declare", args=[told[FIRST]]) in page
    assert reverse("funding-give-reason", args=[told[FIRST]]) not in page


def test_elsewhere_there_is_nothing_and_outside_no_door(world: World, told: Loaded) -> None:
    page = reverse("funding-patent", args=[told[FIRST]])
    assert signed_in("other_office").get(page).status_code == 404
    assert signed_in("enterprise").get(page).status_code == 403
    assert signed_in("enterprise").get(reverse("funding")).status_code == 403


def test_the_page_of_the_patent_says_what_is_declared(world: World, told: Loaded) -> None:
    text = text_of("office", "patent", told[FIRST])
    assert "已满五年，无理由" in text
    assert reverse("funding-patent", args=[told[FIRST]]) in text


# ------------------------------------------------------------------ files


def upload(client: Client, path: Path, move: str) -> Any:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post(reverse("funding-sheet"), {"file": file, "move": move})


def test_a_sheet_is_checked_first_and_then_written(world: World, loaded: Loaded, tmp_path: Path) -> None:
    client, path = signed_in("office"), sheet(tmp_path, *GOOD)
    checked = upload(client, path, "check").content.decode()
    assert "检查通过：3 行，2 件专利，将更新 2 件" in checked
    assert numbers(text_of("office", "funding", query="?state=declared")) == set()
    assert upload(client, path, "write").status_code == 302
    assert numbers(text_of("office", "funding", query="?state=declared")) == {FIRST, SECOND}
    assert "将更新 0 件" in upload(client, path, "check").content.decode()


def test_a_bad_row_is_shown_with_line_and_column(world: World, loaded: Loaded, tmp_path: Path) -> None:
    response = upload(signed_in("office"), sheet(tmp_path, f"{HILL},是,,,,,,"), "write")
    assert response.status_code == 422
    text = response.content.decode()
    assert "不在您可声明的专利里" in text
    assert "第 2 行" in text or "<td>2</td>" in text or ">2<" in text


def test_the_empty_template_comes_back_as_a_readable_sheet(world: World, loaded: Loaded) -> None:
    content = signed_in("office").get(reverse("funding-template")).content
    heads = [cell.value for cell in next(load_workbook(BytesIO(content)).worksheets[0].iter_rows())]
    assert any("项目编号" in str(head) for head in heads)


def test_the_annual_report_lists_each_funded_patent_and_says_that_its_layout_is_ours(
    world: World, told: Loaded
) -> None:
    actions.give_reason(world.actor("office"), patent_id=told[FIRST], text="中试设备尚未到位")
    content = signed_in("office").get(reverse("funding-report") + "?year=2025").content
    notes, table = load_workbook(BytesIO(content)).worksheets
    told_notes = " ".join(str(cell.value) for row in notes.iter_rows() for cell in row)
    assert "本地格式" in told_notes
    assert "2025-12-31" in told_notes
    head, *lines = [[cell.value for cell in row] for row in table.iter_rows()]
    by_title = {line[0]: dict(zip(head, line, strict=True)) for line in lines}
    assert set(by_title) == {GRANT["标题"], "一种年轻的支架"}
    first = by_title[GRANT["标题"]]
    assert "51800001" in first["资助项目"]
    assert (first["实施状态"], first["五年期限"]) == ("未实施", "已登记理由")
    assert "中试设备尚未到位" in first["未实施的理由"]
    assert by_title["一种年轻的支架"]["五年期限"] == "未满五年"


@pytest.mark.parametrize(("who", "status"), [("hunan", 403), ("secretary", 403), ("other_office", 200)])
def test_the_report_is_the_offices_own(world: World, told: Loaded, who: str, status: int) -> None:
    response = signed_in(who).get(reverse("funding-report"))
    assert response.status_code == status
    if status == 200:
        assert load_workbook(BytesIO(response.content)).worksheets[1].max_row == 1


# ------------------------------------------------------------------ programs


def test_programs_read_and_declare(world: World, told: Loaded) -> None:
    client = signed_in("office")
    page = client.get("/api/v1/funding/?clock=passed").json()
    assert [one["publication_no"] for one in page["rows"]] == [FIRST]
    assert page["rows"][0]["projects"][0]["project_no"] == "51800001"
    body = json.dumps({"is_funded": True, "projects": [{"project_no": "2022-1", "funder": "province"}]})
    one = client.put(f"/api/v1/funding/{told[SECOND]}", body, content_type="application/json").json()
    assert (one["state"], one["projects"][0]["funder"]) == ("declared", "province")
    bureau = signed_in("hunan").get(f"/api/v1/funding/{told[FIRST]}").json()
    assert (bureau["clock"], bureau["projects"], bureau["implementation"]) == ("passed", None, None)
    assert signed_in("other_office").get(f"/api/v1/funding/{told[FIRST]}").status_code == 404
