"""A zip of tables, workbooks and patent documents, read one after another as if they were one file."""

import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from huoshui_core.standards.reading.archive import MEBIBYTE, Limits, blocks, entry_name, open_archive
from huoshui_core.standards.reading.repeats import Row
from huoshui_core.standards.reading.table import Context
from huoshui_core.standards.refusal import Problem, Unreadable

LIMITS = Limits(entries=20_000, unpacked=1024 * MEBIBYTE)
_READABLE = (".csv", ".tsv", ".txt", ".xlsx", ".xml")
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tar")
_LITTER = ("__macosx/", ".ds_store", "thumbs.db")

ReadMember = Callable[[Path, Context], Iterator[Row | Problem]]


def read_package(path: Path, context: Context, read_member: ReadMember) -> Iterator[Row | Problem]:
    """Judges the package at once. A member that cannot be read is one problem; the others are still read."""
    with open_archive(path, LIMITS, context) as archive:
        members = _members(archive, context)
    return _read(path, members, context, read_member)


def first_member(path: Path, context: Context, folder: Path) -> tuple[Path, str]:
    """Unpacked into the folder, with its name in the package: a table before a document."""
    with open_archive(path, LIMITS, context) as archive:
        members = _members(archive, context)
        entry = next((one for one in members if not entry_name(one).lower().endswith(".xml")), members[0])
        return _unpacked(archive, entry, context, folder), entry_name(entry)


def _members(archive: zipfile.ZipFile, context: Context) -> list[zipfile.ZipInfo]:
    kept = []
    for entry in archive.infolist():
        name = entry_name(entry).lower()
        if entry.is_dir() or any(litter in name for litter in _LITTER):
            continue
        if name.endswith(_ARCHIVES):
            raise context.refusal("nested_archive", f"压缩包内不能再有压缩包：{entry_name(entry)}")
        if name.endswith(_READABLE):
            kept.append(entry)
    if not kept:
        raise context.refusal("empty_file", "压缩包内没有可以读取的文件（csv、xlsx、xml）")
    return kept


def _read(
    path: Path, members: list[zipfile.ZipInfo], context: Context, read_member: ReadMember
) -> Iterator[Row | Problem]:
    with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as folder:
        for entry in members:
            name = entry_name(entry)
            inner = replace(context, file=f"{context.file}/{name}")
            try:
                yield from read_member(_unpacked(archive, entry, inner, Path(folder)), inner)
            except Unreadable as refused:
                yield refused.problem


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, context: Context, folder: Path) -> Path:
    place = folder / f"member{Path(entry_name(entry)).suffix.lower()}"
    with place.open("wb") as file:
        for block in blocks(archive, entry, context):
            file.write(block)
    return place
