"""Whether the time of an answer tells that somebody else's patent is there: yours, not yours, absent in turn; markdown.

python -m benchmarks.wall_timing [--requests 10000]
Whole requests to the API on a throw-away server. The bar is on what is refused alike: not yours against absent.
"""

import argparse
import gc
import logging
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connections
from django.test import Client
from tests.permissions.stage import FOREIGN, OWN, import_patents
from tests.postgres_for_tests import make_test_database, start_test_server
from tests.world import build_world

from benchmarks.measured import machine
from huoshui.accounts.models import User
from huoshui.kernel.tenancy import scope
from huoshui.patents.models import Patent
from huoshui.web.node.database import grant_tables

BAR = 5.0  # per cent of the median
WARM_UP = 200
STATUS = {"yours": 200, "not yours": 404, "absent": 404}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000, help="of each kind")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    _connect()
    with patch("huoshui.web.doors.charge"):  # the measurement asks more than a person may
        taken = _measure(options.requests)
    sys.stdout.write(f"{machine()}\n\n| patent | answer | p50 ms | p95 ms |\n|---|---|---|---|\n")
    for kind, times in taken.items():
        ninety_fifth = statistics.quantiles(times, n=20)[-1]
        sys.stdout.write(f"| {kind} | {STATUS[kind]} | {statistics.median(times):.3f} | {ninety_fifth:.3f} |\n")
    here, nowhere = statistics.median(taken["not yours"]), statistics.median(taken["absent"])
    difference = abs(here - nowhere) / nowhere * 100
    verdict = "holds" if difference < BAR else "MISSED"
    sys.stdout.write(f"\nNot yours against absent: {difference:.2f} % of the median (bar {BAR:g} %): {verdict}\n")


def _connect() -> None:
    database = make_test_database(start_test_server())
    for alias, parameters in database.for_django().items():
        connections[alias].settings_dict.update(parameters)
    call_command("migrate", database="owner", verbosity=0)
    grant_tables(database)


def _measure(requests: int) -> dict[str, list[float]]:
    world = build_world()
    import_patents(world, Path(tempfile.mkdtemp()))
    with scope(world.operator):
        ids = {org: Patent.objects.get(org_id=world.orgs[org].id).pk for org in (OWN, FOREIGN)}
        absent = Patent.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1_000_000
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(username="office"))
    keys = {"yours": ids[OWN], "not yours": ids[FOREIGN], "absent": absent}
    order = [kind for kind in keys for _ in range(requests)]
    random.Random(7).shuffle(order)
    taken: dict[str, list[float]] = {kind: [] for kind in keys}
    for kind in list(keys) * WARM_UP:
        client.get(f"/api/v1/patents/{keys[kind]}")
    gc.disable()
    for kind in order:
        start = time.perf_counter()
        answer = client.get(f"/api/v1/patents/{keys[kind]}")
        taken[kind].append((time.perf_counter() - start) * 1_000)
        assert answer.status_code == STATUS[kind], (kind, answer.status_code)
    gc.enable()
    return taken


if __name__ == "__main__":
    main()
