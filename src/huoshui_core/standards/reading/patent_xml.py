"""Patent documents in the XML of the Chinese patent office: one or many a file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from huoshui_core.standards.reading.table import Context, Row, read_record
from huoshui_core.standards.refusal import Problem

MAX_BYTES = 64 << 20
DOCUMENT = "PatentDocumentAndRelated"
_ORIGINAL = "[@dataFormat='original']"


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
    for document in documents:
        record = {name: value for name, value in _record(document).items() if value}
        yield from read_record(document.sourceline, record, context)


def _parse(path: Path, context: Context) -> Any:
    """A DOCTYPE is tolerated, because the office writes one; it is never loaded, and definitions in it are refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.parse(path, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        raise context.refusal("xml_damaged", "XML 不完整或有语法错误", line=line) from None
    subset: Any = tree.docinfo.internalDTD
    if subset is not None and any(True for _ in subset.iterentities()):
        raise context.refusal("entities", "XML 内含有实体定义，已拒绝")
    return tree.getroot()


def _record(document: Any) -> dict[str, Any]:
    bibliography = document.find(_path("BibliographicData"))
    if bibliography is None:
        return {}
    publication = _document_id(bibliography, "PublicationReference")
    application = _document_id(bibliography, "ApplicationReference")
    return {
        "publication_no": _text(publication, "DocNumber") + _text(publication, "Kind"),
        "application_no": _text(application, "DocNumber"),
        "title": _text(bibliography, "InventionTitle") or _text(bibliography, "DesignTitle"),
        "abstract": _paragraphs(document, "Abstract"),
        "applicants": _names(bibliography, "Assignee") or _names(bibliography, "Applicant"),
        "inventors": _names(bibliography, "Inventor") or _names(bibliography, "Designer"),
        "filing_date": _text(application, "Date"),
        "publication_date": _text(publication, "Date"),
        "classes": _classes(bibliography),
        "province": _text(bibliography, "/AddressBook/Address/Province"),
        "city": _text(bibliography, "/AddressBook/Address/City"),
        "first_claim": _claim(document),
    }


def _path(names: str) -> str:
    """In any namespace, so that another edition of the schema still reads; a leading / searches at any depth."""
    steps = "/".join(f"{{*}}{name}" for name in names.lstrip("/").split("/"))
    return f".//{steps}" if names.startswith("/") else steps


def _document_id(bibliography: Any, reference: str) -> Any:
    found = bibliography.find(f"{_path(reference)}{_ORIGINAL}/{_path('DocumentID')}")
    return found if found is not None else bibliography.find(_path(f"{reference}/DocumentID"))


def _text(element: Any, names: str) -> str:
    found = element.find(_path(names)) if element is not None else None
    return "" if found is None else _content(found)


def _content(element: Any) -> str:
    return "".join("".join(element.itertext()).split("\n")).strip()


def _names(bibliography: Any, role: str) -> tuple[str, ...]:
    books = bibliography.iterfind(_path(f"/{role}/AddressBook"))
    names = [_text(book, "Name") or _text(book, "OrganizationName") for book in books]
    return tuple(name for name in names if name)


def _classes(bibliography: Any) -> tuple[str, ...]:
    """As printed: the reformed IPC, or that of before 2006, or Locarno. The first is the main class."""
    for path in (
        _path("/ClassificationIPCR/Text"),
        _path("/ClassificationIPC/MainClassification") + _ORIGINAL,
        _path("/ClassificationLocarno/MainClassification"),
    ):
        found = [_content(each) for each in bibliography.iterfind(path)]
        if found:
            further = bibliography.iterfind(_path("/ClassificationIPC/FurtherClassification") + _ORIGINAL)
            return tuple(dict.fromkeys(found + [_content(each) for each in further]))
    return ()


def _paragraphs(document: Any, section: str) -> str:
    return "\n".join(_content(each) for each in document.iterfind(_path(f"{section}/Paragraphs")))


def _claim(document: Any) -> str:
    claim = document.find(_path("Claims/Claim"))
    return "" if claim is None else "\n".join(_content(each) for each in claim.iterfind(_path("ClaimText")))
