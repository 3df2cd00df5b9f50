"""The one way a list leaves as a file: exactly the rows and columns shown, marked when the data is invented."""

from collections.abc import Mapping
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
    kind = params.get("export", "")
    if kind not in TYPES:
        raise Invalid("导出格式可选 xlsx 或 csv", field="export")
    sheet = writing.Sheet(
        listing.title,
        [writing.Column(column.label, column.width) for column in listing.columns],
        listing.export(rows, params),
    )
    buffer = BytesIO()
    if kind == "xlsx":
        writing.write_workbook(buffer, [sheet], demonstration=demonstration)
    else:
        writing.write_csv(buffer, sheet, demonstration=demonstration)
    response = HttpResponse(buffer.getvalue(), content_type=TYPES[kind])
    name = f"{listing.name}-{clock.today():%Y%m%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
