"""Writes ledger lines: the one INSERT behind `note` and `note_refusal`."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection

from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.kernel.personal import looks_personal, refuse_personal
from huoshui.kernel.tenancy import current_actor

DONE, REFUSED = "done", "refused"
SUBJECT_LENGTH = 80
_BATCH = 5_000
# Without RETURNING: a visitor's line may be written, but not even by the visitor be read.
_INSERT = """
    INSERT INTO kernel_ledgerline
        (org_id, seat, line_seat, at, user_id, on_behalf_of, role, channel, verb, outcome, subject, facts)
    SELECT %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, one.subject, one.facts::jsonb
    FROM unnest(%s::text[], %s::text[]) AS one (subject, facts)
"""


def write_lines(actor: Actor, verb: str, lines: Iterable[tuple[str, dict[str, Any]]], *, outcome: str = DONE) -> None:
    """Raises PersonalValue for facts that hold what looks like a contact or an identity number."""
    current_actor()
    subjects: list[str] = []
    facts: list[str] = []
    for subject, told in lines:
        refuse_personal(f"{verb}: subject", subject)
        refuse_personal(f"{verb}: facts", told)
        subjects.append(subject)
        facts.append(json.dumps(told, ensure_ascii=False, allow_nan=False))
    place = (actor.org_id, actor.seat, actor.line_seat)
    constant = (*place, clock.now(), actor.user_id, actor.for_user_id, actor.role, actor.channel)
    with connection.cursor() as cursor:
        for start in range(0, len(subjects), _BATCH):
            batch = slice(start, start + _BATCH)
            cursor.execute(_INSERT, [*constant, verb, outcome, subjects[batch], facts[batch]])


def note_refusal(actor: Actor, permission: str, where: str) -> None:
    """A right that was missing is a line too. Called by the doors, in the scope of the request, which commits.

    Nothing is written for a visitor, nor in a transaction that is to be rolled back.
    """
    if actor.user_id == 0 or connection.needs_rollback:
        return
    place = "（地址从略）" if looks_personal(where) else where[:SUBJECT_LENGTH]
    write_lines(actor, permission, [(place, {})], outcome=REFUSED)
