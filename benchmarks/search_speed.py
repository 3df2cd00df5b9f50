"""The catalogue's search beside PostgreSQL's own means, on invented documents of one seed; prints a markdown table.

python -m benchmarks.search_speed --rows 100000
Ours answers 20 best, total and eight facets; the peers only 20 rows and the total.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from huoshui.search.public import Declaration, Document, Index, Query, TextField
from huoshui_core.reference import industries, ipc_symbols, ipc_title, provinces
from huoshui_core.text import bigrams, normalise, segment

SEED = 20260101
FIRST_DAY = date(2010, 1, 1)
LIBRARY = Declaration(
    name="bench",
    texts=(TextField("title", 6.0), TextField("institution", 3.0), TextField("scene", 3.0), TextField("abstract")),
    facets=("industry", "maturity", "willingness", "province", "city", "institution", "kind", "field"),
    ranges=("listed_on", "maturity"),
)
CLASSES = (("rare", 2, 60), ("medium", 200, 2_000), ("common", 5_000, 20_000), ("very common", 30_000, 10**9))


@dataclass(frozen=True)
class Asked:
    label: str
    query: Query


class Invented:
    """Words are those of classification titles, drawn by Zipf's law."""

    def __init__(self) -> None:
        titles = (ipc_title(symbol) or "" for symbol in ipc_symbols(3))
        self.words = sorted({word for title in titles for word in segment(title) if 2 <= len(word) <= 4})
        random.Random(SEED).shuffle(self.words)
        self.weights = [1 / (rank + 3) for rank in range(len(self.words))]
        self.divisions = [one.code for one in industries("division")]
        self.provinces = [str(one.code) for one in provinces()]

    def documents(self, rows: int) -> Iterator[Document]:
        chance = random.Random(SEED + 1)
        for id in range(1, rows + 1):
            words = chance.choices(self.words, self.weights, k=78)
            school = chance.randrange(800)
            yield Document(
                id=id,
                texts={
                    "title": "一种" + "".join(words[:5]) + "方法",
                    "institution": f"第{school}试验大学",
                    "scene": "".join(words[5:8]),
                    "abstract": "本发明公开了" + "，".join("".join(words[i : i + 5]) for i in range(8, 78, 5)) + "。",
                },
                facets={
                    "industry": chance.sample(self.divisions, 2),
                    "maturity": [str(chance.randint(1, 9))],
                    "willingness": chance.sample(["assignment", "licence", "equity", "open_licence"], 2),
                    "province": [self.provinces[school % len(self.provinces)]],
                    "city": [f"{self.provinces[school % len(self.provinces)][:2]}{school % 12 + 1:02d}00"],
                    "institution": [str(school)],
                    "kind": chance.choices(["invention", "utility", "design"], [7, 2, 1]),
                    "field": [str(chance.randint(1, 35))],
                },
                ranges={
                    "listed_on": FIRST_DAY + timedelta(days=chance.randrange(5_000)),
                    "maturity": chance.randint(1, 9),
                },
                numbers=(f"CN1{id:08d}B",),
            )


def whole_text(document: Document) -> str:
    return " ".join(document.texts.values())


def questions(index: Index, invented: Invented, rows: int) -> list[Asked]:
    """Words by how many documents they find, pairs of them, filters, pieces of words, numbers, and everything."""
    by_class: dict[str, list[str]] = {label: [] for label, _, _ in CLASSES}
    for word in invented.words:
        total = index.search(Query(word, limit=1)).total
        for label, low, high in CLASSES:
            scale = rows / 100_000
            if low * scale <= total < high * scale and len(by_class[label]) < 40:
                by_class[label].append(word)
    asked = [Asked(f"{label} word", Query(word)) for label, words in by_class.items() for word in words]
    common = by_class["very common"] + by_class["common"] + by_class["medium"]
    chance = random.Random(SEED + 2)
    asked += [Asked("three words", Query(" ".join(chance.sample(common, 3)))) for _ in range(40)]
    narrowed = {"province": ("430000",), "kind": ("invention",), "maturity": ("6", "7", "8")}
    asked += [Asked("common word, three filters", Query(word, filters=narrowed)) for word in by_class["common"]]
    asked += [Asked("words run together", Query("".join(chance.sample(common, 3)))) for _ in range(40)]
    asked += [Asked("number, any notation", Query(f"cn1{chance.randint(1, rows):08d}b")) for _ in range(40)]
    asked += [Asked("no words, newest", Query(sort="-listed_on")) for _ in range(10)]
    return asked


def timed(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1_000


def measure(asked: Sequence[Asked], work: Callable[[Query], Any]) -> dict[str, tuple[float, float]]:
    """p50 and p95 in ms by label; each question once to warm, then three times. Fewer for the slowest peer."""
    times: dict[str, list[float]] = {}
    for one in asked:
        work(one.query)
        times.setdefault(one.label, []).extend(timed(lambda one=one: work(one.query)) for _ in range(3))  # type: ignore[misc]
    return {
        label: (statistics.median(values), statistics.quantiles(values, n=20)[-1]) for label, values in times.items()
    }


class Peers:
    """The same texts in PostgreSQL: ILIKE over the text, and a GIN index over character pairs."""

    def __init__(self, documents: Iterator[Document]) -> None:
        from tests.postgres_for_tests import make_test_database, start_test_server

        self.connection = make_test_database(start_test_server(), "bench").owner.connect()
        self.connection.execute("CREATE TABLE doc (id bigint, listed_on date, text text, pairs tsvector)")
        insert = "COPY doc (id, listed_on, text, pairs) FROM STDIN"
        with self.connection.cursor().copy(insert) as copy:
            for one in documents:
                text = normalise(whole_text(one))
                vector = " ".join(f"'{pair}'" for pair in sorted(set(bigrams(text))))
                copy.write_row((one.id, one.ranges["listed_on"], text, vector))
        self.connection.execute("CREATE INDEX ON doc USING gin (pairs)")
        self.connection.execute("ANALYZE doc")

    def ilike(self, query: Query) -> None:
        parts = query.text.split()
        condition = " AND ".join("text ILIKE %s" for _ in parts)
        self._both(condition, [f"%{part}%" for part in parts])

    def pairs(self, query: Query) -> None:
        wanted = " & ".join(f"'{pair}'" for part in query.text.split() for pair in bigrams(part))
        self._both("pairs @@ %s::tsquery", [wanted])

    def _both(self, condition: str, parameters: list[str]) -> None:
        page = f"SELECT id FROM doc WHERE {condition} ORDER BY listed_on DESC LIMIT 20"
        self.connection.execute(page, parameters).fetchall()  # type: ignore[arg-type]
        self.connection.execute(f"SELECT count(*) FROM doc WHERE {condition}", parameters).fetchall()  # type: ignore[arg-type]


def build(index: Index, invented: Invented, rows: int) -> tuple[float, float]:
    seconds = timed(lambda: index.rebuild(invented.documents(rows))) / 1_000
    size = sum(path.stat().st_size for path in index.generations.folder.rglob("*") if path.is_file())
    return seconds, size / 1_000_000


def report(rows: int, *, with_peers: bool) -> Iterator[str]:
    invented = Invented()
    with tempfile.TemporaryDirectory() as folder:
        index = Index(LIBRARY, Path(folder))
        seconds, megabytes = build(index, invented, rows)
        yield f"{rows:,} documents: built in {seconds:.1f} s ({rows / seconds:,.0f}/s), {megabytes:.0f} MB\n"
        batch = [one for _, one in zip(range(1_000), invented.documents(1_000), strict=False)]
        yield f"1,000 documents replaced and committed in {timed(lambda: index.apply(batch)) / 1_000:.2f} s\n"
        asked = questions(index, invented, rows)
        full = [Asked(one.label, _with_facets(one.query)) for one in asked]
        ours = measure(full, index.search)
        plain = [one for one in asked if one.label.endswith(" word")]
        peers = Peers(invented.documents(rows)) if with_peers else None
        ilike = measure(plain[::20], peers.ilike) if peers else {}
        pairs = measure(plain, peers.pairs) if peers else {}
    yield "| question | ours p50 / p95 ms | tsvector of pairs | ILIKE |"
    yield "|---|---|---|---|"
    for label, figures in ours.items():
        yield f"| {label} | {_shown(figures)} | {_shown(pairs.get(label))} | {_shown(ilike.get(label))} |"


def _with_facets(query: Query) -> Query:
    return Query(query.text, query.filters, facets=LIBRARY.facets, sort=query.sort)


def _shown(figures: tuple[float, float] | None) -> str:
    return "–" if figures is None else f"{figures[0]:.1f} / {figures[1]:.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    for line in report(options.rows, with_peers=not options.no_peers):
        print(line, flush=True)


if __name__ == "__main__":
    main()
