"""What may be kept of an uploaded picture or document: told by its content, rebuilt to that content alone."""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import filetype

from huoshui.kernel.errors import Invalid

LARGEST = 5 * 1024 * 1024
SUFFIXES = {".pdf": "pdf", ".jpg": "jpg", ".jpeg": "jpg", ".png": "png"}
MOST_PIXELS = 100_000_000
MOST_UNPACKED = 32 * 1024 * 1024

PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs eXIf".split())
# What marks a page, a script or an archive; none belongs into a picture or a scanned document.
MARKUP = re.compile(rb"<(script|html|svg|iframe|body|object|embed|form|meta|!doctype|\?php)[\s>/]|javascript:", re.I)
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
PDF_ACTIVE = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|Rendition|SubmitForm|ImportData|GoToE|GoToR|Encrypt)\b"
    rb"|/XFA[\s\[(<]|/JS[\s]*[(<]"
)
PDF_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
PDF_STREAM = re.compile(rb"(?<!end)stream\r?\n")


@dataclass(frozen=True, slots=True)
class Checked:
    kind: str  # pdf | jpg | png
    content: bytes


def check(name: str, content: bytes) -> Checked:
    """The content to keep. Raises Invalid with what is wrong, in words for the person who chose the file."""
    suffix = "." + name.rpartition(".")[2].lower() if "." in name else ""
    kind = SUFFIXES.get(suffix, "")
    if not kind:
        raise _refused("请上传 PDF、JPG 或 PNG 文件", "suffix")
    if len(content) > LARGEST:
        raise _refused("文件超过 5 MB，请压缩后再上传", "too_large")
    if not content or _told(content) != kind:
        raise _refused("文件内容与扩展名不符，请上传真正的 PDF、JPG 或 PNG 文件", "content")
    if MARKUP.search(content):
        raise _refused("文件里夹带网页或脚本内容，请重新拍照或扫描", "markup")
    try:
        return Checked(kind, CHECKS[kind](content))
    except (struct.error, IndexError, zlib.error):
        raise _refused("文件不完整或已损坏，请重新生成", "damaged") from None


def _refused(message: str, code: str) -> Invalid:
    return Invalid(message, reason=code, fields={"evidence": message})


def _told(content: bytes) -> str:
    """By the magic number, at the very start of the file."""
    guessed = filetype.guess(content[:8192])
    if guessed is None or (guessed.extension == "pdf" and not content.startswith(b"%PDF-")):
        return ""
    return str(guessed.extension)


def _png(content: bytes) -> bytes:
    """Only the chunks that make the picture; text and unknown chunks and what follows the end are left out."""
    kept = [PNG_START]
    at, seen = len(PNG_START), b""
    while seen != b"IEND":
        (length,) = struct.unpack_from(">I", content, at)
        seen, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        (told,) = struct.unpack_from(">I", content, at + 8 + length)
        if zlib.crc32(seen + body) != told:
            raise _refused("文件不完整或已损坏，请重新生成", "damaged")
        if at == len(PNG_START):
            _check_pixels(*struct.unpack(">II", body[:8]))
        if seen in PNG_KEPT:
            kept.append(content[at : at + 12 + length])
        at += 12 + length
    _refuse_archive(content[at:])
    return b"".join(kept)


def _check_pixels(width: int, height: int) -> None:
    if not 0 < width * height <= MOST_PIXELS:
        raise _refused("图片尺寸过大，请缩小后再上传", "pixels")


def _jpg(content: bytes) -> bytes:
    """The picture up to its end, without comments and the notes of makers; how it lies (Exif) and its colours stay."""
    kept = [content[:2]]
    at = 2
    while True:
        if content[at] != 0xFF:
            raise _refused("文件不完整或已损坏，请重新生成", "damaged")
        marker = content[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        if marker == 0xD9:
            _refuse_archive(content[at + 2 :])
            return b"".join([*kept, b"\xff\xd9"])
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        body = content[at + 4 : end]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", body, 1)
            _check_pixels(width, height)
        if marker == 0xDA:
            end = _scan_end(content, end)
        if _is_picture(marker, body):
            kept.append(content[at:end])
        at = end


def _is_picture(marker: int, body: bytes) -> bool:
    if marker == 0xFE:
        return False
    if not 0xE0 <= marker <= 0xEF:
        return True
    wanted = {0xE0: (b"JFIF\0",), 0xE1: (b"Exif\0\0",), 0xE2: (b"ICC_PROFILE\0",), 0xEE: (b"Adobe",)}.get(marker, ())
    return body.startswith(wanted) if wanted else False


def _scan_end(content: bytes, at: int) -> int:
    """Where the marker after the coded picture stands; stuffed bytes and restart marks belong to the picture."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise IndexError
        following = content[at + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7 and following != 0xFF:
            return at
        at += 1 if following == 0xFF else 2


def _pdf(content: bytes) -> bytes:
    body = content.rstrip(b"\r\n\t \0")
    if not body.endswith(b"%%EOF"):
        raise _refused("PDF 文件结尾之后还有其他内容，请重新生成", "trailing")
    _refuse_archive(content[-66_000:])
    for part in (content, *_object_streams(content)):
        named = PDF_NAME_ESCAPE.sub(lambda one: bytes([int(one[1], 16)]), part)
        if PDF_ACTIVE.search(part) or PDF_ACTIVE.search(named):
            raise _refused("PDF 含有脚本、附件、表单或加密，请打印为普通 PDF 后再上传", "active")
    return content


def _object_streams(content: bytes) -> Iterator[bytes]:
    """Objects may lie packed in streams: those are unpacked, to a limit, and looked at too."""
    left = MOST_UNPACKED
    for found in PDF_STREAM.finditer(content):
        head = content[max(0, content.rfind(b" obj", 0, found.start())) : found.start()]
        if b"ObjStm" not in PDF_NAME_ESCAPE.sub(lambda one: bytes([int(one[1], 16)]), head):
            continue
        unpacked = zlib.decompressobj().decompress(content[found.end() :], left + 1)
        left -= len(unpacked)
        if left < 0:
            raise _refused("PDF 结构过于复杂，请打印为普通 PDF 后再上传", "unpacked")
        yield unpacked


def _refuse_archive(rest: bytes) -> None:
    if any(mark in rest for mark in ARCHIVES):
        raise _refused("文件里夹带压缩包或其他文件，请重新拍照或扫描", "archive")


CHECKS = {"png": _png, "jpg": _jpg, "pdf": _pdf}
