"""One patent document of the Chinese patent office as a raw record: bibliography, abstract, claims.

Inventions and utility models lie in BibliographicData, designs in DesignBibliographicData with a Locarno class.
"""

import re
from collections.abc import Iterator
from typing import Any

_ORIGINAL = "[@dataFormat='original']"
# Empty parts of an address and of a date are written as noughts.
_NOTHING = re.compile(r"0*")
_LINE = re.compile(r"\s*\n\s*")


def record_of(document: Any, *, most_claims: int) -> tuple[dict[str, Any], int]:
    """The record, and how many claims were left out because together they pass `most_claims` characters."""
    bibliography = document.find(_path("BibliographicData"))
    if bibliography is None:
        bibliography = document.find(_path("DesignBibliographicData"))
    if bibliography is None:
        return {}, 0
    publication = _document_id(bibliography, "PublicationReference")
    application = _document_id(bibliography, "ApplicationReference")
    claims = list(_claims(document))
    kept = _fitting(claims, most_claims)
    record = {
        "publication_no": _text(publication, "DocNumber") + _text(publication, "Kind"),
        "application_no": _text(application, "DocNumber") or _text(bibliography, "PatentNumber"),
        "title": _text(bibliography, "InventionTitle") or _text(bibliography, "DesignTitle"),
        "abstract": _paragraphs(document, "Abstract") or _paragraphs(document, "DesignBriefExplanation"),
        "applicants": _names(bibliography, "Assignee") or _names(bibliography, "Applicant"),
        "inventors": _names(bibliography, "Inventor") or _names(bibliography, "Designer"),
        "filing_date": _text(application, "Date"),
        "publication_date": _text(publication, "Date"),
        "classes": _classes(bibliography),
        "province": _place(bibliography, "Province"),
        "city": _place(bibliography, "City"),
        "owner_code": _owner_code(bibliography),
        "first_claim": claims[0] if claims else "",
        "claims": "\n".join(kept),
        "agency": _text(bibliography, "/Agency/AddressBook/OrganizationName"),
        "agents": _names(bibliography, "Agent"),
        "family": _text(bibliography, "/PatentFamily/FamilyNumber"),
        "priority": _priorities(bibliography),
    }
    return {name: value for name, value in record.items() if value}, len(claims) - len(kept)


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
    """The words of an element; a line end inside is the schema's indentation, not the author's."""
    return _LINE.sub("", "".join(element.itertext())).strip()


def _names(bibliography: Any, role: str) -> tuple[str, ...]:
    books = bibliography.iterfind(_path(f"/{role}/AddressBook"))
    names = [_text(book, "Name") or _text(book, "OrganizationName") for book in books]
    return tuple(name for name in names if name)


def _place(bibliography: Any, part: str) -> str:
    """Of the first owner or, in a document that names none with an address, of the first applicant."""
    for role in ("Assignee", "Applicant"):
        place = _text(bibliography, f"/{role}/AddressBook/Address/{part}")
        if not _NOTHING.fullmatch(place):
            return place
    return ""


def _owner_code(bibliography: Any) -> str:
    """Only a code of eighteen characters; older documents carry noughts or a code of the office's own."""
    for role, name in (("Assignee", "AssigneeCode"), ("Applicant", "OrganizationCode")):
        code = _text(bibliography, f"/{role}/{name}")
        if len(code) == 18 and not _NOTHING.fullmatch(code):
            return code
    return ""


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
            locarno = bibliography.iterfind(_path("/ClassificationLocarno/FurtherClassification"))
            return tuple(dict.fromkeys(found + [_content(each) for each in (*further, *locarno)]))
    return ()


def _priorities(bibliography: Any) -> tuple[str, ...]:
    """KR10-2022-0100096 2022-08-10; the office's own rewriting of the number is left out."""
    stated = list(bibliography.iterfind(_path("/PriorityDetails/Priority") + _ORIGINAL))
    found = []
    for one in stated or bibliography.iterfind(_path("/PriorityDetails/Priority")):
        place = one.find(_path("DocumentID"))
        place = one if place is None else place
        number, day = _text(place, "DocNumber"), _text(place, "Date")
        if number:
            day = f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == 8 and day.isdigit() else day
            office = _text(place, "WIPOST3Code")
            found.append(f"{'' if number.startswith(office) else office}{number} {day}".strip())
    return tuple(dict.fromkeys(found))


def _paragraphs(document: Any, section: str) -> str:
    return "\n".join(_content(each) for each in document.iterfind(_path(f"{section}/Paragraphs")))


def _claims(document: Any) -> Iterator[str]:
    for claim in document.iterfind(_path("Claims/Claim")):
        text = "\n".join(_content(each) for each in claim.iterfind(_path("ClaimText")))
        if text:
            yield text


def _fitting(claims: list[str], most: int) -> list[str]:
    """Whole claims from the first one on."""
    length = -1
    for position, claim in enumerate(claims):
        length += 1 + len(claim)
        if length > most:
            return claims[:position]
    return claims
