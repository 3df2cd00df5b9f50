"""A workbook judged by streaming its parts: far cells, external links, macros and entities are refused before parsing.

A 4 KiB workbook with one cell in the last corner makes a parser reserve 17 billion cells; it must never get that far.
"""

import re
import zipfile
from pathlib import Path

from huoshui_core.standards.reading.archive import MEBIBYTE, Limits, blocks, open_archive
from huoshui_core.standards.reading.table import Context

MAX_ROWS, MAX_COLUMNS = 200_000, 200
LIMITS = Limits(entries=200, unpacked=200 * MEBIBYTE)
# A reference beyond column GR (the 200th) or row 200,000, or one written so that it cannot be judged.
_FAR = re.compile(
    rb"""\br\s*=\s*["']\s*(?:(?:[A-Z]{3,}|G[S-Z]|[H-Z][A-Z])\d|[A-Z]*(?:\d{7,}|[3-9]\d{5}|2(?!00000)\d{5})|[^"'<>]*&)""",
    re.IGNORECASE,
)
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_OTHER_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
_OVERLAP = 256


def prescan(path: Path, context: Context) -> None:
    with open_archive(path, LIMITS, context) as archive:
        for entry in archive.infolist():
            _judge_name(entry.filename.lower(), context)
        for entry in archive.infolist():
            _judge_part(archive, entry, context)


def _judge_name(name: str, context: Context) -> None:
    if name.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in name:
        raise context.refusal("macros", "工作簿含有宏，请另存为不含宏的 xlsx")
    if "/externallinks/" in name:
        raise context.refusal(
            "external_links", "工作簿引用了其他文件，请先断开外部链接（数据—编辑链接—断开链接）再保存"
        )
    if name.endswith((".zip", ".xlsx", ".docx")):
        raise context.refusal("nested_archive", "工作簿内嵌了其他文件，请删除后再保存")


def _judge_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, context: Context) -> None:
    is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    is_sheet = "/worksheets/" in entry.filename.lower()
    tail = b""
    for block in blocks(archive, entry, context):
        if not is_xml:
            continue
        if not tail and (_OTHER_ENCODING.match(block) or b"\0" in block[:4]):
            raise context.refusal("wrong_encoding", "工作簿内部编码不是 UTF-8，请用表格软件重新保存")
        window = tail + block
        if _DECLARATION.search(window):
            raise context.refusal("entities", "工作簿内含有 DTD 声明，已拒绝")
        if is_sheet and _FAR.search(window):
            message = f"表格范围超过上限（{MAX_ROWS}行、{MAX_COLUMNS}列）；请删除远处的空单元格或拆分文件"
            raise context.refusal("too_large", message)
        tail = window[-_OVERLAP:]
