"""The same odd value gets the same answer through the form, the API and the workbook."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.http import QueryDict
from django.test import Client
from openpyxl import Workbook
from tests.world import World

from huoshui.inventory.forms import DossierForm
from huoshui.inventory.rules import DATASET
from huoshui.inventory.tests.dossiers import FIRST
from huoshui_core.standards import Problem, Unclean, clean
from huoshui_core.standards.reading import read_records

User = apps.get_model("accounts.User")

Answer = tuple[str, Any]
TYPED = [
    ("maturity", "5级"),
    ("maturity", "TRL5"),
    ("maturity", "５"),
    ("maturity", " 5 "),
    ("maturity", "11"),
    ("maturity", "5.5"),
    ("fiscal_funded", "是"),
    ("fiscal_funded", "TRUE"),
    ("fiscal_funded", "√"),
    ("fiscal_funded", "0"),
    ("fiscal_funded", "大概"),
    ("implementation", "未转化"),
    ("implementation", "卖掉了"),
    ("self_grade", "★★★★"),
    ("self_grade", "六星"),
    ("willingness", "转让；许可"),
    ("willingness", "专利转让、转让"),
    ("willingness", "转让；不知道"),
    ("scene", "　电池\u200b管理　"),
    ("scene", "第一行\r\n第二行"),
    ("scene", "长" * 1_000),
    ("scene", "长" * 1_001),
    ("scene", "#REF!"),
    ("scene", "=HYPERLINK(1)"),
    ("scene", "\u202e反写"),
    ("industry_codes", "C3591，38"),
    ("industry_codes", "c35"),
    ("industry_codes", "电池"),
    ("industry_codes", "99999"),
    ("prospects", ""),
]


def accepted(value: Any) -> Answer:
    return "taken", list(value) if isinstance(value, tuple) else value or (value if value is False else None)


def by_standard(name: str, text: str) -> Answer:
    try:
        return accepted(clean(DATASET.field(name), text))
    except Unclean as refusal:
        return "refused", refusal.message


def by_form(name: str, text: str) -> Answer:
    data = QueryDict(mutable=True)
    data.setlist(name, text.replace("；", "、").split("、") if name == "willingness" else [text])
    form = DossierForm(data)
    form.is_valid()
    if name in form.cleaned_data:
        return accepted(form.cleaned_data[name])
    [message] = form.errors[name]
    return "refused", message


def by_api(name: str, text: str, *, client: Client, dossier_id: int) -> Answer:
    body = {"version": 1, "draft": True, "values": {name: text}}
    path = f"/api/v1/inventory/dossiers/{dossier_id}"
    answer = client.put(path, json.dumps(body), content_type="application/json")
    if answer.status_code == 200:
        return accepted(answer.json()["values"][name])
    assert answer.status_code == 422
    [problem] = answer.json()["fields"]
    assert problem["at"][-1] == name
    return "refused", problem["message"]


def by_workbook(name: str, text: str, *, folder: Path) -> Answer:
    book = Workbook()
    sheet = book.active
    for column, (heading, value) in enumerate(
        [(DATASET.field("publication_no").label, FIRST), (DATASET.field(name).label, text)], start=1
    ):
        sheet.cell(1, column, heading)
        sheet.cell(2, column, value).data_type = "s"
    path = folder / "sheet.xlsx"
    book.save(path)
    [row] = read_records(path, DATASET)
    if isinstance(row, Problem):
        assert (row.line, row.column) == (2, DATASET.field(name).label)
        return "refused", row.message
    return accepted(row.values[name])


@pytest.mark.parametrize(("name", "text"), TYPED)
def test_every_door_answers_like_the_standard(
    world: World, opened: dict[str, int], tmp_path: Path, name: str, text: str
) -> None:
    client = Client()
    client.force_login(User.objects.get(username="office"))
    expected = by_standard(name, text)
    assert by_form(name, text) in (expected, _without_label(name, expected))
    assert by_api(name, text, client=client, dossier_id=opened[FIRST]) == expected
    assert by_workbook(name, text, folder=tmp_path) == expected


def _without_label(name: str, answer: Answer) -> Answer:
    """A form writes the message under its field, which bears the label already."""
    return answer[0], answer[1].removeprefix(f"{DATASET.field(name).label}：") if answer[0] == "refused" else answer[1]
