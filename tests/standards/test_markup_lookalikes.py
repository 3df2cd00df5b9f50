"""Texts that look like a spreadsheet's own markup stay texts, and never break the workbook."""

from pathlib import Path

import openpyxl
import pytest

from huoshui_core.standards.writing import Column, Sheet, write_workbook


@pytest.mark.parametrize(
    "text", ["<r></r>", "<r><b>破</r>", "<r></c></row>坏</r>", "<r><t>甲</t></r>", "<is><t>甲</t></is>", "&lt;r&gt;"]
)
def test_lookalike_reads_back_as_written(tmp_path: Path, text: str) -> None:
    target = tmp_path / "texts.xlsx"
    write_workbook(target, [Sheet("专利", [Column("名称")], [[text], ["后一行"]])], demonstration=False)
    values = [cell.value for cell in openpyxl.load_workbook(target)["专利"]["A"]]
    assert values == ["名称", text, "后一行"]
