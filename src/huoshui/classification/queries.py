"""Every read of tables, editions and tallies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet, Sum

from huoshui.classification.models import TableEdition, TableEntry, Tally
from huoshui.classification.rules import TABLES
from huoshui.kernel.errors import NotFound
from huoshui_core.classing import emerging_prior, industry_prior_table
from huoshui_core.reference import emerging_industries, industries, ipc_symbols

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Change:
    """What another edition says differently: rows added and removed, and of the codes some examples."""

    added: int
    removed: int
    same: int
    new_codes: tuple[str, ...]
    lost_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeSum:
    scheme: str
    code: str
    patents: int
    share: float


def editions() -> list[TableEdition]:
    return list(TableEdition.objects.order_by("table", "-active", "-loaded_at"))


def active_edition(table: str) -> TableEdition | None:
    return TableEdition.objects.filter(table=table, active=True).first()


def edition(table: str, edition_id: int) -> TableEdition:
    found = TableEdition.objects.filter(table=table, pk=edition_id).first()
    if found is None:
        raise NotFound("没有这一版参照表", edition_id=edition_id)
    return found


def edition_by_name(table: str, name: str) -> TableEdition:
    found = TableEdition.objects.filter(table=table, edition=name).first()
    if found is None:
        raise NotFound(f"没有载入“{name}”这一版", table=table, edition=name)
    return found


def any_edition(edition_id: int) -> TableEdition:
    found = TableEdition.objects.filter(pk=edition_id).first()
    if found is None:
        raise NotFound("没有这一版参照表", edition_id=edition_id)
    return found


def entries(edition_id: int) -> QuerySet[TableEntry]:
    return TableEntry.objects.filter(edition_id=edition_id)


def known_emerging() -> dict[str, str]:
    """Codes of 战略性新兴产业 of every loaded edition."""
    rows = TableEntry.objects.filter(edition__table="sei").values_list("code", "label")
    return {code: label for code, label in rows}


def change_between(table: str, before: TableEdition | None, after: TableEdition | None) -> Change:
    old, new = _pairs(table, before), _pairs(table, after)
    old_codes, new_codes = {code for _, code in old}, {code for _, code in new}
    return Change(
        len(new - old),
        len(old - new),
        len(old & new),
        tuple(sorted(new_codes - old_codes)[:SHOWN]),
        tuple(sorted(old_codes - new_codes)[:SHOWN]),
    )


def own_entries(table: str) -> int:
    """How many rows the package's own table has, 0 where it has none."""
    return len(_pairs(table, None))


def _pairs(table: str, one: TableEdition | None) -> set[tuple[str, str]]:
    if one is not None:
        rows = TableEntry.objects.filter(edition=one).values_list("symbol", "code")
        return {(symbol, code) for symbol, code in rows}
    if table == "ipc_gbt4754":
        return {(rule.pattern, rule.code) for rule in industry_prior_table().rules}
    if table == "ipc_sei":
        return {(rule.pattern, rule.code) for rule in emerging_prior().rules}
    if table == "gbt4754":
        return {("", each.code) for level in ("section", "division", "group") for each in industries(level)}
    if table == "sei":
        return {("", each.code) for each in emerging_industries()}
    if table == "ipc_titles":
        return {("", symbol) for level in (1, 2, 3) for symbol in ipc_symbols(level)}
    if table not in TABLES:
        raise NotFound("没有这张参照表", table=table)
    return set()


def sums(scheme: str, *, org_ids: Sequence[int] | None = None) -> list[CodeSum]:
    """By code over the actor's reach, most first."""
    rows = _tallies(org_ids).filter(scheme=scheme).values("code").annotate(n=Sum("patents"), s=Sum("share"))
    found = [CodeSum(scheme, row["code"], row["n"], row["s"]) for row in rows]
    return sorted(found, key=lambda one: (-one.patents, one.code))


def counted_at() -> datetime | None:
    found: datetime | None = Tally.objects.aggregate(at=Max("counted_at"))["at"]
    return found


def has_demonstration() -> bool:
    return bool(Tally.objects.filter(demonstration=True).exists())


def _tallies(org_ids: Sequence[int] | None) -> QuerySet[Any]:
    rows: QuerySet[Any] = Tally.objects.order_by()
    return rows if org_ids is None else rows.filter(org_id__in=list(org_ids))
