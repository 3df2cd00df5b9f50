"""What an older key enciphered is enciphered with the newest, some at a time; stopped, it goes on from there."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from psycopg import sql

from huoshui.kernel.cipher import EncipheredField, beginning, decipher, encipher, key_of, newest_key


@dataclass(frozen=True, slots=True)
class Store:
    """Enciphered values outside the tables. `renew` enciphers so and so many anew and answers how many it did."""

    place: str
    keys: Callable[[], Counter[str]]
    renew: Callable[[int], int]


_stores: dict[str, Store] = {}


def register_store(store: Store) -> None:
    """From `apps.ready()` of the room that keeps it."""
    _stores[store.place] = store


def enciphered_columns() -> list[EncipheredField]:
    fields = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    return sorted((one for one in fields if isinstance(one, EncipheredField)), key=lambda one: one.place)


def keys_in_use() -> dict[str, Counter[str]]:
    """Place → how many values each key has there. Inside a scope that reaches all rows."""
    return {one.place: _keys_of(one) for one in enciphered_columns()} | {
        place: store.keys() for place, store in _stores.items()
    }


def reencipher_some(limit: int) -> int:
    """At most so many, with the newest key. Inside a scope that reaches all rows; 0 when nothing is left."""
    done = 0
    for field in enciphered_columns():
        if done < limit:
            done += _reencipher_column(field, limit - done)
    for store in _stores.values():
        if done < limit:
            done += store.renew(limit - done)
    return done


def _keys_of(field: EncipheredField) -> Counter[str]:
    found: Counter[str] = Counter()
    # The head of a value is its version and key; the rest never leaves the database here.
    query = sql.SQL(
        "SELECT substring({column} FROM '^[^:]*:(?:[^:]*:)?'), count(*) FROM {table} WHERE {column} <> '' GROUP BY 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(_named(query, field))
        for head, count in cursor.fetchall():
            found[key_of(head or "")] += count
    return found


def _reencipher_column(field: EncipheredField, limit: int) -> int:
    reading = sql.SQL(
        "SELECT {key}, {column} FROM {table} WHERE {column} <> '' AND NOT starts_with({column}, %s)"
        " ORDER BY {key} LIMIT %s FOR UPDATE"
    )
    writing = sql.SQL("UPDATE {table} SET {column} = %s WHERE {key} = %s")
    with connection.cursor() as cursor:
        cursor.execute(_named(reading, field), [beginning(newest_key()), limit])
        rows = cursor.fetchall()
        for key, value in rows:
            anew = encipher(decipher(value, place=field.place), place=field.place)
            cursor.execute(_named(writing, field), [anew, key])
    return len(rows)


def _named(query: sql.SQL, field: EncipheredField) -> sql.Composed:
    meta = field.model._meta
    assert meta.pk is not None
    names = {"table": meta.db_table, "column": str(field.column), "key": str(meta.pk.column)}
    return query.format(**{name: sql.Identifier(value) for name, value in names.items()})
