"""The ledger: lines verified, sealed and checked a second; markdown table.

python -m benchmarks.ledger_speed [--lines 200000]
Verifying reads an exported file; sealing and checking run as the sealer's role on a throw-away server without fsync.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connections
from tests.postgres_for_tests import make_test_database, start_test_server

from benchmarks.measured import machine
from huoshui.kernel.action import note_many
from huoshui.kernel.actor import operator
from huoshui.kernel.tenancy import scope
from huoshui.ledger.chainfile import export_chain
from huoshui.ledger.checking import Checker
from huoshui.ledger.sealing import seal_waiting, see_everything
from huoshui.web.node.database import Database, grant_tables
from huoshui_core.chain import verify_ledger


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=200_000)
    options = parser.parse_args()
    database = _database()
    sys.stdout.write(f"{machine()}\n\n| step | lines | seconds | lines/s |\n|---|---|---|---|\n")
    _timed("written, many in one action", options.lines, lambda: _write(options.lines))
    with database.sealer.connect() as connection, tempfile.TemporaryDirectory() as folder:
        see_everything(connection)
        path = Path(folder, "ledger.jsonl")
        _timed("sealed, batches of 5,000", options.lines, lambda: _seal(connection))
        _timed("checked in the database", options.lines, lambda: Checker().run(connection))
        _timed("exported", options.lines, lambda: _export(connection, path))
        _timed("verified offline", options.lines, lambda: _verify(path))


def _database() -> Database:
    database = make_test_database(start_test_server())
    for alias, parameters in database.for_django().items():
        connections[alias].settings_dict.update(parameters)
    call_command("migrate", database="owner", verbosity=0)
    grant_tables(database)
    return database


def _write(lines: int) -> None:
    node = operator("cli")
    with scope(node):
        note_many(node, "bench.note", ((f"dossier:{n}", {"after": "reviewed", "n": n}) for n in range(lines)))


def _seal(connection: Any) -> None:
    while seal_waiting(connection):
        pass


def _export(connection: Any, path: Path) -> None:
    with path.open("wb") as file:
        file.writelines(export_chain(lambda query, values: connection.execute(query, values).fetchall(), sees_all=True))


def _verify(path: Path) -> None:
    if verify_ledger.verify_file(str(path)).damages:
        raise RuntimeError("a fresh chain is damaged")


def _timed(what: str, lines: int, step: Callable[[], object]) -> None:
    begun = time.perf_counter()
    step()
    seconds = time.perf_counter() - begun
    sys.stdout.write(f"| {what} | {lines:,} | {seconds:.2f} | {lines / seconds:,.0f} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
