"""The one way a list leaves as a file: exactly the rows and columns shown, marked when the data is invented."""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse

from huoshui.display.listing import Listing
from huoshui.kernel import clock
from huoshui.kernel.errors import Invalid
from huoshui_core.standards import writing

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def download(listing: Listing, rows: QuerySet[Any], params: Mapping[str, str], *, demonstration: bool) -> HttpResponse:
    """`params["export"]` is xlsx or csv; raises Invalid for anything else."""
    kind, lines = params.get("export", ""), listing.export(rows, params)
    return _file(listing, lines, kind, demonstration=demonstration)


def download_rows(listing: Listing, rows: Iterable[Any], kind: str, *, demonstration: bool) -> HttpResponse:
    """Rows that a search found, in its order. Raises Invalid for another kind than xlsx or csv."""
    lines = ([column.text(row) for column in listing.columns] for row in rows)
    return _file(listing, lines, kind, demonstration=demonstration)


def _file(listing: Listing, lines: Iterator[list[Any]], kind: str, *, demonstration: bool) -> HttpResponse:
    if kind not in TYPES:
        raise Invalid("导出格式可选 xlsx 或 csv", field="export")
    columns = [writing.Column(column.label, column.width) for column in listing.columns]
    sheet = writing.Sheet(listing.title, columns, lines)
    buffer = BytesIO()
    if kind == "xlsx":
        writing.write_workbook(buffer, [sheet], demonstration=demonstration)
    else:
        writing.write_csv(buffer, sheet, demonstration=demonstration)
    response = HttpResponse(buffer.getvalue(), content_type=TYPES[kind])
    name = f"{listing.name}-{clock.today():%Y%m%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
