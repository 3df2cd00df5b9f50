"""The temporary tables of a check and of a chunk, and how their rows meet the patents of the base library.

A staged row meets its patent by publication number or, where both have one, by application number; so a grant takes the
row of the application it came from, with its id. The application's role is bound by row-level security in each
statement, and the range is stated besides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from huoshui.kernel.tenancy import current_reach
from huoshui.patents.loading.columns import COLUMNS, LEADING, TYPES

DIGITS = r"substring({} from '^CN(\d+)')"  # of a publication number; its letter tells the text
IN_RANGE = "p.seat BETWEEN %s AND %s AND p.line_seat BETWEEN %s AND %s"


@dataclass(frozen=True, slots=True)
class StagedOwner:
    number: int
    org_id: int
    seat: int
    line_seat: int
    is_confirmed: bool
    demonstration: bool


@dataclass(frozen=True, slots=True)
class TwoPatents:
    """A row whose application number belongs to another patent of the library than its publication number."""

    n: int
    file: str
    line: int
    application_no: str
    publication_no: str  # of the other patent


def name_owners(owners: Sequence[StagedOwner]) -> None:
    run(
        "CREATE TEMP TABLE staged_owners (number int, org_id bigint, seat bigint, line_seat bigint, "
        "is_confirmed boolean, demonstration boolean) ON COMMIT DROP"
    )
    with connection.cursor() as cursor, cursor.copy("COPY staged_owners FROM STDIN") as copy:
        for one in owners:
            copy.write_row((one.number, one.org_id, one.seat, one.line_seat, one.is_confirmed, one.demonstration))
    run("ANALYZE staged_owners")


def name_institutions(pairs: Sequence[tuple[int, int]]) -> None:
    run("CREATE TEMP TABLE institutions (number int, first int) ON COMMIT DROP")
    with connection.cursor() as cursor, cursor.copy("COPY institutions FROM STDIN") as copy:
        for pair in pairs:
            copy.write_row(pair)
    run("ANALYZE institutions")


def stage(lines: Iterable[bytes]) -> None:
    columns = ", ".join(f"{name} {type_}" for name, type_ in (LEADING | {one: TYPES[one] for one in COLUMNS}).items())
    run(f"CREATE TEMP TABLE staged ({columns}, target bigint, by_application bigint) ON COMMIT DROP")
    names = ", ".join((*LEADING, *COLUMNS))
    with connection.cursor() as cursor, cursor.copy(f"COPY staged ({names}) FROM STDIN") as copy:
        for line in lines:
            copy.write(line)


def clear(*tables: str) -> None:
    run("DROP TABLE IF EXISTS " + ", ".join(tables))


def meet_known(table: str) -> list[TwoPatents]:
    """Finds the patent of each row of `staged` or `seen`, all at once; answers as `part_met` does."""
    for target, number in (("target", "publication_no"), ("by_application", "application_no")):
        run(
            f"""
            UPDATE {table} s SET {target} = p.id FROM patents_patent p, staged_owners o
            WHERE o.number = s.owner AND p.org_id = o.org_id AND p.{number} = s.{number} AND p.{number} <> ''
              AND {IN_RANGE}
            """,  # noqa: S608
            *reach(),
        )
    return part_met(table)


def look_up_known() -> None:
    """The same for `staged`, row by row through the indexes: a chunk is small beside the library."""
    found = ", ".join(
        f"""(SELECT p.id FROM patents_patent p WHERE p.org_id = o.org_id AND p.{number} = s.{number}
             AND p.{number} <> '' AND {IN_RANGE})"""  # noqa: S608
        for number in ("publication_no", "application_no")
    )
    run(
        f"""
        CREATE TEMP TABLE met ON COMMIT DROP AS
        SELECT * FROM (
            SELECT s.n, {found} FROM staged s JOIN staged_owners o ON o.number = s.owner
        ) looked_up (n, target, by_application)
        WHERE target IS NOT NULL OR by_application IS NOT NULL
        """,  # noqa: S608
        *reach(),
        *reach(),
    )
    if rows("SELECT 1 FROM met LIMIT 1"):
        run("ANALYZE met")
        run("UPDATE staged s SET target = m.target, by_application = m.by_application FROM met m WHERE m.n = s.n")
    clear("met")


def part_met(table: str) -> list[TwoPatents]:
    """Takes out the rows whose two numbers mean two patents; of the others either number is as good."""
    if not rows(f"SELECT 1 FROM {table} WHERE by_application IS NOT NULL OR target IS NOT NULL LIMIT 1"):  # noqa: S608
        return []
    faults = rows(
        f"""
        DELETE FROM {table} s USING patents_patent p
        WHERE p.id = s.by_application AND s.target <> s.by_application
        RETURNING s.n, s.file, s.line, s.application_no, p.publication_no
        """  # noqa: S608
    )
    run(f"UPDATE {table} SET target = by_application WHERE target IS NULL AND by_application IS NOT NULL")  # noqa: S608
    run(f"ANALYZE {table} (n, owner, target)")
    return [TwoPatents(*fault) for fault in faults]


def other_grants() -> list[TwoPatents]:
    """Takes out the rows of `staged` that are a grant, met by the application number of another one's grant: not where
    the title says that it is the same patent under a mistaken number."""
    faults = rows(
        f"""
        DELETE FROM staged s USING patents_patent p
        WHERE p.id = s.target AND p.stage = 'granted' AND s.stage = 'granted' AND p.title <> s.title
          AND s.publication_no <> '' AND p.publication_no <> ''
          AND {DIGITS.format("p.publication_no")} <> {DIGITS.format("s.publication_no")}
        RETURNING s.n, s.file, s.line, s.application_no, p.publication_no
        """  # noqa: S608
    )
    return [TwoPatents(*fault) for fault in faults]


def reach() -> tuple[int, int, int, int]:
    range_ = current_reach()
    return range_.seat_lo, range_.seat_hi, range_.line_lo, range_.line_hi


def run(sql: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return int(cursor.rowcount)


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return list(cursor.fetchall())
