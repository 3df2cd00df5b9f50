"""Search of the base library: 20 best, total and five facets, beside PostgreSQL and SQLite; one markdown table.

python -m benchmarks.search_speed [--rows 1350000] [--no-peers]
Five facets are counted, as the figure says; the index holds all of them. Beside the time stands the CPU time of our
process, which other work on the machine does not lengthen as much.
Invented patents lie in the real table on a throw-away server. The index is built from there by the action behind
`huoshui search rebuild`, asked through the door of pages (reach, wall, rows, names) and told of a change by the worker.
Both peers match pairs of characters and answer the 20 newest, the total and the same five facets.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.conf import settings
from django.http import QueryDict

from benchmarks.measured import machine
from benchmarks.search_patents import Invented, connect, freshness, load_patents
from benchmarks.search_peers import FACETS, Postgres, Sqlite, spoken
from huoshui.kernel.actor import Actor, operator
from huoshui.kernel.reach import reach_of_territory
from huoshui.kernel.tenancy import scope
from huoshui.patents import facets as facets_module
from huoshui.patents import finding
from huoshui.patents import public as patents
from huoshui.patents.asking import asked_from
from huoshui.patents.search import patent_index
from huoshui.search import kept
from huoshui.search.public import Query
from huoshui_core.text import bigrams

NODE = operator("cli")
CLASSES = (("rare", 1e-6, 1e-4), ("medium", 0.001, 0.01), ("common", 0.03, 0.15), ("very common", 0.3, 1.0))
EACH, PEERS_EACH = 40, 4
NARROWED = "&kind=invention&legal_status=in_force&batch=stock"
PROVINCE = 430000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    finding.facets = lambda: tuple(one for one in facets_module.facets() if one.name in FACETS)
    kept.KEPT = 0  # every question is answered anew
    with tempfile.TemporaryDirectory() as folder:
        settings.SEARCH_FOLDER = Path(folder) / "index"
        for line in report(options.rows, Path(folder), with_peers=not options.no_peers):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


def report(rows: int, folder: Path, *, with_peers: bool) -> Iterator[str]:
    server = connect()
    invented = Invented()
    yield f"{machine()}; {rows:,} patents\n"
    loading, _ = timed(lambda: load_patents(invented.rows(rows)))
    peers = [Postgres(server), Sqlite(folder / "fts5.sqlite")] if with_peers else []
    filled = [timed(peer.fill)[0] for peer in peers]
    sys.stderr.write(f"peers filled; load {os.getloadavg()[0]:.1f}; the rest wants a quiet machine\n")
    before = time.process_time()
    building, _ = timed(lambda: patents.rebuild_index(NODE))
    built_cpu = time.process_time() - before
    size = sum(path.stat().st_size for path in settings.SEARCH_FOLDER.rglob("*") if path.is_file()) / 1_000_000
    told = freshness(NODE)
    asked = questions(invented)
    worked: dict[str, list[float]] = {}
    ours = measure(asked, ask, worked)
    sys.stderr.write(
        f"built in {building:.0f} s, {size:,.0f} MB; all questions {shown(in_all(ours))} ms; now the peers\n"
    )
    few = fewer(asked)
    measured = [measure(few, peer.ask) for peer in peers]
    costs = [f"{seconds:.0f} s, {peer.megabytes():,.0f} MB" for peer, seconds in zip(peers, filled, strict=True)]
    heads = " | ".join(f"{peer.name} p50 / p95 ms" for peer in peers)
    yield f"| question | ours p50 / p95 ms | CPU of ours |{heads and f' {heads} |'}"
    yield "|---|---|---|" + "---|" * len(peers)
    for label, values in ours.items():
        theirs = "".join(f" {shown(times.get(label))} |" for times in measured)
        yield f"| {label} | {shown(values)} | {shown(worked[label])} |{theirs}"
    theirs = "".join(f" {shown(in_all(times))} |" for times in measured)
    yield f"| **all questions** | **{shown(in_all(ours))}** | {shown(in_all(worked))} |{theirs}"
    same = {label: times for label, times in ours.items() if measured and label in measured[0]}
    if same:
        yield f"| those the peers were asked | {shown(in_all(same))} | |{theirs}"
    built = f"{building:.0f} s ({rows / building:,.0f}/s), {size:,.0f} MB"
    filling = "".join(f" {cost} |" for cost in costs)
    yield f"| index built from the table, size | {built} | {built_cpu:.0f} s |{filling}"
    yield f"| a changed patent is findable after its commit | {told:.2f} s | – |" + " – |" * len(peers)
    yield f"\nThe table was filled in {loading:.0f} s, which counts for nobody."


def questions(invented: Invented) -> list[tuple[str, Actor, str]]:
    """Words by how many patents they find, pairs and threes of them, filters, a province's reach, numbers, all."""
    total = patent_index().search(Query(limit=1)).total
    by_class: dict[str, list[str]] = {label: [] for label, _, _ in CLASSES}
    for word in invented.words:
        share = patent_index().search(Query(word, limit=1)).total / total
        for label, low, high in CLASSES:
            if low <= share <= high and len(by_class[label]) < EACH:
                by_class[label].append(word)
        if all(len(words) == EACH for words in by_class.values()):
            break
    frequent = by_class["very common"] + by_class["common"] + by_class["medium"]
    some = invented.chance
    bureau = Actor(1, 1, 1, 1, reach_of_territory(PROVINCE), frozenset({"bureau"}))
    asked = [(f"{label} word", NODE, f"q={word}") for label, words in by_class.items() for word in words]
    asked += [("three words", NODE, "q=" + " ".join(some.sample(frequent, 3))) for _ in range(EACH)]
    asked += [("common word, three filters", NODE, f"q={word}{NARROWED}") for word in by_class["common"]]
    asked += [("very common word, three filters", NODE, f"q={word}{NARROWED}") for word in by_class["very common"]]
    asked += [("common word, a province's reach", bureau, f"q={word}") for word in by_class["common"]]
    asked += [("words run together", NODE, "q=" + "".join(some.sample(frequent, 3))) for _ in range(EACH)]
    asked += [("in the title, newest first", NODE, f"title={word}&sort=-publication_date") for word in frequent[:EACH]]
    asked += [("number, any notation", NODE, f"q=cn1{some.randrange(total):08d}") for _ in range(EACH)]
    asked += [("no words, newest", NODE, "")] * 10
    return asked


def fewer(asked: Sequence[tuple[str, Actor, str]]) -> list[tuple[str, Actor, str]]:
    """What the peers answer too: words and filters, a few of each. They know pairs of characters, no symbols."""
    wanted: dict[str, list[tuple[str, Actor, str]]] = {}
    for one in asked:
        if one[0].endswith(("word", "three words", "filters")) and all(map(bigrams, spoken(one[2]))):
            wanted.setdefault(one[0], []).append(one)
    return [one for ones in wanted.values() for one in ones[:: max(1, len(ones) // PEERS_EACH)]][: 8 * PEERS_EACH]


def ask(actor: Actor, query: str) -> None:
    with scope(actor):
        found = finding.find(actor, asked_from(QueryDict(f"{query}&size=20")))
        if not found.by_index:
            raise RuntimeError("answered without the index")


def measure(
    asked: Sequence[tuple[str, Actor, str]],
    work: Callable[[Actor, str], Any],
    worked: dict[str, list[float]] | None = None,
) -> dict[str, list[float]]:
    """Milliseconds by label: once to warm the files, then twice. `worked` takes the CPU time of this process."""
    times: dict[str, list[float]] = {}
    for label, actor, query in asked:
        work(actor, query)
        for _ in range(2):
            before = time.process_time()
            times.setdefault(label, []).append(timed(lambda a=actor, q=query: work(a, q))[0] * 1_000)  # type: ignore[misc]
            if worked is not None:
                worked.setdefault(label, []).append((time.process_time() - before) * 1_000)
    return times


def in_all(times: dict[str, list[float]]) -> list[float]:
    return [value for values in times.values() for value in values]


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    answer = work()
    return time.perf_counter() - begun, answer


def shown(values: Sequence[float] | None) -> str:
    if not values:
        return "–"
    return f"{statistics.median(values):,.1f} / {statistics.quantiles(values, n=20)[-1]:,.1f}"


if __name__ == "__main__":
    main()
