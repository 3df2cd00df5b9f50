"""What each row of a file that has been read would do: held against the other rows, then against the base library.

Nothing is written but the spool. Rows that are in the library word for word are told by their print and go no further.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any

from huoshui.patents.loading import judging, samples
from huoshui.patents.loading.checking import Found
from huoshui.patents.loading.spool import CHANGED, DROPPED, NEW, NO_ROW, REFUSED, SAME, Spool
from huoshui.patents.loading.staging import (
    DIGITS,
    IN_RANGE,
    TwoPatents,
    clear,
    meet_known,
    other_grants,
    reach,
    rows,
    run,
    stage,
)
from huoshui.patents.loading.writing import OUTSIDE, STANDARD
from huoshui_core.standards import Problem

JUDGED_AT_ONCE = 20_000
LARGE = 20_000
KNOWN = frozenset({1})


@dataclass(frozen=True, slots=True)
class Compared:
    """rows = new + changed + same + superseded + refused + outside. `disagreements` are among the same or changed."""

    new: int
    changed: int
    same: int
    superseded: int
    outside: int
    disagreements: int


def compare(found: Found, spool: Spool, stamp: judging.Stamp) -> Compared:
    """The owners are staged. Leaves the spool whole, and adds to the problems of the file."""
    [(last,)] = rows("SELECT coalesce(max(n), -1) FROM seen")
    verdicts = bytearray([NO_ROW]) * (last + 1)
    repeated = _again(found, spool, verdicts)
    run(
        "CREATE TEMP TABLE twice ON COMMIT DROP AS SELECT application_no FROM seen WHERE application_no <> '' "
        "GROUP BY 1 HAVING count(*) > 1"
    )
    _refuse_second_grants(found, spool, verdicts)
    _mark(verdicts, DROPPED, _superseded_within())
    clear("twice")
    outside = run("DELETE FROM seen WHERE owner = %s", OUTSIDE)
    with _all_at_once(len(verdicts)):
        _mark(verdicts, SAME, _word_for_word())
        faults = meet_known("seen")
    found.refuse(spool, [two_patents(fault, found.file) for fault in faults], len(faults))
    _mark(verdicts, REFUSED, [fault.n for fault in faults])
    _mark(verdicts, DROPPED, [*judging.drop_superseded("seen"), *_same_target()])
    _mark(verdicts, NEW, _places("SELECT n FROM seen WHERE target IS NULL"))
    known = bytearray(len(verdicts))
    _mark(known, 1, _places("SELECT n FROM seen WHERE target IS NOT NULL"))
    clear("seen")
    same, dropped, met = verdicts.count(SAME), verdicts.count(DROPPED), known.count(1)
    changed, disagreements, refused = _judge(found, spool, known, verdicts, stamp) if met else (0, 0, 0)
    clear("staged_owners", "institutions")
    spool.keep_verdicts(bytes(verdicts))
    samples.keep(spool, found.blocks, bytes(verdicts))
    spool.finish(found.blocks)
    superseded = found.repeated + repeated + dropped
    same += met - changed - refused
    return Compared(verdicts.count(NEW), changed, same, superseded, outside, disagreements)


def two_patents(fault: TwoPatents, file: str) -> Problem:
    message = f"专利号/申请号在库内属于另一件专利（{fault.publication_no}），与本行的公开（公告）号不是同一件，请先核对"
    label = STANDARD.field("application_no").label
    return Problem(fault.file or file, fault.line, label, fault.application_no, message, "two_patents")


def _mark(verdicts: bytearray, verdict: int, places: Iterable[int]) -> None:
    for n in places:
        verdicts[n] = verdict


def _places(sql: str, *values: Any) -> list[int]:
    return [n for (n,) in rows(sql, *values)]


def _again(found: Found, spool: Spool, verdicts: bytearray) -> int:
    """Rows of one number again: the same again is counted and left out, a differing one is a problem."""
    twice = rows(
        """
        WITH again AS (
            SELECT coalesce(nullif(publication_no, ''), application_no) AS key FROM seen
            GROUP BY 1 HAVING count(*) > 1)
        SELECT a.key, s.n, s.line, s.file, s.content_hash
        FROM seen s JOIN again a ON a.key = coalesce(nullif(s.publication_no, ''), s.application_no)
        ORDER BY a.key, s.n
        """
    )
    refused: list[int] = []
    repeated: list[int] = []
    problems: list[Problem] = []
    first: tuple[Any, ...] = ("", 0, 0, "", "")
    for row in twice:
        if row[0] != first[0]:
            first = row
        elif row[4] == first[4]:
            repeated.append(row[1])
        else:
            refused.append(row[1])
            problems.append(_otherwise(row, first, found.file))
    if twice:
        run("DELETE FROM seen WHERE n = ANY(%s)", [*refused, *repeated])
    _mark(verdicts, REFUSED, refused)
    found.refuse(spool, problems, len(refused))
    return len(repeated)


def _otherwise(row: tuple[Any, ...], first: tuple[Any, ...], name: str) -> Problem:
    key, _, line, file, _ = row
    message = f"与{_place(first[3], first[2], beside=file)}是同一条（{key}），但内容不同，请保留其一"
    return Problem(file or name, line, "", key, message, "duplicate_row")


def _place(file: str, line: int, *, beside: str) -> str:
    return f"第{line}行" if file == beside else f"{file} 第{line}行"


def _refuse_second_grants(found: Found, spool: Spool, verdicts: bytearray) -> None:
    """One application is granted once: a second grant under another number has somebody else's application number.
    Corrections keep the digits."""
    grants = rows(
        f"""
        WITH grants AS (
            SELECT first, application_no, n, line, file, publication_no, {DIGITS.format("publication_no")} AS digits
            FROM seen JOIN twice USING (application_no) JOIN institutions ON number = owner
            WHERE publication_no <> '' AND left(later, 1) = '1')
        SELECT * FROM grants JOIN (
            SELECT first, application_no FROM grants GROUP BY 1, 2 HAVING count(DISTINCT digits) > 1
        ) several USING (first, application_no) ORDER BY first, application_no, n
        """  # noqa: S608
    )
    problems, refused = [], []
    kept: dict[tuple[int, str], tuple[Any, ...]] = {}
    for row in grants:
        _, application_no, n, line, file, publication_no, digits = row
        first = kept.setdefault(row[:2], row)
        if digits != first[6]:
            refused.append(n)
            place = _place(first[4], first[3], beside=file)
            message = f"与{place}申请号相同（{application_no}），授权公告号却不同（{first[5]}），请核对号码"
            problems.append(Problem(file or found.file, line, "", publication_no, message, "two_grants"))
    if refused:
        run("DELETE FROM seen WHERE n = ANY(%s)", refused)
    _mark(verdicts, REFUSED, refused)
    found.refuse(spool, problems, len(refused))


def _superseded_within() -> list[int]:
    """Earlier texts of a patent beside a later one in the file."""
    return _places(
        """
        DELETE FROM seen USING (
            SELECT n, row_number() OVER (PARTITION BY first, application_no ORDER BY later COLLATE "C" DESC, n) AS place
            FROM seen JOIN institutions ON number = owner JOIN twice USING (application_no)
        ) ranked WHERE ranked.n = seen.n AND ranked.place > 1 RETURNING seen.n
        """
    )


def _same_target() -> list[int]:
    """Rows that mean one patent of the library by different numbers."""
    return _places(
        """
        DELETE FROM seen USING (
            SELECT n, row_number() OVER (PARTITION BY target ORDER BY later COLLATE "C" DESC, n) AS place
            FROM seen WHERE target IN (
                SELECT target FROM seen WHERE target IS NOT NULL GROUP BY target HAVING count(*) > 1)
        ) ranked WHERE ranked.n = seen.n AND ranked.place > 1 RETURNING seen.n
        """
    )


@contextmanager
def _all_at_once(count: int) -> Iterator[None]:
    """A large file is held against the library by hashing, whatever the planner believes of tables just filled: else it
    goes over all institutions for each row."""
    if count >= LARGE:
        run("SET LOCAL enable_nestloop = off")
    yield
    run("SET LOCAL enable_nestloop TO DEFAULT")


def _word_for_word() -> list[int]:
    """What was loaded from this very row before, and has not become another since."""
    same = f"""
        DELETE FROM seen s USING patents_patent p, staged_owners o
        WHERE o.number = s.owner AND p.org_id = o.org_id AND p.content_hash = s.content_hash AND {IN_RANGE}
          AND {{condition}} RETURNING s.n
    """  # noqa: S608
    by_publication = "p.publication_no = s.publication_no AND p.publication_no <> ''"
    by_application = "p.application_no = s.application_no AND p.application_no <> '' AND s.publication_no = ''"
    return [
        *_places(same.format(condition=by_publication), *reach()),
        *_places(same.format(condition=by_application), *reach()),
    ]


def _judge(
    found: Found, spool: Spool, known: bytearray, verdicts: bytearray, stamp: judging.Stamp
) -> tuple[int, int, int]:
    """The rows that meet a patent otherwise, a bounded number at a time; answers how many change, how many values
    contradict, how many rows mean another patent.

    A row that only contradicts is applied too: it changes nothing, and opens a disagreement.
    """
    changed = contested = refused = 0
    lines = chain.from_iterable(spool.lines(block, KNOWN, bytes(known)) for block in found.blocks)
    for piece in _pieces(lines):
        stage(piece)
        run("ANALYZE staged (n, owner, publication_no, application_no)")
        meet_known("staged")
        faults = other_grants()
        found.refuse(spool, [two_patents(fault, found.file) for fault in faults], len(faults))
        _mark(verdicts, REFUSED, [fault.n for fault in faults])
        judging.judge(stamp)
        _mark(verdicts, SAME, _places("SELECT n FROM staged"))
        now_changed, now_contested = judging.changed_places(), judging.contested_places()
        _mark(verdicts, CHANGED, now_changed | now_contested.keys())
        changed, contested = changed + len(now_changed), contested + sum(now_contested.values())
        refused += len(faults)
        spool.append("changes", judging.changes())
        clear("staged", "differences", "judged")
    return changed, contested, refused


def _pieces(lines: Iterator[bytes]) -> Iterator[Sequence[bytes]]:
    """What comes may be a line, or a whole block of them."""
    piece: list[bytes] = []
    count = 0
    for one in lines:
        piece.append(one)
        count += one.count(b"\n")
        if count >= JUDGED_AT_ONCE:
            yield piece
            piece, count = [], 0
    if piece:
        yield piece
