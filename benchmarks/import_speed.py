"""Import into the base library beside a bare COPY of the same rows into the same indexed table; markdown table.

python -m benchmarks.import_speed [--rows 50000]
Both on a throw-away server without fsync. The import reads the file, cleans, attributes, compares and writes.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connections, transaction
from tests.postgres_for_tests import make_test_database, start_test_server

from benchmarks.measured import machine
from huoshui.kernel.actor import operator
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.web.node.database import grant_tables
from huoshui_core.demonstration import generate
from huoshui_core.standards import load
from huoshui_core.standards.writing import dataset_sheet, write_csv

NODE = operator("cli")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    options = parser.parse_args()
    _connect()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "patents.csv")
        region = generate(scale=max(1, -(-options.rows // 3_000)))
        rows = (one.record for _, one in zip(range(options.rows), region.iter_patents(), strict=False))
        write_csv(path, dataset_sheet(load("patent"), rows), demonstration=True)
        sys.stdout.write(f"{machine()}\n\n| step | rows | seconds | rows/s |\n|---|---|---|---|\n")
        _timed("import, all new", options.rows, lambda: _import(path))
        _timed("the same file again, nothing written", options.rows, lambda: _import(path))
        _timed("peer: bare COPY into an empty table with the same indexes", options.rows, _copy_peer)


def _connect() -> None:
    database = make_test_database(start_test_server())
    for alias, parameters in database.for_django().items():
        connections[alias].settings_dict.update(parameters)
    call_command("migrate", database="owner", verbosity=0)
    grant_tables(database)


def _import(path: Path) -> None:
    patents.import_patents(NODE, path=path, file_name=path.name)


def _copy_peer() -> None:
    """As the owner, without policies: what PostgreSQL alone can do with these rows and these indexes."""
    with scope(NODE), transaction.atomic(), connections["default"].cursor() as source:
        source.execute("CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT * FROM patents_patent")
        source.execute("CREATE TEMP TABLE peer (LIKE patents_patent INCLUDING ALL) ON COMMIT DROP")
        lines: list[bytes] = []
        with source.copy("COPY kept TO STDOUT") as out:
            lines.extend(bytes(block) for block in out)
        begun = time.perf_counter()
        with source.copy("COPY peer FROM STDIN") as copy:
            for line in lines:
                copy.write(line)
        _copy_peer.seconds = time.perf_counter() - begun  # type: ignore[attr-defined]


def _timed(what: str, rows: int, step: Callable[[], None]) -> None:
    begun = time.perf_counter()
    step()
    seconds = getattr(step, "seconds", time.perf_counter() - begun)
    sys.stdout.write(f"| {what} | {rows:,} | {seconds:.1f} | {rows / seconds:,.0f} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
