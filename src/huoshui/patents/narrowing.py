"""The same question put to the table itself: slower, without counts. For the time in which there is no index, and for
what an index does not hold: where a row came from, and what the day decides."""

import re
from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from huoshui.kernel import clock
from huoshui.kernel.paging import Page, Sort
from huoshui.kernel.paging import page as keyset_page
from huoshui.kernel.reach import LINE_SPAN
from huoshui.kernel.tenancy import current_reach
from huoshui.orgs import public as orgs
from huoshui.patents import quality
from huoshui.patents.asking import Asked
from huoshui.patents.facets import UNKNOWN, added_names
from huoshui.patents.rules import STOCK_UNTIL
from huoshui.search.public import sought
from huoshui_core.reference.validity import NOT_IN_FORCE

COLUMNS = {"title": "title", "applicant": "applicants", "inventor": "inventors", "abstract": "abstract"}
_WORD = re.compile(r"[^\W_]+")
EQUAL = ("kind", "stage", "subclass", "province", "city")


def page(rows: QuerySet[Any], asked: Asked) -> Page:
    return keyset_page(narrowed(rows, asked), _sort(asked), cursor=asked.cursor, size=asked.size)


def ids(rows: QuerySet[Any], asked: Asked, *, limit: int) -> Sequence[int]:
    sort = _sort(asked)
    prefix = "-" if sort.descending else ""
    ordered = narrowed(rows, asked).order_by(f"{prefix}{sort.field}", f"{prefix}pk")
    return list(ordered.values_list("pk", flat=True)[:limit])


def institutions(asked: Asked) -> list[int]:
    """Those in reach whose name holds what was typed, and which are of the type."""
    return [
        one.id
        for one in orgs.within(current_reach(), kind="institution")
        if asked.institution in one.name and asked.institution_type in ("", one.institution_type)
    ]


def narrowed(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    rows = _worded(rows, asked.text, ("title", "publication_no", "application_no"))
    for name, text in asked.inside.items():
        rows = _worded(rows, text, ("claims", "first_claim") if name == "claims" else (COLUMNS[name],))
    for level in asked.ipc:
        beginning = f'"{level}/' if level[-1].isdigit() and len(level) > 4 and "/" not in level else f'"{level}'
        rows = rows.filter(Q(classes__icontains=beginning) | Q(main_class__startswith=beginning[1:]))
    if asked.institution or asked.institution_type:
        rows = rows.filter(org_id__in=institutions(asked))
    if asked.line is not None:
        rows = rows.filter(line_seat__gte=asked.line * LINE_SPAN, line_seat__lt=(asked.line + 1) * LINE_SPAN)
    for name, value in asked.beside.items():
        rows = _BESIDE[name](rows, value)
    return _chosen(_dated(rows, asked), asked)


def _worded(rows: QuerySet[Any], text: str, columns: Sequence[str]) -> QuerySet[Any]:
    """Every word in one of the columns, of several numbers any."""
    said = sought(text)
    for word in (*said.phrases, *_WORD.findall(said.words)):
        rows = rows.filter(_in_any(columns, word))
    if said.numbers:
        rows = rows.filter(reduce(or_, (_in_any(columns, digits) for digits, _ in said.numbers)))
    for word in said.left_out:
        rows = rows.exclude(_in_any(columns, word))
    return rows


def _in_any(columns: Sequence[str], word: str) -> Q:
    return reduce(or_, (Q(**{f"{column}__icontains": word}) for column in columns))


def _dated(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    bounds = {
        "publication_date__gte": asked.since,
        "publication_date__lte": asked.until,
        "filing_date__year__gte": asked.filed[0],
        "filing_date__year__lte": asked.filed[1],
    }
    rows = rows.filter(**{name: value for name, value in bounds.items() if value is not None})
    first, last = asked.granted
    if first is not None or last is not None:
        rows = rows.filter(stage="granted")
        years = Q(grant_date__isnull=False), Q(grant_date__isnull=True)
        for step, year in (("gte", first), ("lte", last)):
            if year is not None:
                years = (
                    years[0] & Q(**{f"grant_date__year__{step}": year}),
                    years[1] & Q(**{f"publication_date__year__{step}": year}),
                )
        rows = rows.filter(years[0] | years[1])
    return rows


def _chosen(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    """Facets that rooms above add have no column here: whoever has chosen one finds nothing until there is an index."""
    for name, values in asked.chosen.items():
        if name in EQUAL:
            rows = rows.filter(**{f"{name}__in": values})
        elif name == "org":
            rows = rows.filter(org_id__in=[int(one) for one in values if one.isascii() and one.isdigit()])
        elif name == "legal_status":
            rows = rows.filter(legal_status__in=["" if one == UNKNOWN else one for one in values])
        elif name == "filing_year":
            rows = rows.filter(filing_date__year__in=[int(one) for one in values if one.isascii() and one.isdigit()])
        elif name == "grant_year":
            years = [int(one) for one in values if one.isascii() and one.isdigit()]
            by_publication = Q(grant_date=None, publication_date__year__in=years)
            rows = rows.filter(Q(grant_date__year__in=years) | by_publication, stage="granted")
        elif name == "batch":
            rows = _in_batches(rows, values)
        elif name in added_names():
            rows = rows.none()
    return rows


def _of_the_stock() -> Q:
    return Q(grant_date__lte=STOCK_UNTIL) | Q(grant_date=None, publication_date__lte=STOCK_UNTIL)


def _by_scope(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """The stock as the plan counts it, or what joins it year by year; both granted and not known to have ended."""
    rights = rows.filter(stage="granted").exclude(legal_status__in=NOT_IN_FORCE).exclude(expires_on__lte=clock.today())
    return rights.filter(_of_the_stock()) if value == "existing" else rights.exclude(_of_the_stock())


def _by_run(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(import_run_id=int(value)) if value.isascii() and value.isdigit() else rows.none()


_BESIDE: dict[str, Callable[[QuerySet[Any], str], QuerySet[Any]]] = {
    "scope": _by_scope,
    "import_run": _by_run,
    "lacking": quality.lacking,
    "source": lambda rows, value: rows.filter(source=value),
    "as_of_since": lambda rows, value: rows.filter(as_of__gte=value),
    "as_of_until": lambda rows, value: rows.filter(as_of__lte=value),
}


def _in_batches(rows: QuerySet[Any], values: Sequence[str]) -> QuerySet[Any]:
    wanted = Q(pk__in=[])
    if "stock" in values:
        wanted |= _of_the_stock()
    if "rolling" in values:
        wanted |= ~_of_the_stock()
    return rows.filter(wanted, stage="granted")


def _sort(asked: Asked) -> Sort:
    if asked.by_relevance:
        return Sort("publication_date", "publication_date", descending=True)
    name = asked.sort.removeprefix("-")
    return Sort(name, name, descending=asked.sort.startswith("-"))
