"""What a patent is found by, and where the index lies. An entry says whose it is, so that counts stay within reach."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import CharField, F, Func, IntegerField, Value
from django.db.models.functions import Cast, Concat

from huoshui.kernel.reach import branches
from huoshui.patents import facets, rules
from huoshui.search.public import Declaration, Document, Index, TextField

NAME = "patents"
NO_YEAR = 0
PLACE = "place"  # the branches that a patent stands in: most reaches are one of these
_branches = lru_cache(maxsize=20_000)(branches)
# What the index holds of a row and may change; hashed by the database when a document is made and when it is checked.
CHECKED = ("content_hash", "org_id", "seat", "line_seat", "stage", "legal_status", "province", "city", "import_run_id")
CODED = ("kind", "stage", "legal_status", "batch")
# What a document is made of; `digest` is `digest_of_row`.
INDEXED = (
    *("id", "org_id", "seat", "line_seat", "import_run_id", "digest", "publication_no", "application_no"),
    *("kind", "stage", "legal_status", "filing_date", "publication_date", "grant_date", "province", "city"),
    *("title", "applicants", "inventors", "abstract", "first_claim", "claims", "main_class", "classes", "subclass"),
)
_DIGITS = re.compile(r"\d{1,9}")
_SYMBOL = re.compile(r"([A-H])(\d{2})?([A-Z])?(\d{1,4})?(?:/(\d{1,6}))?")


def declaration() -> Declaration:
    return Declaration(
        name=NAME,
        texts=(
            TextField("title", 6, alone=True),
            TextField("applicants", 2, alone=True),
            TextField("inventors", alone=True),
            TextField("abstract", alone=True, long=True),
            TextField("claims", 0, alone=True, long=True),
        ),
        facets=facets.added_names(),
        single=tuple(one.name for one in facets.OWN if one.name not in CODED),
        coded=tuple(one.name for one in facets.OWN if one.name in CODED),
        labels=("inventor", "ipc", PLACE),
        ranges=("published", "number"),
        spans=("seat", "line_seat", "filed", "granted", "run", "digest"),
    )


def patent_index() -> Index:
    return _index(Path(settings.SEARCH_FOLDER), facets.added_names())


@cache
def _index(folder: Path, added: tuple[str, ...]) -> Index:
    return Index(declaration(), folder)


def digest_of_row() -> Cast:
    """28 bits of a digest; their sum over a thousand rows tells whether the index holds the same."""
    told = [part for name in CHECKED for part in (Cast(F(name), CharField()), Value("|"))]
    digest = Func(Concat(*told, output_field=CharField()), function="md5")
    bits = Func(digest, function="", template="('x' || left(%(expressions)s, 7))::bit(28)")
    return Cast(bits, IntegerField())


def document(row: Any) -> Document:
    """`row` has what INDEXED names."""
    filed = row.filing_date.year if row.filing_date else NO_YEAR
    granted_on = rules.granted_on(row.stage, row.grant_date, row.publication_date)
    granted = granted_on.year if granted_on else NO_YEAR
    return Document(
        id=row.id,
        texts={
            "title": row.title,
            "applicants": " ".join(row.applicants),
            "inventors": " ".join(row.inventors),
            "abstract": row.abstract,
            "claims": row.claims or row.first_claim,
        },
        facets={
            "org": [str(row.org_id)],
            "kind": [row.kind],
            "stage": [row.stage],
            "legal_status": [row.legal_status or facets.UNKNOWN],
            "batch": [rules.batch(granted_on)] if granted_on else [],
            "filing_year": [str(filed)] if filed else [],
            "grant_year": [str(granted)] if granted else [],
            "subclass": [row.subclass] if row.subclass else [],
            "province": [row.province] if row.province else [],
            "city": [row.city] if row.city else [],
            "inventor": row.inventors,
            PLACE: _branches(row.seat, row.line_seat),
            "ipc": ipc_labels([row.main_class, *row.classes]),
            **facets.added_values(row),
        },
        ranges={
            "published": row.publication_date,
            "number": number_value(row.publication_no or row.application_no),
            "seat": row.seat,
            "line_seat": row.line_seat,
            "filed": filed,
            "granted": granted,
            "run": row.import_run_id,
            "digest": row.digest,
        },
        numbers=[number for number in (row.publication_no, row.application_no) if number],
    )


def ipc_labels(symbols: list[str]) -> list[str]:
    """Each symbol at each of its levels: G, G06, G06F, G06F16, G06F16/33."""
    return list(dict.fromkeys(level for symbol in symbols for level in _levels(symbol)))


def ipc_level(typed: str) -> str:
    """What a person means by G06F, g06f16/ or “H04L 29/06”; "" when it is no symbol. The whole must be one."""
    said = re.sub(r"\s+", "", typed).upper().rstrip("/")
    return said if _SYMBOL.fullmatch(said) and (levels := _levels(said)) and levels[-1] == said else ""


@lru_cache(maxsize=20_000)  # patents share their symbols
def _levels(symbol: str) -> list[str]:
    found = _SYMBOL.match(re.sub(r"\s+", "", symbol).upper())
    if not found:
        return []
    section, number, letter, group, subgroup = found.groups()
    levels, so_far = [section], section
    for part, mark in ((number, ""), (letter, ""), (group, ""), (subgroup, "/")):
        if not part:
            break
        so_far += mark + part
        levels.append(so_far)
    return levels


def number_value(number: str) -> int:
    """Orders publication numbers of one kind as their digits do."""
    digits = _DIGITS.search(number)
    return int(digits.group()) if digits else 0
