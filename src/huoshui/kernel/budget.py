"""Budgets: how much of something one key may have in a time. For guesses, requests, pages of the catalogue."""

import hashlib
import hmac
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from huoshui.kernel import clock
from huoshui.kernel.errors import TooMany


@dataclass(frozen=True, slots=True)
class Allowance:
    """`amount` at once, growing back evenly over `seconds`."""

    name: str
    amount: int
    seconds: int


_SPENT = "greatest(0, b.spent - %(rate)s * greatest(0, extract(epoch FROM %(now)s - b.at))) + %(want)s"
_SPEND = f"""
    INSERT INTO kernel_budget AS b (name, key, spent, at) VALUES (%(name)s, %(key)s, %(want)s, %(now)s)
    ON CONFLICT (name, key) DO UPDATE SET spent = {_SPENT}, at = %(now)s WHERE {_SPENT} <= %(amount)s
    RETURNING spent
"""  # noqa: S608  nothing of a caller's stands in the text


def take(allowance: Allowance, key: str, *, want: int = 1) -> bool:
    """Takes from the allowance of `key`, or takes nothing and answers False. One statement: no race, no overdraft.

    Stands with the transaction it runs in: what is rolled back was not spent.
    """
    if want > allowance.amount:
        return False
    values: dict[str, Any] = {
        "name": allowance.name,
        "key": _digest(key),
        "want": want,
        "now": clock.now(),
        "rate": allowance.amount / allowance.seconds,
        "amount": allowance.amount,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, values)
        return cursor.fetchone() is not None


def spend(allowance: Allowance, key: str, *, want: int = 1, message: str = "操作太频繁，请稍后再试") -> None:
    """As `take`, but raises TooMany with the seconds to wait."""
    if not take(allowance, key, want=want):
        raise TooMany(message, retry_after=max(1, round(want * allowance.seconds / allowance.amount)))


@dataclass(frozen=True, slots=True)
class Charge:
    allowance: Allowance
    key: str
    want: int = 1


# Nothing is taken unless everything can be. What two requests take at the same instant is held by the last WHERE.
# A budget need not survive a power cut, so nobody waits for the disk.
_SPEND_ALL = """
    WITH want (name, key, want, rate, amount, at) AS (VALUES {rows}),
    quick AS (SELECT set_config('synchronous_commit', 'off', true)),
    left_over AS (
        SELECT w.*, greatest(0, coalesce(b.spent, 0) - w.rate * greatest(0, extract(epoch FROM w.at - b.at))) AS spent
        FROM want w CROSS JOIN quick LEFT JOIN kernel_budget b USING (name, key)
    ),
    short AS (SELECT max((spent + want - amount) / rate) AS wait FROM left_over WHERE spent + want > amount),
    paid AS (
        INSERT INTO kernel_budget AS b (name, key, spent, at)
        SELECT name, key, want, at FROM want, short WHERE short.wait IS NULL ORDER BY name, key
        ON CONFLICT (name, key) DO UPDATE SET at = excluded.at, spent = excluded.spent + greatest(0, b.spent
            - (SELECT rate FROM want w WHERE (w.name, w.key) = (b.name, b.key))
            * greatest(0, extract(epoch FROM excluded.at - b.at)))
        WHERE excluded.spent + greatest(0, b.spent
            - (SELECT rate FROM want w WHERE (w.name, w.key) = (b.name, b.key))
            * greatest(0, extract(epoch FROM excluded.at - b.at)))
            <= (SELECT amount FROM want w WHERE (w.name, w.key) = (b.name, b.key))
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM paid), (SELECT wait FROM short)
"""
_ROW = "(%s, %s, %s::float8, %s::float8, %s::float8, %s::timestamptz)"


def spend_all(charges: Sequence[Charge], *, message: str = "操作太频繁，请稍后再试") -> None:
    """Several budgets at once and in one statement, or none of them. Raises TooMany with the seconds to wait."""
    if not charges:
        return
    moment = clock.now()
    values: list[Any] = []
    for one in charges:
        rate = one.allowance.amount / one.allowance.seconds
        values += [one.allowance.name, _digest(one.key), one.want, rate, one.allowance.amount, moment]
    with connection.cursor() as cursor:
        cursor.execute(_SPEND_ALL.format(rows=", ".join([_ROW] * len(charges))), values)
        paid, wait = cursor.fetchone()
    if paid != len(charges):
        raise TooMany(message, retry_after=max(1, math.ceil(wait or 1)))


def give_back(allowance: Allowance, key: str) -> None:
    """All of it: after a right password, say."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_budget WHERE name = %s AND key = %s", [allowance.name, _digest(key)])


def return_one(allowance: Allowance, key: str) -> None:
    """What was taken ahead turned out not to be a guess; what others spent of the same key stays spent."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kernel_budget SET spent = greatest(0, spent - 1) WHERE name = %s AND key = %s",
            [allowance.name, _digest(key)],
        )


def forget_idle(*, days: int = 2) -> int:
    """Rows nobody spent from lately; no allowance may run longer than `days`."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_budget WHERE at < %s", [clock.now() - timedelta(days=days)])
        return int(cursor.rowcount)


def _digest(key: str) -> str:
    """Keys hold names and addresses: neither is kept."""
    return hmac.new(settings.SECRET_KEY.encode(), key.encode(), hashlib.sha256).hexdigest()[:32]
