"""What an action costs over a bare save of the same row: permission, ledger line with its trigger, both walls.

python -m benchmarks.action_overhead [--rounds 2000]
The bare save is Django's own, by a superuser whom no policy holds, in a transaction. In turns, so that both meet the
same load. On a throw-away server without fsync: a commit is one in either case.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connections, models, transaction
from tests.postgres_for_tests import make_test_database, start_test_server

from benchmarks.measured import machine
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.reach import NOWHERE, reach_of_organisation, seat_number
from huoshui.kernel.tenancy import TenantModel
from huoshui.patents.models import ImportRun
from huoshui.web.node.database import grant_tables

SEAT = seat_number(430100, 1)
OFFICE = Actor(7, 1, SEAT, SEAT, reach_of_organisation(SEAT), frozenset({"office"}), audit=NOWHERE)
VALUES: dict[str, Any] = {
    "org_id": 1,
    "seat": SEAT,
    "line_seat": SEAT,
    "user_id": 7,
    "channel": "web",
    "file_name": "bench.csv",
    "state": "done",
}


def plain_model() -> Any:
    """The same table without the tenant manager and its guard."""
    fields = {one.name: one.clone() for one in ImportRun._meta.fields if not one.primary_key}
    meta = type("Meta", (), {"app_label": "patents", "managed": False, "db_table": ImportRun._meta.db_table})
    return type("PlainRun", (models.Model,), {**fields, "Meta": meta, "__module__": __name__})


PlainRun = plain_model()


@action
def save_row(actor: Actor) -> None:
    require(actor, "patents.import")
    row = ImportRun(**VALUES)
    row.save()
    note(actor, "patents.import", f"import_run:{row.pk}", state="done", new=1)


def save_bare() -> None:
    with transaction.atomic("owner"):
        PlainRun(**VALUES).save(using="owner")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2_000)
    options = parser.parse_args()
    _connect()
    if not issubclass(ImportRun, TenantModel):
        raise RuntimeError("the row is behind no wall")
    times: dict[str, list[float]] = {"bare save": [], "action": []}
    for turn in range(options.rounds + 50):
        for name, step in (("bare save", save_bare), ("action", lambda: save_row(OFFICE))):
            taken = _milliseconds(step)
            if turn >= 50:  # warm
                times[name].append(taken)
    sys.stdout.write(f"{machine()}\n\n| | p50 ms | p95 ms |\n|---|---|---|\n")
    for name, taken_all in times.items():
        p50, p95 = statistics.median(taken_all), statistics.quantiles(taken_all, n=20)[-1]
        sys.stdout.write(f"| {name} | {p50:.2f} | {p95:.2f} |\n")
    extra = statistics.median(times["action"]) - statistics.median(times["bare save"])
    sys.stdout.write(f"| extra | {extra:.2f} | |\n")


def _milliseconds(step: Callable[[], None]) -> float:
    begun = time.perf_counter()
    step()
    return (time.perf_counter() - begun) * 1_000


def _connect() -> None:
    database = make_test_database(start_test_server())
    for alias, parameters in database.for_django().items():
        connections[alias].settings_dict.update(parameters)
    call_command("migrate", database="owner", verbosity=0)
    grant_tables(database)
    connections["owner"].close()
    connections["owner"].settings_dict.update(database.admin.for_django())


if __name__ == "__main__":
    main()
