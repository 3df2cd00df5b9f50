"""The rows of one import in a temporary table, and the few statements that bring them into the base library.

The base library keeps one row a patent. A staged row meets its patent by publication number or, where both have one,
by application number; so a grant takes the row of the application it came from, with its id. Of several texts of one
patent the granted one stands, then the later one. What a file leaves empty never erases what is known.
Only this module writes the table; the application's role is bound by row-level security in each statement, and the
range is stated besides.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from huoshui.kernel.tenancy import current_reach

TEXTS = ("publication_no", "application_no", "kind", "stage", "title", "abstract", "first_claim", "main_class")
PLACES = ("subclass", "province", "city", "legal_status")
LISTS = ("applicants", "applicant_types", "inventors", "classes")
DATES = ("filing_date", "publication_date", "grant_date", "expires_on")
COLUMNS = (*TEXTS, *PLACES, *LISTS, *DATES)
STATED = frozenset({"kind", "stage", "title", "publication_date"})  # always filled: the new value stands
BETTER = "(stage = 'granted') DESC, publication_date DESC, n"

_TYPES = (
    {name: "text" for name in (*TEXTS, *PLACES)} | {name: "jsonb" for name in LISTS} | {name: "date" for name in DATES}
)
_LIST = ", ".join(COLUMNS)


@dataclass(frozen=True, slots=True)
class StagedOwner:
    number: int
    org_id: int
    seat: int
    line_seat: int
    is_confirmed: bool
    demonstration: bool


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every row written by one load is marked with."""

    source: str
    as_of: date
    import_run_id: int


@dataclass(frozen=True, slots=True)
class StagedFault:
    """A row whose application number belongs to another patent of the library than its publication number."""

    file: str
    line: int
    application_no: str
    publication_no: str  # of the other patent


def _kept(name: str) -> str:
    """What the row is after an update: the file's value, or the known one where the file says nothing."""
    if name in STATED:
        return f"s.{name}"
    if name in DATES:
        return f"coalesce(s.{name}, p.{name})"
    empty = "'[]'::jsonb" if name in LISTS else "''"
    return f"coalesce(nullif(s.{name}, {empty}), p.{name})"


def _hash(values: Iterable[str]) -> str:
    return f"md5(ROW({', '.join(values)})::text)"


ATTRIBUTION = "CASE WHEN s.is_named AND o.is_confirmed THEN 'matched' ELSE 'unconfirmed' END"
_MERGED = ", ".join(_kept(name) for name in COLUMNS)
_KNOWN = ", ".join(f"p.{name}" for name in COLUMNS)


@contextmanager
def stage() -> Iterator[Callable[[int, str, int, bool, Mapping[str, Any]], None]]:
    """Opens the table and gives the function that adds a row: owner's number, file, line, is_named, columns."""
    with connection.cursor() as cursor:
        columns = ", ".join(f"{name} {_TYPES[name]}" for name in COLUMNS)
        cursor.execute(
            "CREATE TEMP TABLE staged (n bigserial, owner int, file text, line int, is_named boolean, "
            f"{columns}, target bigint, by_application bigint) ON COMMIT DROP"
        )
        with cursor.copy(f"COPY staged (owner, file, line, is_named, {_LIST}) FROM STDIN") as copy:

            def add(owner: int, file: str, line: int, is_named: bool, values: Mapping[str, Any]) -> None:
                copy.write_row((owner, file, line, is_named, *(_plain(name, values[name]) for name in COLUMNS)))

            yield add


def _plain(name: str, value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if name in LISTS else value


def clear() -> None:
    _run("DROP TABLE staged; DROP TABLE IF EXISTS staged_owners")


def name_owners(owners: Sequence[StagedOwner]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE staged_owners (number int, org_id bigint, seat bigint, line_seat bigint, "
            "is_confirmed boolean, demonstration boolean) ON COMMIT DROP"
        )
        with cursor.copy("COPY staged_owners FROM STDIN") as copy:
            for one in owners:
                copy.write_row((one.number, one.org_id, one.seat, one.line_seat, one.is_confirmed, one.demonstration))
        cursor.execute("ANALYZE staged; ANALYZE staged_owners")


def meet_known() -> list[StagedFault]:
    """Finds the patent of each row; rows whose two numbers mean two patents are taken out as faults."""
    meet = """
        UPDATE staged s SET {target} = p.id FROM patents_patent p, staged_owners o
        WHERE o.number = s.owner AND p.org_id = o.org_id AND p.{number} = s.{number} AND p.{number} <> ''
          AND p.seat BETWEEN %s AND %s AND p.line_seat BETWEEN %s AND %s
    """
    _run(meet.format(target="target", number="publication_no"), *_range())
    _run(meet.format(target="by_application", number="application_no"), *_range())
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM staged s USING patents_patent p "
            "WHERE p.id = s.by_application AND s.target <> s.by_application "
            "RETURNING s.file, s.line, s.application_no, p.publication_no"
        )
        faults = [StagedFault(*row) for row in cursor.fetchall()]
    _run("UPDATE staged SET target = by_application WHERE target IS NULL AND by_application IS NOT NULL")
    return faults


def drop_superseded() -> int:
    """Earlier texts of a patent, beside a later one in the file or in the library."""
    within_file = (
        "DELETE FROM staged USING (SELECT n, row_number() OVER (PARTITION BY {key} ORDER BY {better}) AS place "
    )
    within_file += "FROM staged WHERE {filled}) ranked WHERE ranked.n = staged.n AND ranked.place > 1"
    gone = _run(within_file.format(key="owner, application_no", better=BETTER, filled="application_no <> ''"))
    gone += _run(within_file.format(key="target", better=BETTER, filled="target IS NOT NULL"))
    return gone + _run(
        """
        DELETE FROM staged s USING patents_patent p
        WHERE p.id = s.target AND p.publication_no <> s.publication_no AND s.publication_no <> ''
          AND ((p.stage = 'granted')::int, p.publication_date) > ((s.stage = 'granted')::int, s.publication_date)
        """
    )


def update_changed(stamp: Stamp) -> int:
    return _run(
        f"""
        UPDATE patents_patent p
        SET ({_LIST}) = ROW({_MERGED}), attribution = {ATTRIBUTION}, content_hash = {_hash(map(_kept, COLUMNS))},
            source = %s, as_of = %s, import_run_id = %s
        FROM staged s JOIN staged_owners o ON o.number = s.owner
        WHERE p.id = s.target AND p.seat BETWEEN %s AND %s AND p.line_seat BETWEEN %s AND %s
          AND ROW({_MERGED}, {ATTRIBUTION}) IS DISTINCT FROM ROW({_KNOWN}, p.attribution)
        """,  # noqa: S608 - column names of this module only
        stamp.source,
        stamp.as_of,
        stamp.import_run_id,
        *_range(),
    )


def insert_new(stamp: Stamp) -> int:
    staged = ", ".join(f"s.{name}" for name in COLUMNS)
    return _run(
        f"""
        INSERT INTO patents_patent (org_id, seat, line_seat, {_LIST}, attribution, content_hash, source, as_of,
                                    import_run_id, demonstration)
        SELECT o.org_id, o.seat, o.line_seat, {staged}, {ATTRIBUTION}, {_hash(f"s.{name}" for name in COLUMNS)},
               %s, %s, %s, o.demonstration
        FROM staged s JOIN staged_owners o ON o.number = s.owner WHERE s.target IS NULL ORDER BY s.n
        """,  # noqa: S608 - column names of this module only
        stamp.source,
        stamp.as_of,
        stamp.import_run_id,
    )


def count_staged() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM staged")
        (count,) = cursor.fetchone()
    return int(count)


def _range() -> tuple[int, int, int, int]:
    reach = current_reach()
    return reach.seat_lo, reach.seat_hi, reach.line_lo, reach.line_hi


def _run(sql: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return int(cursor.rowcount)
