"""Loading legal events and fees, and working the rights out anew, beside folding alone; markdown table.

python -m benchmarks.rights_speed [--patents 6000]
On a throw-away server without fsync, over the invented region.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from benchmarks.import_speed import NODE, connect
from benchmarks.measured import machine
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.rights import public as rights
from huoshui_core.demonstration import generate
from huoshui_core.rights import RightEvent, RightFacts, fold
from huoshui_core.standards import load
from huoshui_core.standards.writing import dataset_sheet, write_csv

UNTIL = date(2026, 11, 1)
BATCH = 1_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patents", type=int, default=6_000)
    options = parser.parse_args()
    connect()
    region = generate(scale=max(1, -(-options.patents // 3_000)))
    sys.stdout.write(f"{machine()}\n\n| step | rows | seconds | rows/s | peak MiB |\n|---|---|---|---|---|\n")
    with tempfile.TemporaryDirectory() as folder:
        base, events, fees = (Path(folder, f"{name}.csv") for name in ("patents", "events", "fees"))
        write_csv(base, dataset_sheet(load("patent"), (one.record for one in region.patents)), demonstration=True)
        told = list(region.iter_legal_events(UNTIL))
        paid = list(region.iter_annual_fees(UNTIL))
        write_csv(events, dataset_sheet(load("patent_event"), told), demonstration=True)
        write_csv(fees, dataset_sheet(load("annual_fee"), paid), demonstration=True)
        patents.import_patents(NODE, path=base, file_name=base.name)
        _timed("legal events, all new", len(told), lambda: _import(events))
        _timed("annual fees, all new", len(paid), lambda: _import(fees))
        _timed("the same fees again, nothing written", len(paid), lambda: _import(fees))
    ids = _with_events()
    _timed("rights of patents with events worked out", len(ids), lambda: _recompute(ids))
    _timed("the same again, nothing changed", len(ids), lambda: _recompute(ids))
    _timed("peer: folding ten events of one patent, without a database", 20_000, _fold_alone)


def _import(path: Path) -> None:
    rights.import_events(NODE, path=path, file_name=path.name, as_of=UNTIL)


def _with_events() -> list[int]:
    with scope(NODE):
        found, after = [], 0
        while cards := patents.iterate_cards(after_id=after):
            after = cards[-1].id
            found += [key for key, card in rights.rights_of([one.id for one in cards]).items() if card.has_events]
        return found


def _recompute(ids: list[int]) -> None:
    for start in range(0, len(ids), BATCH):
        rights.recompute_rights(NODE, patent_ids=ids[start : start + BATCH])


def _fold_alone() -> None:
    facts = RightFacts("invention", filing_date=date(2010, 5, 5), grant_date=date(2012, 6, 6), owners=("甲大学",))
    events = [
        RightEvent("fee_paid", effective_on=date(2012, 6, 6) + timedelta(days=365 * n), year=n) for n in range(10)
    ]
    for _ in range(20_000):
        fold(facts, events, UNTIL)


def _timed(what: str, rows: int, step: Callable[[], None]) -> None:
    begun = time.perf_counter()
    step()
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"| {what} | {rows:,} | {seconds:.1f} | {rows / seconds:,.0f} | {peak:,.0f} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
