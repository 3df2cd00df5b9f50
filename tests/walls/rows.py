"""A valid row in every walled table for an organisation, from the columns alone: a new table needs nothing here."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from huoshui.kernel.ledger import write_lines
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.tenancy import TenantModel, scope
from huoshui.orgs.public import OrganisationCard
from tests.world import World

LEDGER = LedgerLine._meta.db_table
_number = count(1)


def walled_models() -> list[type[TenantModel]]:
    found = [one for one in apps.get_models() if issubclass(one, TenantModel)]
    return sorted(found, key=lambda one: one._meta.db_table)


def walled_tables() -> list[str]:
    return [one._meta.db_table for one in walled_models()]


def business_tables() -> list[str]:
    """All but the ledger, which has walls of its own."""
    return [one for one in walled_tables() if one != LEDGER]


def put_rows(world: World, org: str) -> dict[str, int]:
    """Table → id of a row of that organisation in each."""
    with scope(world.operator):
        kept: dict[type[models.Model], models.Model] = {}
        ids = {
            model._meta.db_table: _put(model, world, org, kept).pk for model in walled_models() if model != LedgerLine
        }
        write_lines(world.operator, "test.wall", [(f"org:{org}", {})])
    return ids


def _put(
    model: type[models.Model], world: World, org: str, kept: dict[type[models.Model], models.Model]
) -> models.Model:
    if model not in kept:
        values = dict(_values(model, world, org, kept))
        kept[model] = model._base_manager.create(**values)
    return kept[model]


def _values(model: Any, world: World, org: str, kept: Any) -> Iterator[tuple[str, Any]]:
    card: OrganisationCard = world.orgs[org]
    owner = {"org_id": card.id, "seat": card.seat, "line_seat": card.line_seat}
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        if field.name in owner and issubclass(model, TenantModel):
            yield field.name, owner[field.name]
        elif isinstance(field, models.ForeignKey):
            if not field.null:
                yield field.name, _other(field.related_model, world, org, kept)
        elif not field.has_default() and not field.null:
            yield field.name, _value(field)


def _other(model: Any, world: World, org: str, kept: Any) -> models.Model:
    known = {"accounts.User": world.users["office"], "orgs.Organisation": world.orgs[org].id}
    if key := known.get(model._meta.label):
        found: models.Model = model.objects.get(pk=key)
        return found
    return _put(model, world, org, kept)


def _value(field: Any) -> Any:
    number = next(_number)
    if field.choices:
        return next(key for key, _ in field.flatchoices)
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.IntegerField | models.FloatField | models.DecimalField):
        return number if field.unique else 1
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.DateField):
        return timezone.localdate()
    if isinstance(field, ArrayField):
        return []
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.BinaryField):
        return b""
    if isinstance(field, models.DurationField):
        return timedelta(0)
    return f"x{number}"[: field.max_length or 20]
