"""Which right a row speaks of, as a table."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from huoshui_core.loop import workbooks
from huoshui_core.loop.screening import right_of, screen
from huoshui_core.standards.writing import Cell, Column, Sheet

TODAY = date(2026, 11, 20)


def patent(**given: Any) -> dict[str, Any]:
    empty = {"kind": "invention", "stage": None, "legal_status": None, "filing_date": None, "applicants": ("云台大学",)}
    return empty | given


@pytest.mark.parametrize(
    ("stage", "status", "filed", "right"),
    [
        ("granted", None, None, "granted"),
        ("granted", "in_force", date(2014, 1, 1), "granted"),
        ("granted", None, date(2006, 11, 20), "ended"),  # the term ends on this very day
        ("granted", None, date(2006, 11, 21), "granted"),
        ("granted", "ended", None, "ended"),
        ("granted", "pledged", None, "granted"),
        ("published", None, None, "pending"),
        ("published", "pending", None, "pending"),
        ("published", "in_force", None, "granted"),
        ("published", "assigned", None, "pending"),
        ("published", "refused", None, "ended"),
        ("published", None, date(1985, 1, 1), "ended"),
        (None, None, None, "unknown"),
        (None, "in_force", None, "granted"),
        (None, None, date(1985, 1, 1), "ended"),
    ],
)
def test_right_is_read_off_status_stage_and_term(
    stage: str | None, status: str | None, filed: date | None, right: str
) -> None:
    assert right_of(patent(stage=stage, legal_status=status, filing_date=filed), TODAY) == right


@pytest.mark.parametrize(("kind", "priority"), [("invention", 1), ("utility", 2), ("design", 3)])
def test_inventions_come_first_and_all_granted_are_candidates(kind: str, priority: int) -> None:
    found = screen(patent(kind=kind, stage="granted"), place=0, today=TODAY)
    assert (found.is_candidate, found.priority) == (True, priority)


def test_a_licence_a_co_owner_and_a_second_place_are_warned_of() -> None:
    held = patent(stage="granted", legal_status="licensed", applicants=("某公司", "云台大学"))
    cautions = "".join(screen(held, place=1, today=TODAY).cautions)
    assert "独占" in cautions
    assert "共有" in cautions
    assert "第一权利人" in cautions


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "_ROWS_A_SHEET", 2)
    rows: Iterator[list[Cell]] = ([number] for number in range(5))
    sheets = workbooks._paged(Sheet("按专利", [Column("号")], rows), 5)
    assert [(sheet.title, [row[0] for row in sheet.rows]) for sheet in sheets] == [
        ("按专利（1）", [0, 1]),
        ("按专利（2）", [2, 3]),
        ("按专利（3）", [4]),
    ]
