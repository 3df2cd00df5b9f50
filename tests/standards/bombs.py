"""The corpus of files made to break readers, each made on the spot."""

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.standards.test_reading_documents import NAMESPACES, document
from tests.standards.workbooks import SHEET, sheet_xml, with_part

MEBIBYTE = 1 << 20
CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


@dataclass(frozen=True)
class Bomb:
    suffix: str
    make: Callable[[Path], None]
    codes: frozenset[str]


def make(name: str, folder: Path) -> Path:
    bomb = BOMBS[name]
    path = folder / f"bomb{bomb.suffix}"
    bomb.make(path)
    return path


def _sheet(rows: str) -> Callable[[Path], None]:
    return lambda path: _ignore(with_part(path, SHEET, sheet_xml(rows)))


def _ignore(_: object) -> None:
    return None


def _cells(path: Path) -> None:
    row = "<row>" + "<c><v>1</v></c>" * 190 + "</row>"
    with_part(path, SHEET, sheet_xml(row * 60_000))


def _package(path: Path, members: dict[str, bytes | str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def _nested(path: Path) -> None:
    content = b"\0" * MEBIBYTE
    for _ in range(5):
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.zip", content)
        content = inner.getvalue()
    path.write_bytes(content)


def _lying(path: Path) -> None:
    """32 MiB that say they are 1,000 bytes."""
    _package(path, {"a.csv": b" " * (32 * MEBIBYTE)})
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        place = archive.start_dir + 24
    content[place : place + 4] = struct.pack("<I", 1000)
    content[22:26] = struct.pack("<I", 1000)
    path.write_bytes(content)


def _link(path: Path) -> None:
    entry = zipfile.ZipInfo("a.csv")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(entry, "/etc/passwd")


def _entries(path: Path) -> None:
    """65,535 by the count at the end, which is all that field holds; 100,000 in truth."""
    central = bytearray()
    for number in range(100_000):
        name = f"{number:05}.csv".encode()
        central += (
            struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0, 0, 0, 0, 0, 0) + name
        )
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(central), 0, 0)
    path.write_bytes(bytes(central) + end)


def _deep(path: Path) -> None:
    path.write_text("<a>" * 300_000 + document() + "</a>" * 300_000, "utf-8")


def _wide(path: Path) -> None:
    """One attribute of 40 MiB."""
    path.write_text(f'<x a="{"y" * (40 * MEBIBYTE)}">{document()}</x>', "utf-8")


def _many_attributes(path: Path) -> None:
    attributes = " ".join(f'a{number}="1"' for number in range(200_000))
    path.write_text(f"<x {attributes}><PatentDocumentAndRelated {NAMESPACES}/></x>", "utf-8")


def _long_cell(path: Path) -> None:
    path.write_text(f"公开号,标题\nCN104010370B,{'长' * (8 * MEBIBYTE)}\n", "utf-8")


def _open_quote(path: Path) -> None:
    path.write_text('公开号,标题\nCN104010370B,"' + "长,\n" * 60_000, "utf-8")


def _columns(path: Path) -> None:
    path.write_text("公开号,标题" + ",x" * (2 * MEBIBYTE) + "\n" + "," * (2 * MEBIBYTE) + "\n", "utf-8")


def _codes(*names: str) -> frozenset[str]:
    return frozenset(names)


BOMBS = {
    "pad": Bomb(".xlsx", _sheet(" " * (32 * MEBIBYTE)), _codes("bomb")),
    "cells": Bomb(".xlsx", _cells, _codes("bomb", "workbook_unreadable", "wrong_sheet", "too_large")),
    "range": Bomb(".xlsx", _sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), _codes("too_large")),
    "far apart": Bomb(
        ".xlsx", _sheet(CELL + '<row r="200000"><c r="GR200000"><v>1</v></c></row>'), _codes("wrong_sheet")
    ),
    "nested": Bomb(".zip", _nested, _codes("nested_archive")),
    "lying header": Bomb(".zip", _lying, _codes("bomb", "archive_damaged", "empty_file")),
    "link": Bomb(".zip", _link, _codes("path_trick")),
    "entries": Bomb(".zip", _entries, _codes("too_many_entries")),
    "packed blanks": Bomb(".zip", lambda path: _package(path, {"a.csv": b" " * (64 * MEBIBYTE)}), _codes("bomb")),
    "deep XML": Bomb(".xml", _deep, _codes("xml_damaged")),
    "huge attribute": Bomb(".xml", _wide, _codes("xml_damaged")),
    "many attributes": Bomb(".xml", _many_attributes, _codes("xml_damaged", "required", "one_of_required")),
    "long cell": Bomb(".csv", _long_cell, _codes("row_torn", "row_width", "too_long")),
    "open quote": Bomb(".csv", _open_quote, _codes("row_torn", "required", "publication_shape")),
    "columns": Bomb(".csv", _columns, _codes("too_many_columns")),
}

Attack = Callable[[str, int, Path], str]
_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'


def _with(doctype: str, name: str = "甲大学") -> Attack:
    def attack(content: str, port: int, secret: Path) -> str:
        words = {"port": port, "secret": secret.as_uri()}
        return doctype.format(**words) + content.replace("甲大学", name)

    return attack


def _included(content: str, port: int, secret: Path) -> str:
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="{secret.as_uri()}"/>'
    called = include.replace(secret.as_uri(), f"http://127.0.0.1:{port}/x")
    return content.replace("甲大学", f"甲{include}{called}")


def _styled(content: str, port: int, secret: Path) -> str:
    return f'<?xml-stylesheet type="text/xsl" href="http://127.0.0.1:{port}/x.xsl"?>' + content


XML_ATTACKS: dict[str, Attack] = {
    "doctype only": _with("<!DOCTYPE x>"),
    "laughs": _with(_LAUGHS.replace("{", "{{"), "&c;"),
    "external file": _with('<!DOCTYPE x [<!ENTITY a SYSTEM "{secret}">]>', "&a;"),
    "external call": _with('<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:{port}/a">]>', "&a;"),
    "parameter entity": _with('<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:{port}/a"> %a;]>'),
    "external subset": _with('<!DOCTYPE x SYSTEM "http://127.0.0.1:{port}/x.dtd">'),
    "public subset": _with('<!DOCTYPE x PUBLIC "-//x//y" "http://127.0.0.1:{port}/x.dtd" []>'),
    "unparsed entity": _with('<!DOCTYPE x [<!NOTATION n SYSTEM "n"><!ENTITY a SYSTEM "{secret}" NDATA n>]>'),
    "attribute default": _with('<!DOCTYPE x [<!ENTITY a "haha"><!ATTLIST x y CDATA "&a;">]>'),
    "undefined entity": _with("", "&nobody;"),
    "include": _included,
    "stylesheet": _styled,
}
