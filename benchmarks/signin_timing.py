"""Whether the time of a refused sign-in tells if the name exists: known and unknown names in turn; markdown table.

python -m benchmarks.signin_timing [--guesses 300]
The whole request, with argon2 as on a real node, on a throw-away server. Each guess comes from an address of its own.
"""

import argparse
import logging
import os
import statistics
import sys
import time
from collections.abc import Callable

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ["HUOSHUI_TEST_HASHER"] = "argon2"

import django

django.setup()

from django.core.management import call_command
from django.db import connections
from django.test import Client
from tests.postgres_for_tests import make_test_database, start_test_server
from tests.world import PEOPLE, build_world

from benchmarks.measured import machine
from huoshui.web.node.database import grant_tables

BAR = 5.0  # per cent of the median
GUARDED_AFTER = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--guesses", type=int, default=300)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    _connect()
    build_world()
    sys.stdout.write(
        f"{machine()}\n\n| refused | names | p50 ms | p95 ms | difference of p50 |\n|---|---|---|---|---|\n"
    )
    people = sorted(PEOPLE)[: -(-options.guesses // 25)]
    _compare("password wrong", options.guesses, lambda serial: people[serial % len(people)])
    guess = _Guesser()
    for serial in range(GUARDED_AFTER):
        for name in ("system", "nobody"):
            guess(name, serial)
    _compare("account guarded, not looked at", options.guesses, lambda _: "system", unknown=lambda _: "nobody")


def _connect() -> None:
    database = make_test_database(start_test_server())
    for alias, parameters in database.for_django().items():
        connections[alias].settings_dict.update(parameters)
    call_command("migrate", database="owner", verbosity=0)
    grant_tables(database)


class _Guesser:
    """Milliseconds of one guess, from a browser and an address nobody has seen."""

    def __init__(self) -> None:
        self._client, self._serial = Client(SERVER_NAME="localhost"), 0

    def __call__(self, name: str, serial: int) -> float:
        self._serial += 1
        self._client.cookies.clear()
        address = f"10.{self._serial // 60_000}.{self._serial // 250 % 250}.{self._serial % 250}"
        begun = time.perf_counter()
        answer = self._client.post("/sign-in/", {"username": name, "password": f"guess-{serial}"}, REMOTE_ADDR=address)
        taken = (time.perf_counter() - begun) * 1_000
        assert answer.status_code in (422, 429)
        return taken


def _compare(
    label: str,
    guesses: int,
    known: Callable[[int], str],
    unknown: Callable[[int], str] = lambda serial: f"stranger-{serial % 12}",
) -> None:
    guess, times = _Guesser(), {"known": list[float](), "unknown": list[float]()}
    for serial in range(guesses):  # in turn, the first of a pair now one and now the other
        for which, name in (("known", known), ("unknown", unknown))[:: 1 if serial % 2 else -1]:
            times[which].append(guess(name(serial), serial))
    middle = {which: statistics.median(one) for which, one in times.items()}
    apart = abs(middle["known"] - middle["unknown"]) / min(middle.values()) * 100
    verdict = f"{apart:.1f} % ({'within' if apart < BAR else 'beyond'} {BAR:.0f} %)"
    for which, one in times.items():
        p95 = sorted(one)[int(len(one) * 0.95)]
        told = verdict if which == "unknown" else ""
        sys.stdout.write(f"| {label} | {which} | {middle[which]:.1f} | {p95:.1f} | {told} |\n")


if __name__ == "__main__":
    main()
