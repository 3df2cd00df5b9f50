"""What the search is measured beside: PostgreSQL's tsvector and SQLite's FTS5, both over pairs of characters."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection
from django.http import QueryDict

from huoshui.kernel.actor import Actor, operator
from huoshui.kernel.tenancy import scope
from huoshui_core.text import bigrams, normalise

FACETS = ("org", "kind", "legal_status", "batch", "subclass")
HASH_BYTES = 256 * 2**20  # of FTS5, which by default writes every MiB: filling took longer than a run may
_ROWS = """
    SELECT id, title, abstract, org_id::text, kind, legal_status,
           CASE WHEN grant_date <= '2023-12-31' THEN 'stock' ELSE 'rolling' END, subclass, publication_date
    FROM patents_patent
"""


def rows() -> Iterator[tuple[Any, ...]]:
    with scope(operator("cli")), connection.cursor() as plain, plain.connection.cursor("peers") as cursor:
        cursor.itersize = 5_000
        yield from cursor.execute(_ROWS)


def pairs_of(row: tuple[Any, ...]) -> list[str]:
    return sorted(set(bigrams(normalise(f"{row[1]} {row[2]}"))))


def spoken(query: str) -> list[str]:
    return QueryDict(query).get("q", "").split()


def taken_apart(query: str) -> tuple[list[str], dict[str, str]]:
    """The pairs that must be there, and the filters."""
    params = QueryDict(query)
    pairs = [pair for word in spoken(query) for pair in bigrams(word)]
    return pairs, {name: params[name] for name in FACETS if name in params}


class Postgres:
    name = "PostgreSQL tsvector, GIN"

    def __init__(self, server: Any) -> None:
        from tests.postgres_for_tests import make_test_database

        self.connection = make_test_database(server, "peer").owner.connect()

    def fill(self) -> None:
        columns = (
            "id bigint, org text, kind text, legal_status text, batch text, subclass text, day date, pairs tsvector"
        )
        self.connection.execute(f"CREATE TABLE doc ({columns})")
        with self.connection.cursor().copy("COPY doc FROM STDIN") as copy:
            for row in rows():
                vector = " ".join(f"'{pair}'" for pair in pairs_of(row))
                copy.write_row((row[0], *row[3:], vector))
        self.connection.execute("CREATE INDEX ON doc USING gin (pairs)")
        self.connection.execute("ANALYZE doc")

    def megabytes(self) -> float:
        found = self.connection.execute("SELECT pg_indexes_size('doc')").fetchone()
        return float(found[0]) / 1_000_000 if found else 0.0

    def ask(self, actor: Actor, query: str) -> None:
        pairs, filters = taken_apart(query)
        conditions = ["pairs @@ %s::tsquery", *(f"{name} = %s" for name in filters)]
        parameters = [" & ".join(f"'{pair}'" for pair in pairs), *filters.values()]
        sets = ", ".join(f"({name})" for name in FACETS)
        hits = f"SELECT * FROM doc WHERE {' AND '.join(conditions)}"
        counted = f"SELECT {', '.join(FACETS)}, count(*) FROM ({hits}) h GROUP BY GROUPING SETS ((), {sets})"
        self.connection.execute(counted, parameters).fetchall()  # type: ignore[arg-type]
        self.connection.execute(f"{hits} ORDER BY day DESC LIMIT 20", parameters).fetchall()  # type: ignore[arg-type]


class Sqlite:
    name = "SQLite FTS5"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = sqlite3.connect(path)

    def fill(self) -> None:
        self.connection.execute("PRAGMA journal_mode = OFF")
        self.connection.execute("CREATE VIRTUAL TABLE found USING fts5(pairs, content='', detail=none)")
        self.connection.execute("INSERT INTO found (found, rank) VALUES ('hashsize', ?)", (HASH_BYTES,))
        self.connection.execute(f"CREATE TABLE doc (id INTEGER PRIMARY KEY, {' TEXT, '.join(FACETS)} TEXT, day TEXT)")
        for row in rows():
            self.connection.execute("INSERT INTO found (rowid, pairs) VALUES (?, ?)", (row[0], " ".join(pairs_of(row))))
            self.connection.execute("INSERT INTO doc VALUES (?, ?, ?, ?, ?, ?, ?)", (row[0], *row[3:8], str(row[8])))
        self.connection.execute("INSERT INTO found (found) VALUES ('optimize')")
        self.connection.commit()

    def megabytes(self) -> float:
        return self.path.stat().st_size / 1_000_000

    def ask(self, actor: Actor, query: str) -> None:
        pairs, filters = taken_apart(query)
        conditions = ["found MATCH ?", *(f"doc.{name} = ?" for name in filters)]
        parameters = [" AND ".join(f'"{pair}"' for pair in pairs), *filters.values()]
        hits = f"SELECT doc.* FROM found JOIN doc ON doc.id = found.rowid WHERE {' AND '.join(conditions)}"
        self.connection.execute("DROP TABLE IF EXISTS temp.hits")
        self.connection.execute(f"CREATE TEMP TABLE hits AS {hits}", parameters)
        self.connection.execute("SELECT count(*) FROM hits").fetchall()
        for name in FACETS:
            self.connection.execute(f"SELECT {name}, count(*) FROM hits GROUP BY {name} ORDER BY 2 DESC").fetchall()
        self.connection.execute("SELECT * FROM hits ORDER BY day DESC LIMIT 20").fetchall()
