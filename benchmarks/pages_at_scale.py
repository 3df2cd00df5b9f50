"""The list of the base library on a node with 1.35 million patents: an institution, a province, the nation.

python -m benchmarks.pages_at_scale [--rows 1350000] [--requests 800] [--port 8931]
The node is the one `huoshui up` starts, with its demonstration region; the patents are put beside it by COPY and the
index is built by the action behind `huoshui search rebuild`. Several rounds: one good round may be chance.
"""

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measured import machine
from benchmarks.page_speed import CONNECTIONS, HEADS, Asked, measured, tell

OFFICE = "lcut-office"
ROUNDS = 3
SEARCHED = "/patents/?q=" + urllib.parse.quote("装置")
PAGES = (
    Asked("an institution, newest", "/patents/", OFFICE),
    Asked("an institution, searched", SEARCHED, OFFICE),
    Asked("a province, newest", "/patents/", "hn-ipo"),
    Asked("a province, searched", SEARCHED, "hn-ipo"),
    Asked("the nation, newest", "/patents/", "national"),
    Asked("the nation, searched and filtered", f"{SEARCHED}&kind=invention&legal_status=in_force", "national"),
    Asked("an institution, newest, each anew", "/patents/?until={day}", OFFICE),
    Asked("a province, newest, each anew", "/patents/?until={day}", "hn-ipo"),
    Asked("the nation, searched, each anew", f"{SEARCHED}&until={{day}}", "national"),
    Asked("the nation, a late page", "/patents/?sort=publication_no&size=50&since=2020-01-01", "national"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_350_000)
    parser.add_argument("--requests", type=int, default=800)
    parser.add_argument("--port", type=int, default=8931)
    parser.add_argument("--only", default="", help="labels that hold this")
    parser.add_argument("--home", help="a folder that is filled the first time and kept")
    options = parser.parse_args()
    tell(f"{machine()}; {options.rows:,} patents; {CONNECTIONS} connections, {ROUNDS} rounds\n")
    with _home(options.home) as home:
        os.environ |= {"HUOSHUI_HOME": home, "HUOSHUI_PORT": str(options.port), "HUOSHUI_BUDGET_FACTOR": "1000"}
        with _node(options.port):
            filling = multiprocessing.get_context("spawn").Process(target=_fill, args=(options.rows,))
            filling.start()  # a process of its own: what asks for pages has to be light
            filling.join()
            tell(HEADS)
            for asked in (one for one in PAGES if options.only in one.label):
                for _ in range(ROUNDS):
                    tell(measured(f"127.0.0.1:{options.port}", asked, options.requests))


@contextmanager
def _home(kept: str | None) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="huoshui-") as passing:
        home = Path(kept or passing)
        home.mkdir(exist_ok=True)
        home.chmod(0o711)  # PostgreSQL goes in as a user of its own
        yield str(home)


@contextmanager
def _node(port: int) -> Iterator[None]:
    with subprocess.Popen([sys.executable, "-m", "huoshui", "up"], stdout=subprocess.DEVNULL) as node:
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz")
            yield
        finally:
            node.terminate()


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address):
                return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("the node did not come up")


def _fill(rows: int) -> None:
    """Those of one invented school belong to the institution that is asked for."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "huoshui.web.settings"
    import django

    django.setup()
    from benchmarks.search_patents import Invented, load_patents
    from huoshui.accounts.models import Membership
    from huoshui.kernel.actor import operator
    from huoshui.patents import public as patents
    from huoshui.patents.search import patent_index

    if _is_filled():
        while not patent_index().fits():  # of an earlier layout: the node builds it again by itself
            time.sleep(2)
    else:
        school = Membership.objects.select_related("organisation").get(user__username=OFFICE).organisation
        own = {"org_id": school.pk, "seat": school.seat, "line_seat": school.line_seat}
        load_patents(row | own if row["org_id"] == school.pk else row for row in Invented().rows(rows))
        patents.rebuild_index(operator("cli"))


def _is_filled() -> bool:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM patents_patent WHERE source = 'invented')")
        return bool(cursor.fetchone()[0])


if __name__ == "__main__":
    main()
