"""Excel workbooks: pre-scan, parse in a confined child, then find the sheet that answers the standard."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from huoshui_core.standards.identifiers import FIRST_DAY
from huoshui_core.standards.marks import STANDARD_SHEET
from huoshui_core.standards.model import LATEST
from huoshui_core.standards.reading.columns import (
    HEADER_WITHIN_ROWS,
    Columns,
    find_header,
    fit,
    fold_heading,
    without_dashes,
)
from huoshui_core.standards.reading.prescan import prescan
from huoshui_core.standards.reading.table import Context, Line
from huoshui_core.standards.reading.text_file import require_columns
from huoshui_core.standards.reading.workbook_child import DAMAGED, MAX_COLUMNS, MAX_ROWS, TOO_LARGE, WITH_ENTITIES
from huoshui_core.standards.refusal import Problem
from huoshui_core.standards.versions import is_readable

SHEET_LEFT_OUT = "sheet_left_out"  # the code of a notice
_CHILD = Path(__file__).with_name("workbook_child.py")
_WALL_SECONDS = 300
_UNREADABLE = (
    "workbook_unreadable",
    "工作簿无法解析（内容损坏、有密码或过大），请用表格软件另存为 xlsx 后重试",
)
_REFUSALS = {
    TOO_LARGE: (
        "too_large",
        f"表格范围超过上限（{MAX_ROWS}行、{MAX_COLUMNS}列）；请删除远处的空单元格或拆分文件",
    ),
    WITH_ENTITIES: ("entities", "工作簿内含有 DTD 声明，已拒绝"),
    DAMAGED: ("archive_damaged", "压缩包内的文件已损坏，无法读取"),
}
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range((FIRST_DAY - _SERIAL_ZERO).days, 80_000)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a sheet lies in the child's output."""

    name: str
    is_visible: bool
    offset: int


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet that is read. `file` is what messages call it; `order` gives its place of each column of the table."""

    sheet: Sheet
    file: str
    columns: Columns
    header_rows: int
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WorkbookTable:
    """Of `pages` the first says what the columns are; the others have the same ones, in any order. `visible`: all
    sheets that a person sees, read or not."""

    output: IO[bytes]
    columns: Columns
    pages: tuple[Page, ...]
    visible: tuple[Sheet, ...]

    @property
    def sheet(self) -> str:
        return "、".join(page.sheet.name for page in self.pages)

    def lines(self, context: Context) -> Iterator[Line]:
        return chain.from_iterable(self.by_page(context))

    def by_page(self, context: Context) -> Iterator[Iterator[Line]]:
        """The lines of each page; the context bears its name until the next one is asked for."""
        for page in self.pages:
            context.file = page.file
            yield self.lines_of(page)

    def lines_of(self, page: Page) -> Iterator[Line]:
        dashed, in_order = self.columns.dashed, page.order == tuple(range(len(page.order)))
        for position, (number, cells) in enumerate(self.every_row(page)):
            if position >= page.header_rows:
                if not in_order:
                    cells = [cells[index] if index < len(cells) else "" for index in page.order]
                yield number, without_dashes(cells, dashed)

    def every_row(self, page: Page) -> Iterator[Line]:
        """From the first row of the sheet on, heading included, as they stand; what is understood as a date as one."""
        dates = [index for field, indexes in page.columns.used if field.type == "date" for index in indexes]
        for position, (number, cells) in enumerate(_rows(self.output, page.sheet)):
            if position >= page.header_rows:
                for index in dates:
                    if index < len(cells):
                        cells[index] = _day_of_serial(cells[index])
            yield number, cells

    def rows_of(self, sheet: Sheet) -> Iterator[Line]:
        return _rows(self.output, sheet)


def open_workbook(path: Path, context: Context) -> WorkbookTable:
    """The first sheet with all the standard needs, and with it those that have the same columns. Of our own workbooks
    that sheet alone answers the standard. Other sheets that look like lists are told among the notices."""
    prescan(path, context)
    output = _parse(path, context)
    sheets = list(_sheets(output))
    _refuse_other_standard(output, sheets, context)
    is_ours = bool(_stamp(output, sheets))
    visible = [sheet for sheet in sheets if sheet.is_visible]
    headers = []
    for sheet in visible:
        first: list[Line] = list(islice(_rows(output, sheet), HEADER_WITHIN_ROWS))
        headers.append((sheet, first, find_header(first, context.dataset, context.headings)))
    found = [(sheet, rows, header) for sheet, rows, header in headers if header]
    if not found:
        raise _no_sheet(output, visible, context)
    main, rows, (position, columns) = max(found, key=lambda each: fit(each[2], context.dataset))
    require_columns(columns, context, line=rows[position][0])
    same = [
        (sheet, header)
        for sheet, _, header in found
        if sheet == main or (not is_ours and _is_alike(header[1], columns, context))
    ]
    pages = tuple(_page(sheet, header, columns, context, is_one=len(same) == 1) for sheet, header in same)
    read = {sheet for sheet, _ in same}
    context.notices += [
        _left_out(sheet, rows, main, context)
        for sheet, rows, header in headers
        if sheet not in read and _looks_like_a_list(rows, header, columns)
    ]
    return WorkbookTable(output, columns, pages, tuple(visible))


def _is_alike(one: Columns, main: Columns, context: Context) -> bool:
    named = [heading for heading in one.headings if heading in one.by_heading]
    return one.asked == main.asked and len(set(named)) == len(named) and not one.missing(context.dataset)


def _page(sheet: Sheet, header: tuple[int, Columns], main: Columns, context: Context, *, is_one: bool) -> Page:
    position, columns = header
    folded = [fold_heading(heading) for heading in columns.headings]
    nowhere = MAX_COLUMNS  # beyond every row: an empty cell
    order = tuple(range(len(main.headings)))
    if columns.headings != main.headings:
        wanted = [fold_heading(heading) for heading in main.headings]
        order = tuple(folded.index(each) if each and each in folded else nowhere for each in wanted)
    file = context.file if is_one else f"{context.file}（{sheet.name}）"
    return Page(sheet, file, columns, position + 1, order)


def _looks_like_a_list(rows: list[Line], header: tuple[int, Columns] | None, main: Columns) -> bool:
    """Some known headings, or rows about as wide as those that are read; explanations have neither."""
    widest = max((sum(cell not in ("", None) for cell in cells) for _, cells in rows), default=0)
    return bool(header and len(header[1].used) > 1) or (widest > 2 and 2 * widest > len(main.asked))


def _left_out(sheet: Sheet, rows: list[Line], main: Sheet, context: Context) -> Problem:
    message = (
        f"工作表“{sheet.name}”没有读取，读取的是“{main.name}”；里面如果也是清单，请把标题行改成与“{main.name}”相同，"
        "或另存为一个文件上传"
    )
    return Problem(context.file, rows[0][0], sheet.name, "", message, SHEET_LEFT_OUT)


def first_rows(path: Path, context: Context, count: int) -> tuple[list[tuple[str, list[Line]]], str]:
    """Of every visible sheet that is not empty, by its name; and the standard the hidden stamp names, or nothing."""
    prescan(path, context)
    output = _parse(path, context, count)
    sheets = list(_sheets(output))
    stamp = _stamp(output, sheets)
    tables: list[tuple[str, list[Line]]] = []
    for sheet in sheets:
        rows: list[Line] = list(islice(_rows(output, sheet), count)) if sheet.is_visible else []
        if rows:
            tables.append((sheet.name, rows))
    if not tables:
        raise context.refusal("empty_file", "工作簿是空的")
    return tables, str(stamp[0]) if stamp else ""


def _parse(path: Path, context: Context, *most: int) -> IO[bytes]:
    """The child's answer in a temporary file. A child that died of its limits, or of the file, is a refusal."""
    output = tempfile.TemporaryFile()  # noqa: SIM115 - the caller reads it; it is gone with its last reference
    command = [sys.executable, "-I", str(_CHILD), str(path.resolve()), *map(str, most)]
    try:
        # Our own script and an absolute path, no shell.
        ended = subprocess.run(  # noqa: S603
            command, stdout=output, stderr=subprocess.DEVNULL, timeout=_WALL_SECONDS, check=False
        ).returncode
    except subprocess.TimeoutExpired:
        ended = -1
    if ended:
        output.close()
        raise context.refusal(*_REFUSALS.get(ended, _UNREADABLE))
    return output


def _sheets(output: IO[bytes]) -> Iterator[Sheet]:
    output.seek(0)
    offset = 0
    for line in output:
        offset += len(line)
        if line.startswith(b'["sheet"'):
            _, name, is_visible = json.loads(line)
            yield Sheet(name, is_visible, offset)


def _rows(output: IO[bytes], sheet: Sheet) -> Iterator[tuple[int, list[Any]]]:
    output.seek(sheet.offset)
    for line in output:
        if line.startswith(b'["sheet"'):
            return
        number, *cells = json.loads(line)
        yield number, cells


def _refuse_other_standard(output: IO[bytes], sheets: list[Sheet], context: Context) -> None:
    """Our templates say in a hidden sheet which standard and version they answer."""
    row = _stamp(output, sheets)
    if not row:
        return
    if row[0] != context.dataset.name:
        raise context.refusal("wrong_template", f"这是另一种数据的模板，这里需要“{context.dataset.title}”模板")
    if not is_readable(context.dataset, row[1]):
        raise context.refusal(
            "unknown_version", f"模板版本 {row[1]} 与现行版本 {context.dataset.version} 不同，请重新下载"
        )


def _stamp(output: IO[bytes], sheets: list[Sheet]) -> list[Any]:
    """Name and version of the standard, or nothing."""
    stamp = next((sheet for sheet in sheets if sheet.name == STANDARD_SHEET), None)
    row = next((cells for _, cells in _rows(output, stamp)), []) if stamp else []
    return row[:2] if len(row) >= 2 and row[0] in LATEST else []


def _no_sheet(output: IO[bytes], visible: list[Sheet], context: Context) -> Exception:
    if all(next(_rows(output, sheet), None) is None for sheet in visible):
        return context.refusal("empty_file", "工作簿是空的")
    names = "、".join(sheet.name for sheet in visible)
    expected = "、".join(context.dataset.label_row[:6])
    return context.refusal("wrong_sheet", f"工作表（{names}）中都没有认出的栏目；应有标题行，如：{expected}")


def _day_of_serial(cell: Any) -> Any:
    """A date cell that lost its format is a count of days; 20200131 typed as a number is not."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell in _SERIALS:
        return (_SERIAL_ZERO + timedelta(days=int(cell))).isoformat()
    return cell
