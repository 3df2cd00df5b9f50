"""Tables in text: comma, tab or semicolon; UTF-8 with or without mark, or GB18030, told apart strictly."""

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from huoshui_core.standards.marks import restored
from huoshui_core.standards.reading.columns import DASHES, HEADER_WITHIN_ROWS, Columns, find_header, fit, without_dashes
from huoshui_core.standards.reading.spans import Span, SpanFile, TornSpan
from huoshui_core.standards.reading.table import Context, Line, Lines, gathered, pieces
from huoshui_core.standards.refusal import Problem

DELIMITERS = (",", "\t", ";", "，")
MAX_COLUMNS = 500
# A stray quote tears every line after it; somebody who reads the first thousand has understood.
MOST_TORN = 1_000
_BLOCK = 1 << 20
# Real GB18030 text is almost all GB 2312; other encodings read as GB18030 give mostly characters outside it.
_RARE_SHARE = 0.1
# Damaged text may hold one of these; where no heading is known either, it is no text at all.
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text table is laid out, alike for who proposes its columns and for who reads its rows. `rows` are the
    first ones; `header` is None where no heading is known."""

    encoding: str
    delimiter: str
    rows: list[Line]
    header: tuple[int, Columns] | None


@dataclass(frozen=True, slots=True)
class TextTable:
    path: Path
    encoding: str
    delimiter: str
    columns: Columns
    header_rows: int

    def lines(self, context: Context) -> Iterator[Line | Problem]:
        """What stands below the headings, up to MOST_TORN torn ones."""
        width, dashed, torn = len(self.columns.headings), self.columns.dashed, 0
        for record in islice(records_of(self.path, self.encoding, self.delimiter, context), self.header_rows, None):
            line = record if isinstance(record, Problem) else _line(record, width, dashed, context)
            yield line
            if isinstance(line, Problem) and line.code in ("row_torn", "row_width"):
                torn += 1
                if torn == MOST_TORN:
                    yield _too_many_torn(context, line.line)
                    return

    def blocks(self, context: Context, size: int, span: Span | None) -> Iterator[Lines]:
        """What `lines` gives, so many at a time. Raises TornSpan where a span holds a torn record that may matter."""
        if span:
            return self._of_span(context, size, span)
        return map(gathered, pieces(self.lines(context), size))

    def _of_span(self, context: Context, size: int, span: Span) -> Iterator[Lines]:
        width, torn = len(self.columns.headings), 0
        with _open_text(self.path, self.encoding, span) as file:
            reader = csv.reader(file, delimiter=self.delimiter, strict=True)
            try:
                headings = islice(filter(None, reader), 0 if span.start else self.header_rows)
                for _ in headings:
                    pass
                while True:
                    begun = reader.line_num
                    rows = list(islice(reader, size))
                    if not rows:
                        return
                    numbers = _numbers(rows, span.lines + begun, span.lines + reader.line_num)
                    found = _block(rows, numbers, width, context)
                    torn += len(found.problems)
                    if torn >= MOST_TORN // 2:
                        raise TornSpan
                    yield Lines(found.numbers, self._meant(found.cells), found.problems)
            except (csv.Error, UnicodeDecodeError) as fault:
                raise TornSpan from fault

    def _meant(self, rows: list[Any]) -> list[Any]:
        """As `_line` does row by row; both are looked for in all rows together first."""
        dashed = self.columns.dashed
        if dashed and not DASHES.isdisjoint(chain.from_iterable(map(itemgetter(0, *dashed), rows))):
            rows = [without_dashes(row, dashed) for row in rows]
        if "'" in "".join(chain.from_iterable(rows)):
            rows = [[restored(cell) for cell in row] for row in rows]
        return rows


def _line(record: Line, width: int, dashed: Sequence[int], context: Context) -> Line | Problem:
    number, cells = record
    if len(cells) != width and any(cells):
        return _other_width(context, number, len(cells), width)
    if any(cell[:1] == "'" for cell in cells):
        cells = [restored(cell) for cell in cells]
    return number, without_dashes(cells, dashed)


def _numbers(rows: list[list[str]], begun: int, ended: int) -> list[int]:
    """The line each row begins on; a cell may hold line ends of its own."""
    if ended - begun == len(rows):
        return list(range(begun + 1, ended + 1))
    numbers, line = [], begun + 1
    for row in rows:
        numbers.append(line)
        line += 1 + sum(len(_LINE_END.findall(cell)) for cell in row)
    return numbers


def _block(rows: list[list[str]], numbers: list[int], width: int, context: Context) -> Lines:
    if set(map(len, rows)) == {width}:
        return Lines(numbers, rows, [])
    found = Lines([], [], [])
    for number, row in zip(numbers, rows, strict=True):
        if len(row) == width:
            found.numbers.append(number)
            found.cells.append(row)
        elif any(row):
            found.problems.append(_other_width(context, number, len(row), width))
    return found


def _other_width(context: Context, line: int, found: int, width: int) -> Problem:
    message = f"这一行有{found}栏，标题行有{width}栏；请检查是否缺了引号或被截断"
    return Problem(context.file, line, "", "", message, "row_width")


def open_text(path: Path, context: Context, *, is_span: bool = False) -> TextTable:
    """For a span the encoding is what the beginning looks like; reading raises TornSpan where it is another."""
    encoding = _probable_encoding(path, context) if is_span else detect_encoding(path, context)
    found = layout_of(path, encoding, context, HEADER_WITHIN_ROWS)
    if found.header is None:
        expected = "、".join(context.dataset.label_row[:6])
        raise context.refusal("no_header", f"没有认出标题行。第一行应为栏目名称，如：{expected}")
    position, columns = found.header
    require_columns(columns, context, line=found.rows[position][0])
    return TextTable(path, encoding, found.delimiter, columns, position + 1)


def layout_of(path: Path, encoding: str, context: Context, count: int) -> Layout:
    """The delimiter is the one that gives known headings, and most of them; of an abstract's commas it knows nothing.

    Where no heading is known, the one that gives most rows the same number of cells.
    """
    found = [_laid_out(path, encoding, delimiter, context, count) for delimiter in DELIMITERS]
    # A table of one column has no delimiter to be told by: the last one is the rarest within its cells.
    known = [each for each in found if each.header and (len(each.header[1].headings) > 1 or each is found[-1])]
    best = max(known, key=lambda each: fit(each.header, context.dataset)) if known else max(found, key=_evenness)
    if not any(any(cells) for _, cells in best.rows):
        raise context.refusal("empty_file", "文件是空的")
    if max(len(cells) for _, cells in best.rows[:HEADER_WITHIN_ROWS]) > MAX_COLUMNS:
        raise context.refusal("too_many_columns", f"一行超过{MAX_COLUMNS}栏，请只保留需要的栏目")
    if not known and any(_NO_TEXT.search(cell) for _, cells in best.rows for cell in cells):
        raise context.refusal("wrong_encoding", "文件内容不是文字（像是二进制文件），请另存为 xlsx 或 CSV UTF-8")
    return best


def _laid_out(path: Path, encoding: str, delimiter: str, context: Context, count: int) -> Layout:
    records = islice(records_of(path, encoding, delimiter, context), count)
    rows = [record for record in records if not isinstance(record, Problem)]
    return Layout(encoding, delimiter, rows, find_header(rows[:HEADER_WITHIN_ROWS], context.dataset, context.headings))


def _evenness(found: Layout) -> tuple[int, int]:
    """How many rows have the most frequent number of cells, and that number."""
    widths = Counter(len(cells) for _, cells in found.rows if len(cells) > 1)
    return max(((rows, width) for width, rows in widths.items()), default=(0, len(found.rows)))


def require_columns(columns: Columns, context: Context, *, line: int) -> None:
    missing = columns.missing(context.dataset)
    if missing:
        found = "、".join(heading for heading in columns.headings if heading)
        raise context.refusal(
            "missing_columns", f"缺少必需的栏目：{'；'.join(missing)}。文件中的栏目是：{found}", line=line
        )
    named = [heading for heading in columns.headings if heading in columns.by_heading]
    twice = sorted({heading for heading in named if named.count(heading) > 1})
    if twice:
        raise context.refusal("heading_twice", f"栏目重复：{'、'.join(twice)}", line=line)


def detect_encoding(path: Path, context: Context) -> str:
    head = _head(path, context)
    if head.startswith(BOM_UTF8):
        encoding, fault = "utf-8-sig", _fault(path, "utf-8")
        candidates = [(encoding, fault)]
    else:
        candidates = [(name, _fault(path, name)) for name in ("utf-8", "gb18030")]
    for encoding, fault in candidates:
        if fault is None and (encoding != "gb18030" or _is_plausible_chinese(head)):
            return encoding
    line = candidates[0][1]
    raise context.refusal(
        "wrong_encoding", "编码有误：既不是完整的 UTF-8，也不是 GB18030，请另存为 CSV UTF-8", line=line or 0
    )


def _probable_encoding(path: Path, context: Context) -> str:
    head = _head(path, context)
    if head.startswith(BOM_UTF8):
        return "utf-8-sig"
    try:
        getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        if not _is_plausible_chinese(head):
            raise TornSpan from None
        return "gb18030"
    return "utf-8"


def _head(path: Path, context: Context) -> bytes:
    with path.open("rb") as file:
        head = file.read(_BLOCK)
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or b"\0" in head:
        raise context.refusal(
            "wrong_encoding", "文件不是 UTF-8 或 GB18030 文本（像是 UTF-16 或二进制文件），请另存为 CSV UTF-8"
        )
    return head


def _fault(path: Path, encoding: str) -> int | None:
    """The line where decoding fails, or None."""
    decoder = getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                return line + block[: error.start].count(b"\n")
            if not block:
                return None
            line += block.count(b"\n")


def _is_plausible_chinese(head: bytes) -> bool:
    beyond = [character for character in head.decode("gb18030", errors="ignore") if not character.isascii()]
    text = "".join(beyond)
    return len(text.encode("gb2312", errors="ignore")) >= 2 * len(text) * (1 - _RARE_SHARE)


def _too_many_torn(context: Context, line: int) -> Problem:
    message = f"已有{MOST_TORN}行无法按栏拆分，后面的行没有读取；请检查分隔符和引号后重新导出"
    return Problem(context.file, line, "", "", message, "too_many_torn")


def records_of(path: Path, encoding: str, delimiter: str, context: Context) -> Iterator[Line | Problem]:
    """Non-blank records with the physical line they begin on; one torn by a stray quote is a problem."""
    with _open_text(path, encoding, None) as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        torn = 0
        while True:
            begins = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield Problem(
                    context.file,
                    begins,
                    "",
                    "",
                    "引号不配对或内容过长，这一行无法拆分；请补全或删去多余的引号，或另存为 xlsx 后重新上传",
                    "row_torn",
                )
                torn += 1
                if torn == MOST_TORN:
                    yield _too_many_torn(context, begins)
                    return
                continue
            if cells:
                yield begins, cells


def _open_text(path: Path, encoding: str, span: Span | None) -> TextIOWrapper:
    file = path.open("rb")
    return TextIOWrapper(BufferedReader(SpanFile(file, span)) if span else file, encoding=encoding, newline="")
