"""Import into the base library beside a bare COPY of the same rows into the same indexed table; markdown table.

python -m benchmarks.import_speed [--rows 1350000] [--workbook 200000]
On a throw-away server without fsync. The import reads the file in two children, cleans, attributes, holds against the
library and writes in chunks; peers get the rows ready made. The peak is that of our own processes together.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from tests.postgres_for_tests import make_test_database, start_test_server

from benchmarks.many_patents import many_patents, write_patents
from benchmarks.measured import machine
from benchmarks.memory import Peak
from huoshui.kernel.actor import operator
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.patents.models import Patent
from huoshui.web.node.database import grant_tables
from huoshui_core.standards import load
from huoshui_core.standards.writing import Column, Sheet, write_workbook

NODE = operator("cli")
BULK_ROWS = 20_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--workbook", type=int, default=10_000, help="rows of the xlsx; the bar is for 200,000")
    options = parser.parse_args()
    connect()
    rows = options.rows
    with tempfile.TemporaryDirectory() as folder:
        settings.UPLOAD_FOLDER = Path(folder)
        path, later = Path(folder, "patents.csv"), Path(folder, "later.csv")
        write_patents(path, rows)
        write_patents(later, rows, changed_every=10)
        sys.stdout.write(f"{machine()}\n\n| step | rows | seconds | rows/s | peak MiB |\n|---|---|---|---|---|\n")
        with _timed("check alone (dry run)", rows):
            patents.import_patents(NODE, path=path, file_name=path.name, dry_run=True)
        with _timed("import, all new", rows):
            _load(path)
        with _timed("the same file again, nothing written", rows):
            _load(path)
        with _timed("a later edition, one row in ten changed", rows):
            _load(later)
        _peers(rows)
        book = Path(folder, "patents.xlsx")
        _write_workbook(book, options.workbook)
        with _timed("a workbook, all known", options.workbook):
            _load(book)


def connect() -> None:
    database = make_test_database(start_test_server())
    for alias, parameters in database.for_django().items():
        connections[alias].settings_dict.update(parameters)
    call_command("migrate", database="owner", verbosity=0)
    grant_tables(database)


def _load(path: Path) -> None:
    outcome = patents.import_patents(NODE, path=path, file_name=path.name)
    sys.stderr.write(f"{outcome.counts}\n")


def _write_workbook(path: Path, rows: int) -> None:
    """As people keep them: every cell a text."""
    names = [field.name for field in load("patent").fields]
    columns = [Column(field.label) for field in load("patent").fields]
    lines = ([record.get(name, "") for name in names] for record in many_patents(rows))
    write_workbook(path, [Sheet("专利", columns, lines)], demonstration=True)


def _peers(rows: int) -> None:
    """As the owner, without policies: what PostgreSQL alone can do with these rows and these indexes."""
    with tempfile.TemporaryFile() as kept:
        with scope(NODE), transaction.atomic(), connections["default"].cursor() as source:
            source.execute("CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT * FROM patents_patent")
            with source.copy("COPY kept TO STDOUT") as out:
                for block in out:
                    kept.write(block)
        kept.seek(0)
        with connections["owner"].cursor() as owner:
            owner.execute("CREATE TABLE peer (LIKE patents_patent INCLUDING ALL)")
            with (
                _timed("peer: bare COPY into an empty table with the same indexes", rows),
                owner.copy("COPY peer FROM STDIN") as copy,
            ):
                while block := kept.read(1 << 16):
                    copy.write(block)
            owner.execute("DROP TABLE peer")
    with scope(NODE):
        sample = list(Patent.objects.order_by("id")[:BULK_ROWS])
        Patent.objects.filter(pk__in=[row.pk for row in sample]).delete()
        for row in sample:
            row.pk = None
        with _timed("peer: bulk_create of ready rows, a sample", len(sample)):
            Patent.objects.bulk_create(sample, batch_size=1_000)


@contextmanager
def _timed(what: str, rows: int) -> Iterator[None]:
    with Peak() as peak:
        begun = time.perf_counter()
        yield
        seconds = time.perf_counter() - begun
    sys.stdout.write(f"| {what} | {rows:,} | {seconds:.1f} | {rows / seconds:,.0f} | {peak.mebibytes:,.0f} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
