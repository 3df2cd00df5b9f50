"""Whether the right stands, as worked out from legal events by the room above, and from what sources say where it knows
of none."""

from collections.abc import Collection, Iterator, Sequence

from django.db import connection

from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.outbox import emit
from huoshui.kernel.tenancy import current_reach
from huoshui.patents.events import RightsChanged
from huoshui.patents.rules import RightState

IDS_AN_EVENT = 1_000


@action
def apply_rights(actor: Actor, *, states: Sequence[RightState]) -> int:
    """Takes over what follows from legal events; answers how many patents changed in status or term.

    From then on what a source states of them is kept beside and no longer decides. What lies outside the actor's reach
    is left alone.
    """
    require(actor, "patents.rights")
    changed = sorted(_apply({one.patent_id: one for one in states}.values()))
    for ids in _pieces(changed):
        emit(RightsChanged(ids))
    note(actor, "patents.rights", "patents", told=len(states), changed=len(changed))
    return len(changed)


def _apply(states: Collection[RightState]) -> list[int]:
    """Rows whose basis alone changes are written too, but not told."""
    told = list(states)
    reach = current_reach()
    sql = """
        UPDATE patents_patent p
        SET legal_status = s.legal_status, expires_on = s.expires_on, status_basis = 'events'
        FROM (
            SELECT b.id, n.legal_status, n.expires_on,
                   (b.legal_status, b.expires_on) IS DISTINCT FROM (n.legal_status, n.expires_on) AS differs
            FROM unnest(%s::bigint[], %s::text[], %s::date[]) AS n (id, legal_status, expires_on)
            JOIN patents_patent b ON b.id = n.id
            WHERE b.seat BETWEEN %s AND %s AND b.line_seat BETWEEN %s AND %s
            ORDER BY b.id FOR UPDATE OF b
        ) s
        WHERE p.id = s.id AND (s.differs OR p.status_basis <> 'events')
        RETURNING p.id, s.differs
    """
    columns = ([one.patent_id for one in told], [one.legal_status for one in told], [one.expires_on for one in told])
    with connection.cursor() as cursor:
        cursor.execute(sql, [*columns, reach.seat_lo, reach.seat_hi, reach.line_lo, reach.line_hi])
        return [patent_id for patent_id, differs in cursor.fetchall() if differs]


def _pieces(ids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), IDS_AN_EVENT):
        yield list(ids[start : start + IDS_AN_EVENT])
