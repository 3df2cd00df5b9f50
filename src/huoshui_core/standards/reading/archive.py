"""Zip archives judged before anything is unpacked: number, names and sizes of entries; then copied out with a bound."""

import posixpath
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from huoshui_core.standards.reading.table import Context
from huoshui_core.standards.refusal import Unreadable

MEBIBYTE = 1 << 20
BLOCK = 256 << 10
# zipfile says NotImplementedError of a packing that it does not know, and RuntimeError where a password is wanted.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
_END, _END_WITHIN = b"PK\x05\x06", 22 + 0xFFFF
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
# Under this size a high ratio harms nobody (an empty template packs well).
_RATIO_FROM = 10 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Limits:
    entries: int
    unpacked: int
    ratio: int = 100


def declared_entries(path: Path) -> int:
    """As the end of the archive says, before a hundred thousand entries are looked at."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _END_WITHIN))
        tail = file.read()
    place = tail.rfind(_END)
    return int.from_bytes(tail[place + 10 : place + 12], "little") if place >= 0 else 0


def open_archive(path: Path, limits: Limits, context: Context) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGE:
        raise context.refusal("archive_damaged", "文件已损坏，无法打开") from None
    try:
        judge(archive, path.stat().st_size, limits, context)
    except BaseException:
        archive.close()
        raise
    return archive


def judge(archive: zipfile.ZipFile, packed: int, limits: Limits, context: Context) -> None:
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise context.refusal("too_many_entries", f"压缩包内有{len(entries)}个文件，超过上限{limits.entries}个")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked or (unpacked > _RATIO_FROM and unpacked > packed * limits.ratio):
        message = f"解开后有{unpacked // MEBIBYTE}MiB，是文件本身的{unpacked // max(packed, 1)}倍，超过上限，已拒绝"
        raise context.refusal("bomb", message)
    names = [entry_name(entry) for entry in entries]
    for entry, name in zip(entries, names, strict=True):
        if _is_tricky(entry, name):
            raise context.refusal("path_trick", f"压缩包内的文件名不安全：{name[:80]!r}")
        if entry.flag_bits & _ENCRYPTED:
            raise context.refusal("encrypted", "压缩包有密码，请去掉密码后重新上传")
    if len(set(names)) < len(names):
        raise context.refusal("path_trick", "压缩包内有重名的文件")


def entry_name(entry: zipfile.ZipInfo) -> str:
    """Chinese Windows packs names in GB18030 without saying so."""
    if entry.flag_bits & _UTF8_NAME or entry.filename.isascii():
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _is_tricky(entry: zipfile.ZipInfo, name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    escapes = name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in entry.orig_filename
    return not name or escapes or "\\" in posixpath.basename(name) or stat.S_ISLNK(entry.external_attr >> 16)


def blocks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, context: Context) -> Iterator[bytes]:
    """The content in bounded pieces; whatever a lying header causes is the same refusal."""
    read = 0
    try:
        with archive.open(entry) as content:
            while block := content.read(BLOCK):
                read += len(block)
                if read > entry.file_size:
                    raise context.refusal("bomb", "压缩包内文件的实际大小超过其声明的大小，已拒绝")
                yield block
    except Unreadable:
        raise
    except DAMAGE:
        raise context.refusal("archive_damaged", "压缩包内的文件已损坏，无法读取") from None
