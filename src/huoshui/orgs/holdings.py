"""What hangs on an organisation anywhere in the house, found from the tables themselves, so that none is missed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, ForeignKey, OuterRef, Q, QuerySet
from django.db.models.lookups import IsNull

from huoshui.kernel.reach import PART_SPAN
from huoshui.kernel.renumbering import followers, may_change, stayers
from huoshui.kernel.tenancy import TenantModel
from huoshui.orgs import queries
from huoshui.orgs.models import Organisation, OrganisationName

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Holding:
    """`stays` for an append-only table: its rows keep the place they were written at."""

    label: str
    count: int
    stays: bool = False


def holdings(row: Organisation) -> list[Holding]:
    """How many rows of each table are its own or its parts', accounts among them."""
    span = Q(seat__gte=row.seat, seat__lte=_last(row)) | Q(org_id=row.pk)
    found = [Holding(table_label(model), model.objects.filter(span).count()) for model in followers()]
    found += [Holding(table_label(model), _of(model, name, row).count()) for model, name in _references()]
    found += [Holding(table_label(model), model.objects.filter(span).count(), stays=True) for model in stayers()]
    return [one for one in found if one.count]


def living(row: Organisation) -> list[Holding]:
    """What must not lose its organisation: its rows, its parts, whatever refers to it and has not ended."""
    span = Q(seat__gte=row.seat, seat__lte=_last(row)) | Q(org_id=row.pk)
    found = [Holding(table_label(model), model.objects.filter(span).count()) for model in followers()]
    found += [Holding(table_label(model), _not_ended(_of(model, name, row)).count()) for model, name in _references()]
    found.append(Holding("院系", queries.parts_of(row.pk).count()))
    return [one for one in found if one.count]


def obstacles(kept: Organisation, merged: Organisation) -> list[str]:
    """Why the two can't become one, in Chinese, each with what to do about it; none when they can."""
    return [*_differences(kept, merged), *_same_parts(kept, merged), *_same_rows(kept, merged)]


def take_over_references(kept: Organisation, merged: Organisation) -> int:
    """Foreign keys of other rooms, accounts say, point to the kept one; what is append-only stays as it was written."""
    return sum(
        model._base_manager.filter(**{name: merged.pk}).update(**{name: kept.pk})
        for model, name in _references()
        if may_change(model)
    )


def table_label(model: type[models.Model]) -> str:
    """The table's Chinese name, or else its room's."""
    name = str(model._meta.verbose_name)
    return str(apps.get_app_config(model._meta.app_label).verbose_name) if name.isascii() else name


def _differences(kept: Organisation, merged: Organisation) -> Iterator[str]:
    if kept.pk == merged.pk:
        yield "这是同一家单位"
        return
    if kept.kind != merged.kind:
        yield f"类别不同：{kept.get_kind_display()}、{merged.get_kind_display()}"
    if kept.parent_id != merged.parent_id:
        yield "两个院系不在同一家单位：请先调整隶属"
    if kept.demonstration != merged.demonstration:
        yield "示例单位不能与真实单位合并"
    for label, one, other in (
        ("统一社会信用代码", kept.uscc, merged.uscc),
        ("主管部门标识码", kept.register_code, merged.register_code),
    ):
        if one and other and one != other:
            yield f"{label}不同（{one}、{other}）：可能不是同一家单位，确认后请先更正其中一个"


def _same_parts(kept: Organisation, merged: Organisation) -> Iterator[str]:
    theirs = OrganisationName.objects.filter(side=f"college:{kept.pk}").values("key")
    for name in OrganisationName.objects.filter(side=f"college:{merged.pk}", key__in=theirs).order_by("id"):
        yield f"都有院系「{name.name}」：请先给其中一个更名，合并后再合并这两个院系"


def _same_rows(kept: Organisation, merged: Organisation) -> Iterator[str]:
    """Rows of which one organisation may have only one, and both have it."""
    unique = [(model, "org_id") for model in followers()] + list(_references())
    for model, owner in unique:
        seen: set[int] = set()
        for same, condition in _keys_with(model, owner):
            rows = model._base_manager.filter(condition, **{owner: merged.pk})
            twins = rows.filter(Exists(model._base_manager.filter(condition, same, **{owner: kept.pk})))
            both = [row for row in twins.order_by("pk")[: SHOWN + 1] if row.pk not in seen]
            seen |= {row.pk for row in both}
            if both:
                examples = "、".join(str(row) for row in both[:SHOWN])
                more = f"等 {twins.count()} 条" if len(both) > SHOWN else ""
                yield f"{table_label(model)}：两家都有 {examples}{more}，请先处理其中一家的"


def _keys_with(model: type[models.Model], owner: str) -> Iterator[tuple[Q, Q]]:
    """For each uniqueness that the owner is part of: what makes two rows the same, and of which rows it holds."""
    column = {owner, owner.removesuffix("_id")}
    for one in model._meta.constraints:
        if isinstance(one, models.UniqueConstraint) and column & set(one.fields):
            others = [name for name in one.fields if name not in column]
            same = [_same(name, nulls_alike=one.nulls_distinct is False) for name in others]
            yield Q(*same), one.condition or Q()
    for field in model._meta.concrete_fields:
        if field.name in column and field.unique:
            yield Q(), Q()


def _same(name: str, *, nulls_alike: bool) -> Q:
    same = Q(**{name: OuterRef(name)})
    return same | (Q(IsNull(F(name), True)) & Q(IsNull(OuterRef(name), True))) if nulls_alike else same


def _references() -> Iterator[tuple[type[models.Model], str]]:
    """Where other rooms hold an organisation outside the tenant tables: foreign keys, and columns called org_id."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields if model._meta.app_label != "orgs" else ():
            is_key = isinstance(field, ForeignKey) and field.related_model is Organisation
            if is_key or (field.attname == "org_id" and not issubclass(model, TenantModel)):
                yield model, field.attname


def _of(model: type[models.Model], name: str, row: Organisation) -> QuerySet[Any]:
    return model._base_manager.filter(**{name: row.pk})


def _not_ended(rows: QuerySet[Any]) -> QuerySet[Any]:
    has_end = any(field.name == "ended_at" for field in rows.model._meta.concrete_fields)
    return rows.filter(ended_at=None) if has_end else rows


def _last(row: Organisation) -> int:
    return row.seat if row.kind == "college" else row.seat + PART_SPAN - 1
