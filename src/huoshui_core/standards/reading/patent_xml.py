"""Patent documents in the XML of the Chinese patent office: one or many a file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from huoshui_core.standards.reading.patent_document import record_of
from huoshui_core.standards.reading.repeats import Row
from huoshui_core.standards.reading.table import MOST_NOTICES, Context, read_record
from huoshui_core.standards.refusal import Problem

MAX_BYTES = 64 << 20
DOCUMENT = "PatentDocumentAndRelated"


def read_patent_xml(path: Path, context: Context) -> Iterator[Row | Problem]:
    """Parses at once, so that an unreadable file is refused before the first row."""
    if context.dataset.name != "patent":
        raise context.refusal("wrong_format", f"专利 XML 不能用于“{context.dataset.title}”，请使用 xlsx 或 csv")
    if path.stat().st_size > MAX_BYTES:
        raise context.refusal("too_large", f"单个 XML 文件不能超过{MAX_BYTES >> 20}MiB")
    documents = list(_parse(path, context).iter(f"{{*}}{DOCUMENT}"))
    if not documents:
        raise context.refusal("wrong_xml", f"不是专利文献 XML：没有找到 {DOCUMENT}")
    return _read(documents, context)


def _read(documents: list[Any], context: Context) -> Iterator[Row | Problem]:
    most = context.dataset.field("claims").max or 0
    for document in documents:
        record, left_out = record_of(document, most_claims=most)
        if left_out and len(context.notices) < MOST_NOTICES:
            message = f"权利要求书超过{most}字，后面的{left_out}项没有收录"
            context.notices.append(
                Problem(context.file, document.sourceline, "权利要求书", "", message, "claims_shortened")
            )
        yield from read_record(document.sourceline, record, context)


def _parse(path: Path, context: Context) -> Any:
    """A DOCTYPE is tolerated, because the office writes one; it is never loaded, and definitions in it are refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.parse(path, parser)
    except (etree.LxmlError, OSError, LookupError, ValueError) as error:  # some wrong encodings are an OSError
        line = getattr(error, "lineno", 0) or 0
        raise context.refusal("xml_damaged", "XML 不完整或有语法错误", line=line) from None
    subset: Any = tree.docinfo.internalDTD
    if subset is not None and any(True for _ in subset.iterentities()):
        raise context.refusal("entities", "XML 内含有实体定义，已拒绝")
    return tree.getroot()
