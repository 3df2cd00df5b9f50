"""Parses one workbook in a process of its own with little memory and time. Run as a script; prints JSON lines.

["sheet", name, visible] begins a sheet; [line, cell, …] is a row of it that is not empty. A row is written as soon as
it ends, and long texts of the shared table wait in a file, so that memory does not grow with the sheet. With a second
argument, so many rows of each sheet. Whatever is not as the format has it ends the process; why, its exit code says
where a person can do something about it.
"""

import json
import os
import posixpath
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from json.encoder import encode_basestring
from tempfile import TemporaryFile
from typing import Any, NamedTuple
from xml.parsers import expat

MEMORY_BYTES = 768 << 20
CPU_SECONDS = 120
OUTPUT_BYTES = 1 << 30
MAX_ROWS, MAX_COLUMNS = 200_000, 200
TOO_LARGE, WITH_ENTITIES, DAMAGED = 3, 4, 5  # exit codes

_BLOCK = 1 << 18
_KEPT_CHARACTERS, _KEPT_BYTES = 64, 192 << 20
_BLANK = b'""'
_COLUMNS = {(chr(64 + at // 26) if at >= 26 else "") + chr(65 + at % 26): at for at in range(MAX_COLUMNS)}
_DIGITS = "0123456789"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
# What a number format says beside letters of dates: literal text, colours and conditions, padding.
_NO_DATE = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
_ELAPSED_FORMATS = frozenset({46})
_SERIALS = 2_958_466  # days up to the year 9999


Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


class _Enough(Exception):
    """The rows that were asked for are written."""


class _Refused(Exception):
    def __init__(self, exit_code: int) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


class Book(NamedTuple):
    """`styles`: of each cell style, whether it shows a number as a "date", as "elapsed" time, or as it is ("")."""

    sheets: list[tuple[str, bool, str]]
    styles: list[str]
    zero: date
    strings: str


def confine() -> None:
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (value, value))


def main(path: str, most: int = MAX_ROWS) -> None:
    with zipfile.ZipFile(path) as archive, TemporaryFile() as file:
        book = _book(archive)
        texts = Texts(file)
        if book.strings:
            texts.read(archive, book.strings)
        out = sys.stdout.buffer
        for name, is_visible, part in book.sheets:
            out.write(json.dumps(["sheet", name, is_visible]).encode() + b"\n")
            try:
                SheetReader(book, texts, out.write, most).read(archive, part)
            except _Enough:
                continue


class Said:
    """What stands in the <t> of one text: its runs together, not how they are pronounced."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._runs: list[str] = []
        self._is_spoken = False

    def start(self, tag: str) -> None:
        if tag == "t":
            self.heard.clear()
        elif tag == "rPh":
            self._is_spoken = True

    def end(self, tag: str) -> None:
        if tag == "t":
            if not self._is_spoken:
                self._runs += self.heard
        elif tag == "rPh":
            self._is_spoken = False

    def taken(self) -> str:
        text = "".join(self._runs)
        self._runs.clear()
        return text


class Texts:
    """The shared table, each text as JSON: short ones in memory up to a bound, of the others the place in a file."""

    def __init__(self, file: Any) -> None:
        self.table: list[bytes | int] = []
        self._file, self._descriptor = file, file.fileno()
        self._kept = self._length = 0
        self._said = Said()

    def read(self, archive: zipfile.ZipFile, part: str) -> None:
        _parse(archive, part, self._start, self._end, self._said.heard.append)
        self._file.flush()

    def stored(self, place: int) -> bytes:
        return os.pread(self._descriptor, place & 0xFFFFFFFF, place >> 32)

    def _start(self, tag: str, _: dict[str, str]) -> None:
        self._said.start(tag)

    def _end(self, tag: str) -> None:
        if tag != "si":
            self._said.end(tag)
            return
        text = self._said.taken()
        one = as_json(text)
        if len(text) <= _KEPT_CHARACTERS and self._kept < _KEPT_BYTES:
            self._kept += len(one) + 48
            self.table.append(one)
        else:
            self._file.write(one)
            self.table.append(self._length << 32 | len(one))
            self._length += len(one)


class SheetReader:
    def __init__(self, book: Book, texts: Texts, write: Callable[[bytes], object], most: int) -> None:
        self._styles, self._zero = book.styles, book.zero
        self._texts, self._table = texts, texts.table
        self._write, self._left = write, most
        self._row = 0
        self._cells: list[bytes] = []
        self._cell: dict[str, str] = {}
        self._value = _BLANK
        self._said = Said()
        self._heard = self._said.heard

    def read(self, archive: zipfile.ZipFile, part: str) -> None:
        _parse(archive, part, self._start, self._end, self._heard.append)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._cell, self._value = attributes, _BLANK
        elif tag == "v":
            self._heard.clear()
        elif tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            if not 0 < self._row <= MAX_ROWS:
                raise _Refused(TOO_LARGE)
        else:
            self._said.start(tag)

    def _end(self, tag: str) -> None:
        if tag == "c":
            self._end_cell()
        elif tag == "v":
            if self._heard:
                self._end_value()
        elif tag == "row":
            self._end_row()
        elif tag == "is":
            self._value = as_json(self._said.taken())
        else:
            self._said.end(tag)

    def _end_row(self) -> None:
        cells, self._cells = self._cells, []
        while cells and cells[-1] == _BLANK:
            cells.pop()
        if cells:
            self._write(b"[%d,%b]\n" % (self._row, b",".join(cells)))
            self._left -= 1
        if not self._left:
            raise _Enough

    def _end_cell(self) -> None:
        cells = self._cells
        at = len(cells)
        if place := self._cell.get("r"):
            letters = place.rstrip(_DIGITS)
            at = _COLUMNS[letters] if letters in _COLUMNS else _COLUMNS.get(letters.upper(), MAX_COLUMNS)
        if at == len(cells) < MAX_COLUMNS:
            cells.append(self._value)
        elif at < len(cells):
            cells[at] = self._value
        elif at < MAX_COLUMNS:
            cells += [_BLANK] * (at - len(cells))
            cells.append(self._value)
        else:
            raise _Refused(TOO_LARGE)

    def _end_value(self) -> None:
        heard = self._heard
        text = heard[0] if len(heard) == 1 else "".join(heard)
        kind = self._cell.get("t", "n")
        if kind == "s":
            one = self._table[int(text)]
            self._value = self._texts.stored(one) if isinstance(one, int) else one
        elif kind == "n":
            self._value = self._number(text)
        elif kind == "str":
            self._value = as_json(text)
        elif kind == "b":
            self._value = b"true" if text.strip() == "1" else b"false"
        elif kind == "d":
            self._value = json.dumps(shortest(datetime.fromisoformat(text.strip()))).encode()
        elif kind != "e":
            raise ValueError(f"cell of type {kind}")

    def _number(self, text: str) -> bytes:
        style = self._cell.get("s")
        shown = self._styles[int(style)] if style and self._styles else ""
        if not shown and text.isdecimal() and text.isascii() and text[0] != "0" and len(text) < 16:
            return text.encode()
        number = float(text)
        if shown and 0 <= number < _SERIALS:
            return json.dumps(_day(number, self._zero, is_elapsed=shown == "elapsed")).encode()
        return json.dumps(number, allow_nan=False).encode()


def as_json(text: str) -> bytes:
    if "_x" in text:
        text = _ESCAPED.sub(_unescaped, text)
    return encode_basestring(text).encode()


def _unescaped(found: "re.Match[str]") -> str:
    """What XML cannot hold is written by its number; half of a pair is no character."""
    number = int(found[1], 16)
    return found[0] if 0xD800 <= number < 0xE000 else chr(number)


def _day(number: float, zero: date, *, is_elapsed: bool) -> str:
    since = timedelta(seconds=round(number * 86_400))
    if is_elapsed:
        return str(since)
    moment = datetime(zero.year, zero.month, zero.day) + since  # noqa: DTZ001 - a cell has no time zone
    return str(moment.time()) if number < 1 else shortest(moment)


def shortest(moment: datetime) -> str:
    return moment.date().isoformat() if moment.time() == moment.time().min else moment.isoformat()


def _parse(archive: zipfile.ZipFile, part: str, start: Start, end: End, text: End | None = None) -> None:
    """Tags without the prefix that the first one has."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def first(tag: str, attributes: dict[str, str]) -> None:
        prefix = tag[: tag.find(":") + 1]
        parser.StartElementHandler, parser.EndElementHandler = start, end
        if prefix:
            parser.StartElementHandler = lambda tag, attributes: start(tag.removeprefix(prefix), attributes)
            parser.EndElementHandler = lambda tag: end(tag.removeprefix(prefix))
        start(tag.removeprefix(prefix), attributes)

    parser.StartElementHandler, parser.CharacterDataHandler = first, text
    parser.StartDoctypeDeclHandler = _refuse
    with archive.open(part) as file:
        while block := file.read(_BLOCK):
            parser.Parse(block)
    parser.Parse(b"", True)


def _refuse(*_: object) -> None:
    raise _Refused(WITH_ENTITIES)


def _elements(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Of a small part: tags with attributes, both without prefixes."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        found.append((tag, {name.rpartition(":")[2]: value for name, value in attributes.items()}))

    _parse(archive, part, start, lambda tag: None)
    return iter(found)


def _book(archive: zipfile.ZipFile) -> Book:
    names = {name.lower(): name for name in archive.namelist()}
    targets, kinds = {}, {}
    for tag, said in _elements(archive, names["xl/_rels/workbook.xml.rels"]):
        if tag == "Relationship" and said.get("TargetMode") != "External":
            targets[said["Id"]] = posixpath.normpath(posixpath.join("/xl", said["Target"]))[1:].lower()
            kinds[said["Id"]] = said["Type"].rpartition("/")[2]
    of_kind = {kind: names.get(targets[key], "") for key, kind in kinds.items()}
    sheets, zero = [], date(1899, 12, 30)
    for tag, said in _elements(archive, names["xl/workbook.xml"]):
        if tag == "workbookPr" and said.get("date1904") in ("1", "true"):
            zero = date(1904, 1, 1)
        if tag == "sheet" and kinds[said["id"]] == "worksheet":
            sheets.append((said["name"], said.get("state", "visible") == "visible", names[targets[said["id"]]]))
    styles = of_kind.get("styles")
    return Book(sheets, _styles(archive, styles) if styles else [], zero, of_kind.get("sharedStrings", ""))


def _styles(archive: zipfile.ZipFile, part: str) -> list[str]:
    formats: dict[int, str] = {}
    shown: list[str] = []
    is_cell = False
    for tag, said in _elements(archive, part):
        if tag == "numFmt" and "formatCode" in said:
            formats[int(said["numFmtId"])] = said["formatCode"]
        elif tag == "xf" and is_cell:
            number = int(said.get("numFmtId", 0))
            shown.append(_shows(formats[number]) if number in formats else _shows_builtin(number))
        else:
            is_cell = tag == "cellXfs" or (is_cell and tag in ("alignment", "protection", "extLst", "ext"))
    return shown


def _shows_builtin(number: int) -> str:
    return "elapsed" if number in _ELAPSED_FORMATS else "date" if number in _DATE_FORMATS else ""


def _shows(code: str) -> str:
    letters = _NO_DATE.sub("", code.partition(";")[0]).lower()
    if "[" in letters:
        return "elapsed"
    return "date" if set("dmyhs") & set(letters) and letters != "general" else ""


if __name__ == "__main__":
    confine()
    try:
        main(sys.argv[1], *map(int, sys.argv[2:]))
    except _Refused as refused:
        sys.exit(refused.exit_code)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        sys.exit(DAMAGED)
