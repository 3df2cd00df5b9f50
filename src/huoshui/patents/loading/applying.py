"""One chunk of a checked file into the base library. The caller's transaction holds it whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from huoshui.patents.loading import judging
from huoshui.patents.loading.columns import COLUMNS
from huoshui.patents.loading.judging import ATTRIBUTION, Stamp
from huoshui.patents.loading.staging import TwoPatents, clear, look_up_known, other_grants, part_met, rows, run


@dataclass(frozen=True, slots=True)
class Applied:
    """What a chunk did. `faults` were no faults when the file was checked: somebody else has loaded meanwhile."""

    new: int
    changed: int
    same: int
    superseded: int
    disagreements: int
    faults: Sequence[TwoPatents]
    org_ids: list[int]


def apply_staged(stamp: Stamp, *, all_new: bool = False) -> Applied:
    """`all_new`: no row met a patent when the file was checked."""
    new = _insert_unmet(stamp) if all_new else None
    if new is None:
        return _held_against_library(stamp)
    return Applied(new, 0, 0, 0, 0, [], _touched())


def _insert_unmet(stamp: Stamp) -> int | None:
    """None, and nothing written, where a row meets a patent by now: a lookup asks by the very keys that are unique."""
    try:
        with transaction.atomic():
            return _insert_new(stamp)
    except IntegrityError as fault:
        if isinstance(fault.__cause__, UniqueViolation):
            return None
        raise


def _held_against_library(stamp: Stamp) -> Applied:
    look_up_known()
    faults = [*part_met("staged"), *other_grants()]
    superseded = _one_patent_twice()
    if rows("SELECT 1 FROM staged WHERE target IS NOT NULL LIMIT 1"):
        superseded += len(judging.drop_superseded("staged")) + _twice_the_same()
    [(staged, known)] = rows("SELECT count(*), count(target) FROM staged")
    changed = opened = 0
    if known:
        judging.judge(stamp)
        changed = judging.update_changed(stamp)
        judging.close_agreed()
        opened = judging.open_disagreements(stamp)
        clear("differences", "judged")
    new = _insert_new(stamp) if known < staged else 0
    return Applied(new, changed, staged - new - changed, superseded, opened, faults, _touched())


def _one_patent_twice() -> int:
    """New rows of one patent, whose institutions were two when the file was checked: the later text stays."""
    return sum(
        run(
            f"""
            DELETE FROM staged s USING (
                SELECT n, row_number() OVER (
                    PARTITION BY o.org_id, {number} ORDER BY (stage = 'granted') DESC, publication_date DESC, n
                ) AS place
                FROM staged JOIN staged_owners o ON o.number = owner WHERE target IS NULL AND {number} <> ''
            ) ranked WHERE ranked.n = s.n AND ranked.place > 1
            """  # noqa: S608
        )
        for number in ("publication_no", "application_no")
    )


def _touched() -> list[int]:
    """The institutions of the staged rows, which are not needed any more."""
    found = rows("SELECT DISTINCT o.org_id FROM staged s JOIN staged_owners o ON o.number = s.owner ORDER BY 1")
    clear("staged", "staged_owners")
    return [org_id for (org_id,) in found]


def _twice_the_same() -> int:
    """Rows that meet one patent by different numbers: the later text stays."""
    return run(
        """
        DELETE FROM staged s USING (
            SELECT n, row_number() OVER (
                PARTITION BY target ORDER BY (stage = 'granted') DESC, publication_date DESC, n) AS place
            FROM staged WHERE target IN (
                SELECT target FROM staged WHERE target IS NOT NULL GROUP BY target HAVING count(*) > 1)
        ) ranked WHERE ranked.n = s.n AND ranked.place > 1
        """
    )


def _insert_new(stamp: Stamp) -> int:
    names, staged = ", ".join(COLUMNS), ", ".join(f"s.{name}" for name in COLUMNS)
    return run(
        f"""
        INSERT INTO patents_patent (org_id, seat, line_seat, {names}, stated_status, stated_on, status_basis,
                                    attribution, content_hash, source, source_rank, as_of, origins, import_run_id,
                                    import_part, demonstration)
        SELECT o.org_id, o.seat, o.line_seat, {staged}, s.legal_status,
               CASE WHEN s.legal_status <> '' THEN %s::date END, 'stated', {ATTRIBUTION}, s.content_hash,
               %s, %s, %s, '{{}}', %s, %s, o.demonstration
        FROM staged s JOIN staged_owners o ON o.number = s.owner WHERE s.target IS NULL
        """,  # noqa: S608 - column names of this module only
        stamp.as_of,
        *stamp.origin,
        stamp.import_run_id,
        stamp.part,
    )
