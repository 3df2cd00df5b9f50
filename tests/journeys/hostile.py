"""Files that must be refused with a reason, and never cost more than that."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.standards.workbooks import SHEET, sheet_xml, with_part

MEBIBYTE = 1 << 20
ENTITIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE patents [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<patents><patent>&b;</patent></patents>
"""


def far_cell(path: Path) -> None:
    """A few KiB that make a spreadsheet parser reserve 17 billion cells."""
    with_part(path, SHEET, sheet_xml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert path.stat().st_size < 8192


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("专利.csv", b"0" * (300 * MEBIBYTE))


def entities(path: Path) -> None:
    path.write_text(ENTITIES, encoding="utf-8")


def wrong_encoding(path: Path) -> None:
    path.write_bytes("公开（公告）号,专利名称\nCN208000002U,一种托盘\n".encode("utf-16"))


def empty(path: Path) -> None:
    path.write_bytes(b"")


FILES: dict[str, Callable[[Path], None]] = {
    "远处单元格.xlsx": far_cell,
    "炸弹.zip": bomb,
    "实体.xml": entities,
    "编码.csv": wrong_encoding,
    "空.csv": empty,
}
