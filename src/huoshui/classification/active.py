"""The tables in use, built once a process and again when they were switched."""

import time
from threading import Lock

from django.conf import settings

from huoshui.classification.models import TableEdition, TableEntry
from huoshui_core.classing import (
    Attributor,
    Concordance,
    Counting,
    IntensiveList,
    Rule,
    emerging_prior,
    industry_prior_table,
    wipo_table,
)
from huoshui_core.reference import IndustryLevel, Standing, emerging_industries, industries

LEVELS: tuple[IndustryLevel, ...] = ("section", "division", "group")
LOOK_AGAIN = 2.0  # seconds: one question to the database for thousands of patents
_lock = Lock()
_kept: tuple[tuple[int, ...], Attributor] | None = None
_looked_at = float("-inf")


def attributor() -> Attributor:
    global _kept, _looked_at
    now = time.monotonic()
    if _kept is not None and now - _looked_at < LOOK_AGAIN:
        return _kept[1]
    key = tuple(TableEdition.objects.filter(active=True).order_by("id").values_list("id", flat=True))
    with _lock:
        if _kept is None or _kept[0] != key:
            _kept = key, build(key)
        _looked_at = now
        return _kept[1]


def forget() -> None:
    """Somebody switched a table: look at once."""
    global _kept, _looked_at
    _kept, _looked_at = None, float("-inf")


def build(edition_ids: tuple[int, ...]) -> Attributor:
    """From these editions, and from the package's own tables where there is none."""
    chosen = {one.table: one for one in TableEdition.objects.filter(pk__in=edition_ids)}
    parents = _by_code(chosen.get("ipc_titles"), "parent") | _by_code(chosen.get("ipc_hierarchy"), "parent")
    tables = [
        _concordance(chosen.get("ipc_gbt4754"), parents, _by_code(chosen.get("gbt4754"), "label")),
        _emerging(chosen.get("ipc_sei"), parents, _by_code(chosen.get("sei"), "label")),
        wipo_table(),
    ]
    counting = Counting("main" if settings.CLASS_SYMBOLS == "main" else "all")
    return Attributor(tables, _intensive(chosen.get("intensive")), counting)


def _by_code(edition: TableEdition | None, column: str) -> dict[str, str]:
    if edition is None:
        return {}
    rows = TableEntry.objects.filter(edition=edition).order_by("id").values_list("code", column)
    return {code: told for code, told in rows}


def _rules(edition: TableEdition) -> tuple[Rule, ...]:
    rows = TableEntry.objects.filter(edition=edition).order_by("id")
    wanted = rows.values_list("symbol", "code", "include", "exclude")
    return tuple(Rule(symbol, code, 1.0, tuple(some), tuple(none)) for symbol, code, some, none in wanted)


def _concordance(edition: TableEdition | None, parents: dict[str, str], names: dict[str, str]) -> Concordance:
    labels = {one.code: one.name for level in LEVELS for one in industries(level)} | names
    if edition is None:
        return industry_prior_table()
    labels = _by_code(edition, "label") | labels
    return Concordance(
        "gbt4754", edition.edition, _standing(edition), _rules(edition), labels, edition.source, "finest", parents
    )


def _emerging(edition: TableEdition | None, parents: dict[str, str], names: dict[str, str]) -> Concordance:
    if edition is None:
        return emerging_prior()
    labels = names or {one.code: one.name for one in emerging_industries()}
    labels = _by_code(edition, "label") | labels
    return Concordance(
        "sei", edition.edition, _standing(edition), _rules(edition), labels, edition.source, "every", parents
    )


def _intensive(edition: TableEdition | None) -> IntensiveList | None:
    if edition is None:
        return None
    members = _by_code(edition, "parent")
    return IntensiveList(edition.edition, _standing(edition), members, {}, edition.source)


def _standing(edition: TableEdition) -> Standing:
    return "official" if edition.standing == "official" else "local"
