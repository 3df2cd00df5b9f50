"""Workbooks for tests, honest and hostile."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"


def workbook(path: Path, *sheets: tuple[str, list[list[Any]]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    for cell in (cell for page in book.worksheets for row in page.iter_rows() for cell in row):
        if cell.data_type == "f":
            cell.data_type = "s"
    book.save(path)
    return path


def with_part(path: Path, name: str, content: str | bytes) -> Path:
    """A valid workbook of which one part is replaced or added."""
    base = BytesIO()
    Workbook().save(base)
    with zipfile.ZipFile(base) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if entry.filename != name:
                target.writestr(entry, source.read(entry))
        target.writestr(name, content)
    return path


def sheet_xml(rows: str) -> str:
    return HEAD + rows + TAIL
