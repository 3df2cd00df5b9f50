"""The door of the inventory: what the pages show, take and send back. Without scripts."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from tests.world import World

from huoshui.inventory import rules
from huoshui.inventory.rules import NEEDED
from huoshui.inventory.tests.dossiers import (
    FIRST,
    FOREIGN,
    SECOND,
    THIRD,
    accept,
    get,
    give_to_inventor,
    one_step_office,
    state,
    submit,
)
from huoshui.patents.tests.files import GRANT, HILL

User = apps.get_model("accounts.User")

Opened = dict[str, int]
POSTED: dict[str, Any] = {
    "fiscal_funded": "true",
    "implementation": "none",
    "willingness": ["assignment", "licence"],
    "maturity": "5",
    "self_grade": "4",
    "scene": "电池热管理",
    "prospects": "",
    "funding_project": "",
    "industry_codes": "38",
}


def signed_in(person: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=person))
    return client


def page_of(dossier_id: int) -> str:
    return reverse("dossier", args=[dossier_id])


def post(client: Client, dossier_id: int, **changes: Any) -> Any:
    return client.post(page_of(dossier_id), {"version": "1"} | POSTED | changes)


def numbers_on(text: str) -> set[str]:
    return {number for number in (FIRST, SECOND, THIRD, FOREIGN) if number in text}


# ------------------------------------------------------------------ one dossier


def test_the_form_is_filled_with_suggestions_that_say_why(world: World, opened: Opened) -> None:
    text = signed_in("office").get(page_of(opened[FIRST])).content.decode()
    for name, one in get(opened[FIRST], world.operator).suggestions.items():
        assert (f'name="accept" value="{name}"' in text) != (name in rules.PREFILLED)
        assert all(f"<mark>{word}</mark>" in text for word in one["evidence"])
    assert "已按建议填写" in text
    assert GRANT["标题"] in text


def test_accepting_a_suggestion_fills_the_field_and_saves_nothing(world: World, opened: Opened) -> None:
    name, found = next(iter(get(opened[FIRST], world.operator).suggestions.items()))
    answer = signed_in("office").post(page_of(opened[FIRST]), {"version": "1", "scene": "别的", "accept": name})
    assert answer.status_code == 200
    value = found["value"]
    assert ("；".join(value) if isinstance(value, list) else value) in answer.content.decode()
    row = get(opened[FIRST], world.operator)
    assert (row.state, row.version) == ("unopened", 1)


def test_a_draft_is_kept_and_shown_again(world: World, opened: Opened) -> None:
    client = signed_in("office")
    answer = client.post(page_of(opened[FIRST]), {"version": "1", "scene": "试车台", "draft": ""})
    assert answer["Location"] == page_of(opened[FIRST])
    text = client.get(page_of(opened[FIRST])).content.decode()
    assert "试车台" in text
    assert "草稿已保存" in text
    assert state(world, opened[FIRST]) == ["draft"]


def test_submitting_leads_to_the_next_one(world: World, opened: Opened) -> None:
    give_to_inventor(world, opened[FIRST], opened[SECOND])
    client = signed_in("inventor")
    assert client.get(reverse("dossier-next"))["Location"] == page_of(opened[FIRST])
    assert post(client, opened[FIRST])["Location"] == page_of(opened[SECOND])
    assert post(client, opened[SECOND])["Location"] == reverse("dossiers")
    assert client.get(reverse("dossier-next"))["Location"] == reverse("dossiers")
    assert state(world, opened[FIRST], opened[SECOND]) == ["college_review"] * 2


def test_a_gap_is_marked_at_its_field_and_what_was_typed_stays(world: World, opened: Opened) -> None:
    answer = post(signed_in("office"), opened[FIRST], self_grade="", scene="试车台", maturity="11")
    text = answer.content.decode()
    assert "试车台" in text
    assert len(re.findall("hs-field-bad", text)) == 2
    assert state(world, opened[FIRST]) == ["unopened"]


def test_every_gap_of_an_empty_form_is_marked(world: World, opened: Opened) -> None:
    text = signed_in("office").post(page_of(opened[FIRST]), {"version": "1"}).content.decode()
    assert len(re.findall("hs-field-bad", text)) == len(NEEDED)


@pytest.mark.parametrize("version", ["2", "0", "", "abc", "²"])
def test_another_version_than_the_one_read_is_a_conflict(world: World, opened: Opened, version: str) -> None:
    answer = post(signed_in("office"), opened[FIRST], version=version)
    assert answer.status_code == 409
    assert "刷新后再填写" in answer.content.decode()


def test_what_was_said_is_for_the_institution_and_not_for_departments(world: World, opened: Opened) -> None:
    submit(world, opened[FIRST], scene="试车台")
    assert "试车台" in signed_in("office").get(page_of(opened[FIRST])).content.decode()
    text = signed_in("hunan").get(page_of(opened[FIRST])).content.decode()
    assert GRANT["标题"] in text
    assert "试车台" not in text


def test_what_cannot_be_filled_now_has_no_form(world: World, opened: Opened) -> None:
    submit(world, opened[FIRST])
    text = signed_in("office").get(page_of(opened[FIRST])).content.decode()
    assert 'name="scene"' not in text
    assert 'value="pass"' in text


# ------------------------------------------------------------------ the list


@pytest.mark.parametrize(
    ("who", "query", "found"),
    [
        ("office", "", {FIRST, SECOND, THIRD}),
        ("office", "state=college_review", {FIRST}),
        ("office", "stage=in_review", {FIRST}),
        ("office", "stage=to_fill", {SECOND, THIRD}),
        ("office", "willing=1", {FIRST}),
        ("office", f"q={quote('托盘')}", {SECOND, THIRD}),
        ("office", f"q={SECOND}", {SECOND}),
        ("office", "responsible=inventor", {FIRST}),
        ("national", "org=0", set()),
        ("national", "", {FIRST, SECOND, THIRD, FOREIGN}),
        ("inventor", "", {FIRST}),
    ],
)
def test_the_list_shows_what_is_asked_for(world: World, opened: Opened, who: str, query: str, found: set[str]) -> None:
    give_to_inventor(world, opened[FIRST])
    submit(world, opened[FIRST])
    text = signed_in(who).get(f"{reverse('dossiers')}?{query}").content.decode()
    assert numbers_on(text.split('id="list"')[1]) == found


@pytest.mark.parametrize("query", ["state=lost", "sort=title", "size=7", "size=²", "cursor=x", "q=%00"])
def test_a_list_that_nobody_offers_is_refused(world: World, opened: Opened, query: str) -> None:
    assert signed_in("office").get(f"{reverse('dossiers')}?{query}").status_code == 422


def test_the_day_begins_with_what_waits_for_this_role(world: World, opened: Opened) -> None:
    submit(world, opened[FIRST])
    give_to_inventor(world, opened[SECOND])
    assert "1 件待您初审" in signed_in("secretary").get(reverse("dossiers")).content.decode()
    assert "1 件专利等您确认" in signed_in("inventor").get(reverse("dossiers")).content.decode()
    assert "每件专利一份档案" in signed_in("office").get(reverse("dossiers")).content.decode()


def test_the_export_holds_the_rows_shown(world: World, opened: Opened) -> None:
    submit(world, opened[FIRST])
    client = signed_in("office")
    text = client.get(f"{reverse('dossiers')}?export=csv&state=unopened").content.decode("utf-8-sig")
    assert numbers_on(text) == {SECOND, THIRD}
    answer = client.get(f"{reverse('dossiers')}?export=xlsx")
    rows = list(load_workbook(BytesIO(answer.content), read_only=True).worksheets[0].iter_rows(values_only=True))
    assert numbers_on(str(rows)) == {FIRST, SECOND, THIRD}
    assert HILL["标题"] not in str(rows)
    assert client.get(f"{reverse('dossiers')}?export=pdf").status_code == 422


# ------------------------------------------------------------------ reviews


def test_many_are_reviewed_from_the_list(world: World, opened: Opened) -> None:
    submit(world, opened[FIRST], opened[SECOND])
    client = signed_in("office")
    chosen = {"dossier": [opened[FIRST], opened[SECOND]], "state": "college_review"}
    answer = client.post(reverse("dossier-review"), chosen | {"verdict": "pass"})
    assert answer["Location"] == f"{reverse('dossiers')}?state=college_review"
    assert "院系审核通过：2 件" in client.get(answer["Location"]).content.decode()
    assert state(world, opened[FIRST], opened[SECOND]) == ["school_review"] * 2


@pytest.mark.parametrize(
    ("chosen", "verdict", "status"),
    [([], "pass", 422), (["x"], "pass", 404), (["²"], "pass", 404), (["0"], "pass", 404), ([], "nonsense", 422)],
)
def test_a_review_of_nothing_is_refused(
    world: World, opened: Opened, chosen: list[str], verdict: str, status: int
) -> None:
    answer = signed_in("office").post(reverse("dossier-review"), {"dossier": chosen, "verdict": verdict})
    assert answer.status_code == status


def test_after_a_review_one_is_led_to_our_own_list_only(world: World, opened: Opened) -> None:
    submit(world, opened[FIRST])
    sent = {"dossier": opened[FIRST], "verdict": "pass", "state": "//elsewhere.example/"}
    assert signed_in("office").post(reverse("dossier-review"), sent)["Location"] == reverse("dossiers")


def test_where_there_are_no_colleges_no_button_passes_their_review(
    world: World, opened: Opened, tmp_path: Path
) -> None:
    _, dossier_id = one_step_office(world, tmp_path)
    client = signed_in("institute")
    assert 'value="pass"' not in client.get(reverse("dossiers")).content.decode()
    assert 'value="pass"' in signed_in("office").get(reverse("dossiers")).content.decode()
    answer = client.post(reverse("dossier-review"), {"dossier": dossier_id, "verdict": "pass"})
    assert answer.status_code == 409


def test_reopening_makes_a_draft_of_it(world: World, opened: Opened) -> None:
    accept(world, opened[FIRST])
    client = signed_in("office")
    assert "重新盘点" in client.get(page_of(opened[FIRST])).content.decode()
    assert client.post(reverse("dossier-reopen", args=[opened[FIRST]]))["Location"] == page_of(opened[FIRST])
    assert state(world, opened[FIRST]) == ["draft"]


# ------------------------------------------------------------------ workbooks


def workbook(client: Client, path: Path, changes: dict[str, str]) -> SimpleUploadedFile:
    """The sheet as downloaded, the row of FIRST filled in by heading."""
    path.write_bytes(client.get(reverse("dossier-sheet")).content)
    book = load_workbook(path)
    page = book.worksheets[0]
    places = {str(cell.value).rstrip("*"): cell.column for cell in page[1]}
    for row in list(page.iter_rows(min_row=2)):
        if FIRST not in [cell.value for cell in row]:
            page.delete_rows(row[0].row)
    for heading, text in changes.items():
        page.cell(2, places[heading], text)
    book.save(path)
    return SimpleUploadedFile(path.name, path.read_bytes())


def test_the_sheet_holds_what_waits_to_be_filled(world: World, opened: Opened, tmp_path: Path) -> None:
    submit(world, opened[SECOND])
    content = signed_in("office").get(reverse("dossier-sheet")).content
    rows = load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    assert numbers_on(str(list(rows))) == {FIRST, THIRD}


def test_a_draft_comes_back_by_workbook(world: World, opened: Opened, tmp_path: Path) -> None:
    client = signed_in("office")
    file = workbook(client, tmp_path / "filled.xlsx", {"应用场景": "试车台"})
    answer = client.post(reverse("dossier-batch"), {"file": file, "move": "save"})
    assert answer["Location"] == reverse("dossiers")
    assert get(opened[FIRST], world.operator).values["scene"] == "试车台"
    assert state(world, opened[FIRST], opened[SECOND]) == ["draft", "unopened"]


def test_a_workbook_with_a_problem_names_it_and_changes_nothing(world: World, opened: Opened, tmp_path: Path) -> None:
    client = signed_in("office")
    file = workbook(client, tmp_path / "filled.xlsx", {"技术成熟度": "11级"})
    answer = client.post(reverse("dossier-batch"), {"file": file, "move": "save"})
    assert answer.status_code == 422
    assert "11级" in answer.content.decode()
    assert state(world, opened[FIRST]) == ["unopened"]


def test_registering_is_offered_to_the_office_alone(world: World, opened: Opened) -> None:
    assert 'value="register"' in signed_in("office").get(reverse("dossier-batch")).content.decode()
    assert 'value="register"' not in signed_in("secretary").get(reverse("dossier-batch")).content.decode()


def test_the_list_asks_the_database_no_more_for_three_rows_than_for_one(world: World, opened: Opened) -> None:
    office = signed_in("office")

    def asked(query: str, *, rows: int) -> int:
        with CaptureQueriesContext(connection) as queries_made:
            page = office.get(f"{reverse('dossiers')}{query}").content.decode()
        assert page.count('class="hs-row-link"') == rows
        return len(queries_made)

    asked("", rows=3)
    assert asked("", rows=3) == asked(f"?q={GRANT['公开（公告）号']}", rows=1)
