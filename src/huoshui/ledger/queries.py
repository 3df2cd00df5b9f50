"""Reads of the ledger in an actor's view, and what the sealer tells."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import BigIntegerField, Case, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, StrIndex, Substr

from huoshui.kernel.actor import Actor
from huoshui.kernel.models import LedgerLine
from huoshui.ledger.models import Check, Seal
from huoshui.orgs import public as orgs


def lines_in_view(actor: Actor) -> QuerySet[LedgerLine]:
    """What the actor audits and what the actor did: the manager narrows to it."""
    return _with_names(LedgerLine.objects.all())


def own_lines(actor: Actor) -> QuerySet[LedgerLine]:
    """Of a visitor, who is nobody, none."""
    return _with_names(LedgerLine.objects.filter(user_id=actor.user_id).exclude(user_id=0))


def _with_names(rows: QuerySet[Any]) -> QuerySet[Any]:
    seal = Seal.objects.filter(line_id=OuterRef("pk"))
    numbered = rows.annotate(user_key=_key_of("user"), org_key=_key_of("(org|organisation|enterprise)"))
    named: QuerySet[Any] = numbered.annotate(
        person=_person_named("user_id"),
        for_person=_person_named("on_behalf_of"),
        organisation=orgs.name_of("org_id"),
        subject_person=_person_named("user_key"),
        subject_organisation=orgs.name_of("org_key"),
        n=Subquery(seal.values("n")[:1]),
    )
    return named


def _person_named(column: str) -> Subquery:
    return Subquery(get_user_model().objects.filter(pk=OuterRef(column)).values("name")[:1])


def _key_of(kind: str) -> Case:
    """The number behind the colon of a subject of this kind; NULL for any other."""
    number = Cast(Substr("subject", StrIndex("subject", Value(":")) + 1), BigIntegerField())
    return Case(When(subject__regex=f"^{kind}:[0-9]{{1,18}}$", then=number), output_field=BigIntegerField())


def people_named(text: str) -> QuerySet[Any]:
    """Ids; by part of the name or by the whole user name."""
    people = get_user_model().objects
    return (people.filter(name__icontains=text) | people.filter(username=text)).values("pk")


@dataclass(frozen=True, slots=True)
class ChainState:
    """`n` 0: nothing sealed yet. `checked_at` None: not compared yet."""

    n: int = 0
    algorithm: str = ""
    digest: str = ""
    sealed_at: datetime | None = None
    checked_at: datetime | None = None
    checked_upto: int = 0
    damages: int = 0
    kind: str = ""
    damaged_n: int = 0


def chain_state() -> ChainState:
    head, check = Seal.objects.order_by("-n").first(), Check.objects.order_by("-id").first()
    state: dict[str, Any] = {}
    if head:
        state |= {"n": head.n, "algorithm": head.algorithm, "digest": bytes(head.digest).hex()}
        state["sealed_at"] = head.sealed_at
    if check:
        state |= {"checked_at": check.at, "checked_upto": check.upto, "damages": check.damages}
        state |= {"kind": check.kind, "damaged_n": check.n}
    return ChainState(**state)


def ask(query: str, values: Any) -> list[tuple[Any, ...]]:
    """For the chain file, in the view of the open scope."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
