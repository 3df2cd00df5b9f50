"""The door for files: tells the format by content, opens the right reader, gives rows and problems."""

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path

from huoshui_core.standards.model import Dataset
from huoshui_core.standards.reading.archive import DAMAGE, declared_entries
from huoshui_core.standards.reading.columns import Columns
from huoshui_core.standards.reading.package import LIMITS as PACKAGE_LIMITS
from huoshui_core.standards.reading.package import ReadMember, read_package
from huoshui_core.standards.reading.patent_xml import read_patent_xml
from huoshui_core.standards.reading.repeats import Repeats, Row
from huoshui_core.standards.reading.spans import Span, TornSpan
from huoshui_core.standards.reading.table import Context, Gate, Line, Lines, gathered, pieces, read_table
from huoshui_core.standards.reading.text_file import TextTable, open_text
from huoshui_core.standards.reading.workbook import open_workbook
from huoshui_core.standards.refusal import Problem

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_SUFFIXES = {
    "csv": frozenset({".csv", ".tsv", ".txt"}),
    "xlsx": frozenset({".xlsx"}),
    "xml": frozenset({".xml"}),
    "zip": frozenset({".zip"}),
}


@dataclass
class Source:
    """An opened file. `columns` (heading → field) and `ignored` are known at once, for a package once read.

    `notices` grows while rows are read: what was put right by a number of the row itself, sheets that are not read.
    """

    format: str
    rows: Iterator[Row | Problem]
    repeats: Repeats
    notices: list[Problem] = field(default_factory=list)
    encoding: str = ""
    sheet: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    is_demonstration: bool = False

    def __iter__(self) -> Iterator[Row | Problem]:
        return self.rows


def open_source(
    path: Path | str,
    dataset: Dataset,
    *,
    headings: Mapping[str, str] | None = None,
    today: date | None = None,
    name: str | None = None,
    gate: Gate | None = None,
) -> Source:
    """Raises Unreadable when the file as a whole cannot be taken. `name` is what messages call it (for uploads)."""
    path = Path(path)
    return _open(path, Context(dataset, name or path.name, Repeats(), headings, today, gate=gate))


def open_table(path: Path, context: Context) -> tuple[Columns, Iterator[Line | Problem]]:
    """The lines of a text table, or of the first sheet of a workbook that fits, with what their columns answer."""
    kind = kind_of(path, context)
    if kind == "csv":
        text = open_text(path, context)
        return text.columns, text.lines(context)
    if kind == "xlsx":
        workbook = open_workbook(path, context)
        return workbook.columns, workbook.lines_of(workbook.pages[0])
    raise context.refusal("wrong_format", "这里需要 xlsx 或 csv 表格")


@dataclass(frozen=True, slots=True)
class Batches:
    format: str
    columns: Columns
    lines: Iterator[Lines]


def open_batches(path: Path, context: Context, size: int, span: Span | None = None) -> Batches | None:
    """A text table or workbook for reading by columns, so many lines at a time; None for what is read by records.

    With a span, of a text table, only that part of it.
    """
    kind = kind_of(path, context)
    if kind == "csv":
        text = _open_span(path, context) if span else open_text(path, context)
        return Batches(kind, text.columns, text.blocks(context, size, span))
    if kind == "xlsx":
        workbook = open_workbook(path, context)
        blocks = (map(gathered, pieces(lines, size)) for lines in workbook.by_page(context))
        return Batches(kind, workbook.columns, chain.from_iterable(blocks))
    return None


def _open_span(path: Path, context: Context) -> TextTable:
    try:
        return open_text(path, context, is_span=True)
    except UnicodeDecodeError as fault:
        raise TornSpan from fault


def _open(path: Path, context: Context) -> Source:
    kind = kind_of(path, context)
    source = Source(kind, iter(()), context.repeats, context.notices)
    if kind == "csv":
        text = open_text(path, context)
        source.encoding = text.encoding
        _take_columns(source, text.columns)
        source.rows = read_table(text.lines(context), text.columns, context)
    elif kind == "xlsx":
        workbook = open_workbook(path, context)
        source.sheet = workbook.sheet
        _take_columns(source, workbook.columns)
        source.rows = read_table(workbook.lines(context), workbook.columns, context)
    elif kind == "xml":
        source.rows = read_patent_xml(path, context)
    else:
        source.rows = read_package(path, context, _member_reader(source))
    return source


def _member_reader(package: Source) -> ReadMember:
    def read_member(path: Path, context: Context) -> Iterator[Row | Problem]:
        member = _open(path, context)
        if member.format == "zip":
            raise context.refusal("nested_archive", "压缩包内不能再有压缩包")
        package.columns |= member.columns
        package.ignored = tuple(dict.fromkeys(package.ignored + member.ignored))
        package.is_demonstration |= member.is_demonstration
        return member.rows

    return read_member


def _take_columns(source: Source, columns: Columns) -> None:
    source.columns = columns.by_heading
    source.ignored = columns.ignored
    source.is_demonstration = columns.is_demonstration


def kind_of(path: Path, context: Context) -> str:
    """By content; a file whose name says something else is refused, because one of the two is a mistake."""
    with path.open("rb") as file:
        head = file.read(512)
    if not head.strip():
        raise context.refusal("empty_file", "文件是空的")
    if head.startswith(_OLD_OFFICE):
        raise context.refusal("old_workbook", "这是旧版 xls 或有密码的工作簿，请另存为不加密的 xlsx")
    if head.startswith(b"PK") and (entries := declared_entries(path)) > PACKAGE_LIMITS.entries:
        raise context.refusal("too_many_entries", f"压缩包内有{entries}个文件，超过上限{PACKAGE_LIMITS.entries}个")
    kind = _kind_of_content(path, head)
    suffix = Path(context.file).suffix.lower()
    if kind == "html":
        raise context.refusal("wrong_format", "文件内容是网页而不是表格，请用表格软件打开后另存为 xlsx")
    if suffix and suffix not in _SUFFIXES[kind]:
        expected = "、".join(sorted(each for known in _SUFFIXES.values() for each in known))
        raise context.refusal("wrong_format", f"扩展名 {suffix} 与内容（{kind}）不符，或不是可读的格式（{expected}）")
    return kind


def _kind_of_content(path: Path, head: bytes) -> str:
    if head.startswith(b"PK"):
        try:
            with zipfile.ZipFile(path) as archive:
                return "xlsx" if "xl/workbook.xml" in archive.namelist() else "zip"
        except DAMAGE:
            return "xlsx" if path.suffix.lower() == ".xlsx" else "zip"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        return "html"
    return "xml" if text.startswith(b"<") else "csv"
