"""The page that asks what the columns of a file are: what it refuses before anything is read."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from tests.world import World

from huoshui.kernel.tenancy import scope
from huoshui.patents.models import ImportRun
from huoshui.patents.tests.files import GRANT, HEADINGS, UTILITY
from huoshui.patents.tests.test_pages import signed_in

pytestmark = pytest.mark.django_db


def upload(client: Client, content: str | bytes, name: str = "odd.csv") -> str:
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    reply = client.post(reverse("patents-import"), {"file": file})
    assert reply.status_code == 302, reply.content.decode()
    return str(reply["Location"])


def answered(client: Client, address: str, *fields: str) -> Any:
    chosen = {f"column_{at}": name for at, name in enumerate(fields)}
    return client.post(address, chosen | {"source_kind": "other"})


def test_two_columns_cannot_be_one_field(world: World) -> None:
    client = signed_in("office")
    asked = upload(
        client, "公开（公告）号,专利名称,叫什么,公开（公告）日\nCN208000002U,一种电池托盘,电池托盘,2018-10-23\n"
    )
    page = answered(client, asked, "publication_no", "title", "title", "publication_date")
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"column_2"}
    assert "“专利名称”也选了“专利名称”" in page.content.decode()
    assert answered(client, asked, "publication_no", "title", "", "publication_date").status_code == 302


def test_headings_that_the_standard_knows_for_one_field_may_stand_side_by_side(world: World) -> None:
    client = signed_in("office")
    line = "CN208000002U,一种电池托盘,南湖试验大学,南湖试验大学,2018-10-23"
    asked = upload(client, f"公开（公告）号,叫什么,申请人,当前权利人,公开（公告）日\n{line}\n")
    chosen = ("publication_no", "title", "applicants", "applicants", "publication_date")
    assert answered(client, asked, *chosen).status_code == 302


@pytest.mark.parametrize(
    ("number", "date", "lacking"),
    [
        ("201710601862.3", "filing_date", ["公开（公告）日 或 授权公告日", "公开（公告）号 或 授权公告日"]),
        ("201710601862.3", "publication_date", ["公开（公告）号 或 授权公告日"]),
        ("201720601862.9", "publication_date", []),
    ],
)
def test_what_every_row_would_lack_is_said_before_the_rows_are_read(
    world: World, number: str, date: str, lacking: list[str]
) -> None:
    client = signed_in("office")
    asked = upload(client, f"申请号,叫什么,申请人,某日\n{number},一种电池托盘,南湖试验大学,2018-10-23\n")
    page = answered(client, asked, "application_no", "title", "applicants", date)
    assert page.status_code == (422 if lacking else 302)
    if lacking:
        said = page.context["form"].lacking
        assert len(said) == len(lacking)
        assert all(one.startswith(start) for one, start in zip(said, lacking, strict=True))
    assert "还缺" in client.get(asked).content.decode() or not lacking


def test_a_heading_without_end_takes_no_more_room_than_a_line(world: World) -> None:
    client = signed_in("office")
    asked = upload(client, f"公开（公告）号,{'x' * 5_000},公开（公告）日\nCN208000002U,{'y' * 5_000},2018-10-23\n")
    page = client.get(asked).content.decode()
    assert "x" * 21 not in page
    assert "y" * 21 not in page


def test_every_sheet_of_the_year_is_read(world: World, tmp_path: Path) -> None:
    book = Workbook()
    for title, row in (("2023", GRANT), ("2024", UTILITY)):
        sheet = book.create_sheet(title)
        sheet.append(HEADINGS)
        sheet.append([row[heading] for heading in HEADINGS])
    book.save(tmp_path / "a.xlsx")
    upload(signed_in("office"), (tmp_path / "a.xlsx").read_bytes(), "a.xlsx")
    with scope(world.operator):
        run = ImportRun.objects.get()
    assert (run.rows, run.new, run.refused) == (2, 2, 0)
