"""A workbook judged before it is parsed: its size unpacked, its parts by name, and how each of them is encoded."""

import re
import zipfile
from pathlib import Path

from huoshui_core.standards.reading.archive import DAMAGE, MEBIBYTE, Limits, open_archive
from huoshui_core.standards.reading.table import Context

# 200,000 rows of 35 columns with abstracts and claims unpack to 700 MiB.
LIMITS = Limits(entries=200, unpacked=1024 * MEBIBYTE)
_OTHER_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
_HEAD_BYTES = 512


def prescan(path: Path, context: Context) -> None:
    with open_archive(path, LIMITS, context) as archive:
        for entry in archive.infolist():
            _judge_name(entry.filename.lower(), context)
        for entry in archive.infolist():
            if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                _judge_encoding(archive, entry, context)


def _judge_name(name: str, context: Context) -> None:
    if name.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in name:
        raise context.refusal("macros", "工作簿含有宏，请另存为不含宏的 xlsx")
    if "/externallinks/" in name:
        raise context.refusal(
            "external_links", "工作簿引用了其他文件，请先断开外部链接（数据—编辑链接—断开链接）再保存"
        )
    if name.endswith((".zip", ".xlsx", ".docx")):
        raise context.refusal("nested_archive", "工作簿内嵌了其他文件，请删除后再保存")


def _judge_encoding(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, context: Context) -> None:
    try:
        with archive.open(entry) as part:
            head = part.read(_HEAD_BYTES)
    except DAMAGE:
        raise context.refusal("archive_damaged", "压缩包内的文件已损坏，无法读取") from None
    if _OTHER_ENCODING.match(head) or b"\0" in head[:4]:
        raise context.refusal("wrong_encoding", "工作簿内部编码不是 UTF-8，请用表格软件重新保存")
