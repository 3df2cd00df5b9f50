"""What staged rows say otherwise than the base library, and which of the two stands: the rule of ranks, set by set.

`rules.stands` says the same of one value in Python; a test holds the two against each other.
"""

from dataclasses import dataclass
from datetime import date

from huoshui.patents.loading.columns import COLUMNS, DERIVED
from huoshui.patents.loading.staging import IN_RANGE, reach, rows, run
from huoshui.patents.rules import NEWEST_STANDS

FACTS = tuple(name for name in COLUMNS if name not in DERIVED)
KNOWN_AS = {"legal_status": "stated_status"}  # what a source said of it, beside what is worked out
ATTRIBUTION = "CASE WHEN s.is_named AND o.is_confirmed THEN 'matched' ELSE 'unconfirmed' END"
EMPTY = """('""'::jsonb, '[]'::jsonb, 'null'::jsonb)"""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every row written by one load is marked with."""

    source: str
    rank: int
    as_of: date
    import_run_id: int
    part: int

    @property
    def origin(self) -> tuple[str, int, date]:
        return self.source, self.rank, self.as_of

    @property
    def marks(self) -> tuple[str, date, int]:
        return self.source, self.as_of, self.rank


def _known(name: str) -> str:
    return f"coalesce(to_jsonb(p.{KNOWN_AS.get(name, name)}), 'null')"


_PAIRS = ", ".join(f"('{name}', {_known(name)}, coalesce(to_jsonb(s.{name}), 'null'))" for name in FACTS)
_PLAIN = ", ".join(f"s.{name}" for name in FACTS)
_FILLED = ", ".join(
    f"CASE WHEN s.{name}::text IN ('', '[]') THEN p.{KNOWN_AS.get(name, name)} ELSE coalesce(s.{name}, "
    f"p.{KNOWN_AS.get(name, name)}) END"
    for name in FACTS
)
_LATER = (
    "(s.publication_no NOT IN ('', p.publication_no) AND ((s.stage = 'granted')::int, s.publication_date) "
    "> ((p.stage = 'granted')::int, p.publication_date))"
)
# As text that sorts: the granted text after the published one, then by day. `seen` brings it along.
_AGE_OF_PATENT = "(p.stage = 'granted')::int || to_char(p.publication_date, 'YYYY-MM-DD')"
_AGE_OF_ROW = {
    "seen": "s.later",
    "staged": "((s.stage = 'granted')::int || to_char(s.publication_date, 'YYYY-MM-DD'))",
}
# Once: not where the same is open, nor where a person has decided against this very value.
_NOT_ASKED = """NOT EXISTS (
    SELECT FROM patents_disagreement k WHERE k.patent_id = p.id AND k.field = d.field
      AND (k.state = 'open' OR (k.state = 'kept' AND k.other = d.new)))"""
_NEWEST = ", ".join(f"'{name}'" for name in sorted(NEWEST_STANDS))


def drop_superseded(table: str) -> list[int]:
    """Earlier texts of a patent beside a later one in the library; answers their places in the file."""
    return [
        n
        for (n,) in rows(
            f"""
            DELETE FROM {table} s USING patents_patent p
            WHERE p.id = s.target AND p.publication_no <> s.publication_no AND s.publication_no <> ''
              AND {_AGE_OF_PATENT} > {_AGE_OF_ROW[table]} COLLATE "C"
            RETURNING s.n
            """  # noqa: S608
        )
    ]


def judge(stamp: Stamp) -> None:
    """Fills `differences` (one row a value that differs) and `judged` (one row a patent that becomes another)."""
    run(
        f"""
        CREATE TEMP TABLE differences ON COMMIT DROP AS
        SELECT d.*, CASE
            WHEN d.old IN {EMPTY} OR d.is_later THEN 'taken'
            WHEN d.field IN ({_NEWEST}) THEN CASE
                WHEN %s::date > d.day OR (%s::date = d.day AND %s >= d.rank) THEN 'taken'
                WHEN %s::date = d.day THEN 'open' ELSE 'past' END
            WHEN %s >= d.rank AND %s::date >= d.day THEN 'taken'
            WHEN d.field = 'classes' AND jsonb_array_length(d.new) = 1 THEN 'past'  -- no more than its main class says
            ELSE 'open' END AS verdict
        FROM (
            SELECT s.n, s.target, v.field, v.old, v.new, {_LATER} AS is_later,
                   coalesce(p.origins -> v.field ->> 0, p.source) AS source,
                   coalesce((p.origins -> v.field ->> 1)::int, p.source_rank) AS rank,
                   coalesce((p.origins -> v.field ->> 2)::date, p.as_of) AS day
            FROM staged s JOIN patents_patent p ON p.id = s.target
            CROSS JOIN LATERAL (VALUES {_PAIRS}) AS v (field, old, new)
            WHERE {IN_RANGE} AND ROW({_FILLED}) IS DISTINCT FROM ROW({", ".join(map(_of_patent, FACTS))})
              AND v.new NOT IN {EMPTY} AND v.new <> v.old
        ) d
        """,  # noqa: S608 - column names of this module only
        stamp.as_of,
        stamp.as_of,
        stamp.rank,
        stamp.as_of,
        stamp.rank,
        stamp.as_of,
        *reach(),
    )
    run("ANALYZE differences")
    run(
        f"""
        CREATE TEMP TABLE judged ON COMMIT DROP AS
        SELECT s.n, s.target, coalesce(d.taken, '{{}}') AS taken, coalesce(d.against, '{{}}') AS against,
               CASE WHEN p.attribution = 'matched' THEN 'matched' ELSE {ATTRIBUTION} END AS attribution,
               d.taken <> '{{}}' AND %s >= p.source_rank AND %s::date >= p.as_of AS takes_over
        FROM staged s JOIN patents_patent p ON p.id = s.target JOIN staged_owners o ON o.number = s.owner
        LEFT JOIN (
            SELECT n, array_agg(field) FILTER (WHERE verdict = 'taken') AS taken,
                   array_agg(field) FILTER (WHERE verdict <> 'taken') AS against
            FROM differences GROUP BY n
        ) d ON d.n = s.n
        WHERE {IN_RANGE} AND (d.taken <> '{{}}' OR (p.attribution <> 'matched' AND {ATTRIBUTION} = 'matched'))
        """,  # noqa: S608
        stamp.rank,
        stamp.as_of,
        *reach(),
    )
    run("ANALYZE judged")


def _of_patent(name: str) -> str:
    return f"p.{KNOWN_AS.get(name, name)}"


def changes() -> list[tuple[int, str, str, object, object]]:
    """Place in the file, number of the patent, field, value before and after; in the order of the file."""
    return rows(
        """
        SELECT d.n, coalesce(nullif(p.publication_no, ''), p.application_no), d.field, d.old #>> '{}', d.new #>> '{}'
        FROM differences d JOIN patents_patent p ON p.id = d.target WHERE d.verdict = 'taken' ORDER BY d.n, d.field
        """
    )


def changed_places() -> set[int]:
    return {n for (n,) in rows("SELECT n FROM judged")}


def contested_places() -> dict[int, int]:
    """Rows whose word does not stand, which a person is asked about, and how many values of each."""
    return dict(
        rows(
            f"""
            SELECT d.n, count(*) FROM differences d JOIN patents_patent p ON p.id = d.target
            WHERE d.verdict = 'open' AND {_NOT_ASKED} GROUP BY d.n
            """  # noqa: S608
        )
    )


def update_changed(stamp: Stamp) -> int:
    ours = "jsonb_build_array(%s::text, %s::int, %s::date)"
    assigned = ", ".join(f"CASE WHEN '{name}' = ANY(j.taken) THEN s.{name} ELSE p.{name} END" for name in _ASSIGNED)
    status = "'legal_status' = ANY(j.taken)"
    return run(
        f"""
        UPDATE patents_patent p
        SET ({", ".join(_ASSIGNED)}) = ROW({assigned}),
            stated_status = CASE WHEN {status} THEN s.legal_status ELSE p.stated_status END,
            stated_on = CASE WHEN {status} THEN %s::date ELSE p.stated_on END,
            legal_status = CASE WHEN {status} AND p.status_basis = 'stated' THEN s.legal_status ELSE p.legal_status END,
            subclass = CASE WHEN 'main_class' = ANY(j.taken) THEN s.subclass ELSE p.subclass END,
            expires_on = CASE WHEN p.status_basis = 'events' OR 'filing_date' = ANY(j.against) THEN p.expires_on
                              ELSE coalesce(s.expires_on, p.expires_on) END,
            attribution = j.attribution, content_hash = s.content_hash, import_run_id = %s, import_part = %s,
            source = CASE WHEN j.takes_over THEN %s ELSE p.source END,
            as_of = CASE WHEN j.takes_over THEN %s::date ELSE p.as_of END,
            source_rank = CASE WHEN j.takes_over THEN %s ELSE p.source_rank END,
            origins = CASE WHEN j.takes_over THEN coalesce((
                SELECT jsonb_object_agg(v.field, coalesce(p.origins -> v.field,
                                                          jsonb_build_array(p.source, p.source_rank, p.as_of)))
                FROM (VALUES {_PAIRS}) AS v (field, old, new)
                WHERE v.old NOT IN {EMPTY} AND (v.new IN {EMPTY} OR v.field = ANY(j.against))
            ), '{{}}') ELSE p.origins || coalesce((
                SELECT jsonb_object_agg(field, {ours}) FROM unnest(j.taken) AS t (field)
            ), '{{}}') END
        FROM judged j JOIN staged s ON s.n = j.n
        WHERE p.id = j.target AND {IN_RANGE}
        """,  # noqa: S608 - column names of this module only
        stamp.as_of,
        stamp.import_run_id,
        stamp.part,
        *stamp.marks,
        *stamp.origin,
        *reach(),
    )


_ASSIGNED = tuple(name for name in FACTS if name != "legal_status")


def open_disagreements(stamp: Stamp) -> int:
    return run(
        f"""
        INSERT INTO patents_disagreement (org_id, seat, line_seat, patent_id, field, kept, kept_source, kept_rank,
            kept_as_of, other, other_source, other_rank, other_as_of, import_run_id, state, at, reason)
        SELECT p.org_id, p.seat, p.line_seat, p.id, d.field, d.old, d.source, d.rank, d.day, d.new, %s, %s, %s, %s,
               'open', now(), ''
        FROM differences d JOIN patents_patent p ON p.id = d.target
        WHERE d.verdict = 'open' AND {IN_RANGE} AND {_NOT_ASKED}
        ON CONFLICT DO NOTHING
        """,  # noqa: S608
        *stamp.origin,
        stamp.import_run_id,
        *reach(),
    )


def close_agreed() -> int:
    """A stronger source has said what the weaker one said: nothing is left to decide."""
    return run(
        f"""
        UPDATE patents_disagreement k
        SET state = 'taken', settled_at = now(), reason = '更高等级的来源已给出同样的值'
        FROM differences d, patents_patent p
        WHERE d.verdict = 'taken' AND k.patent_id = d.target AND k.field = d.field AND k.state = 'open'
          AND k.other = d.new AND p.id = d.target AND {IN_RANGE}
        """,  # noqa: S608
        *reach(),
    )
