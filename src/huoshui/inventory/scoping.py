"""Which grants are inventoried and which come first: what an institution or department says, and dossiers following."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.conf import settings

from huoshui.classification import public as classification
from huoshui.inventory import rules, scope_rules, states
from huoshui.inventory.events import RulesChanged
from huoshui.inventory.models import Dossier, Priority, Scope
from huoshui.inventory.scope_rules import ScopeSetting, Wanted
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound
from huoshui.kernel.outbox import emit
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents

BATCH = 1_000
FIELDS = ("batch", "rolled_on", "priority", "priority_reason")
SETTERS = ("national", "bureau", "line", "office")


@action
def set_scope(actor: Actor, *, stock_until: date, grants: str, first_owner_only: bool) -> None:
    """Of the actor's institution. Dossiers follow: what comes in is opened, what nobody has touched goes."""
    require(actor, "inventory.set_scope")
    if grants not in scope_rules.GRANTS:
        raise Invalid("没有这种纳入范围", fields={"grants": "请从列表中选择"})
    own = orgs.card(actor.org_id)
    if own is None or own.kind != "institution":
        raise NotFound("只有单位能设定自己的盘点范围")
    told = {"stock_until": stock_until, "grants": grants, "first_owner_only": first_owner_only}
    seats = {"seat": own.seat, "line_seat": own.line_seat}
    Scope.objects.update_or_create(
        org_id=own.id, defaults={**told, **seats, "set_at": clock.now(), "set_by": actor.user_id}
    )
    note(actor, "inventory.set_scope", f"org:{own.id}", **{**told, "stock_until": stock_until.isoformat()})
    emit(RulesChanged(own.id, "office"))


@action
def add_priorities(actor: Actor, *, lines: Sequence[Wanted]) -> int:
    """To the list of the actor's organisation; answers how many were new. Raises Invalid for the first bad line."""
    require(actor, "inventory.set_priorities")
    role = _role(actor)
    made = [_line(actor, role, one) for one in lines]
    before: int = Priority.objects.filter(org_id=actor.org_id).count()
    Priority.objects.bulk_create(made, ignore_conflicts=True)
    added: int = Priority.objects.filter(org_id=actor.org_id).count() - before
    note(actor, "inventory.set_priorities", f"org:{actor.org_id}", added=added)
    if added:
        emit(RulesChanged(actor.org_id, role))
    return added


@action
def drop_priority(actor: Actor, *, priority_id: int) -> None:
    require(actor, "inventory.set_priorities")
    row = Priority.objects.filter(pk=priority_id, org_id=actor.org_id).first()
    if row is None:
        raise NotFound("清单里没有这一行", priority_id=priority_id)
    note(actor, "inventory.set_priorities", f"org:{actor.org_id}", dropped=f"{row.scheme}:{row.code}")
    row.delete()
    emit(RulesChanged(actor.org_id, row.role))


@action
def apply_rules(actor: Actor, *, org_id: int) -> int:
    """Sets batch and priority of an institution's dossiers, and takes away those out of scope that nobody has touched.

    Answers how many changed. May run twice.
    """
    require(actor, "inventory.apply_rules")
    setting, wanted = settings_of([org_id])[org_id], wanted_for(org_id)
    changed, gone, after = 0, 0, 0
    rows = Dossier.objects.filter(org_id=org_id).order_by("pk")
    while batch := list(rows.filter(pk__gt=after).select_for_update(of=("self",))[:BATCH]):
        after = batch[-1].pk
        moved, left = _follow(batch, setting, wanted)
        changed, gone = changed + moved, gone + left
    note(actor, "inventory.apply_rules", f"org:{org_id}", changed=changed, removed=gone)
    return changed + gone


@action
def apply_rules_to(actor: Actor, *, patent_ids: Sequence[int]) -> int:
    """The same for the dossiers of some patents, of whatever institutions: what a chunk of a load has touched."""
    require(actor, "inventory.apply_rules")
    by_owner: dict[int, list[Dossier]] = defaultdict(list)
    for one in Dossier.objects.filter(patent_id__in=list(patent_ids)).order_by("pk").select_for_update(of=("self",)):
        by_owner[one.org_id].append(one)
    chosen = settings_of(by_owner)
    found = [_follow(theirs, chosen[org_id], wanted_for(org_id)) for org_id, theirs in by_owner.items()]
    changed, gone = sum(moved for moved, _ in found), sum(left for _, left in found)
    note(actor, "inventory.apply_rules", "dossiers", changed=changed, removed=gone)
    return changed + gone


def _follow(dossiers: Sequence[Dossier], setting: ScopeSetting, wanted: Sequence[Wanted]) -> tuple[int, int]:
    """How many moved, and how many nobody had touched and are taken away."""
    cards = patents.cards([one.patent_id for one in dossiers])
    kept = in_scope(cards, {one.org_id: setting for one in dossiers})
    out = {
        one.pk for one in dossiers if one.patent_id not in kept and one.state == states.UNOPENED and one.version == 1
    }
    gone: int = Dossier.objects.filter(pk__in=out).delete()[0]
    told = prioritised(kept, wanted)
    moved = [one for one in dossiers if one.pk not in out and place(one, cards.get(one.patent_id), setting, told)]
    Dossier.objects.bulk_update(moved, FIELDS, batch_size=BATCH)
    return len(moved), gone


def node_setting() -> ScopeSetting:
    return ScopeSetting(
        date.fromisoformat(settings.INVENTORY_STOCK_UNTIL),
        settings.INVENTORY_GRANTS,
        settings.INVENTORY_FIRST_OWNER_ONLY,
    )


def settings_of(org_ids: Iterable[int]) -> dict[int, ScopeSetting]:
    """What holds for each institution: its own word, else the node's."""
    own = {one.org_id: one for one in Scope.objects.filter(org_id__in=list(org_ids))}
    return {
        org_id: ScopeSetting(row.stock_until, row.grants, row.first_owner_only)
        if (row := own.get(org_id))
        else node_setting()
        for org_id in org_ids
    }


def in_scope(
    cards: Mapping[int, patents.PatentCard], chosen: Mapping[int, ScopeSetting]
) -> dict[int, patents.PatentCard]:
    keys = orgs.name_keys({card.org_id for card in cards.values()})
    return {
        card.id: card
        for card in cards.values()
        if scope_rules.is_in_scope(
            chosen[card.org_id],
            legal_status=card.legal_status,
            is_first_owner=rules.is_first_owner(card.applicants, keys[card.org_id]),
        )
    }


def place(dossier: Dossier, card: patents.PatentCard | None, setting: ScopeSetting, told: Mapping[int, str]) -> bool:
    """Batch, day and priority of one dossier; whether anything became another. The caller saves."""
    before = [getattr(dossier, name) for name in FIELDS]
    if card is not None:
        dossier.batch = scope_rules.batch_of(card.grant_date or card.publication_date, setting.stock_until)
        dossier.rolled_on = (dossier.rolled_on or clock.today()) if dossier.batch == "rolling" else None
    dossier.priority_reason = told.get(dossier.patent_id, "")
    dossier.priority = bool(dossier.priority_reason)
    return before != [getattr(dossier, name) for name in FIELDS]


def wanted_for(org_id: int) -> list[Wanted]:
    """The own list first, then those of the departments in whose reach the institution stands."""
    card = orgs.card(org_id)
    if card is None:
        return []
    rows = list(Priority.objects.order_by("org_id", "id"))
    owners = orgs.cards({row.org_id for row in rows})
    found = [_wanted(row, "") for row in rows if row.org_id == org_id]
    for row in rows:
        owner = None if row.role == "office" or row.org_id == org_id else owners.get(row.org_id)
        if owner and orgs.reach_for(row.role, owner).covers(card.seat, card.line_seat):
            found.append(_wanted(row, owner.name))
    return found


def prioritised(cards: Mapping[int, patents.PatentCard], wanted: Sequence[Wanted]) -> dict[int, str]:
    """Patent → why it comes first. Inventions alone do."""
    inventions = [card for card in cards.values() if card.kind == "invention"] if wanted else []
    return {card.id: said for card in inventions if (said := scope_rules.reason(met(card, wanted)))}


def met(card: patents.PatentCard, wanted: Sequence[Wanted]) -> list[Wanted]:
    codes = classification.facet_values(card)
    symbols = card.classes or (card.main_class,)
    return [one for one in wanted if scope_rules.meets(one, symbols, codes["industry"], codes["sei"])]


def _wanted(row: Priority, whose: str) -> Wanted:
    return Wanted(row.kind, row.scheme, row.code, row.label, whose)


def _line(actor: Actor, role: str, one: Wanted) -> Priority:
    code = scope_rules.plain_code(one.scheme, one.code)
    fault = scope_rules.fault_of(one.kind, one.scheme, code)
    if not fault and (one.kind == "discipline") != (role == "office"):
        fault = "优势学科由单位设定，重点产业由管理部门设定"
    if fault:
        raise Invalid(fault, fields={"code": fault})
    return Priority(
        org_id=actor.org_id,
        seat=actor.seat,
        line_seat=actor.line_seat,
        kind=one.kind,
        scheme=one.scheme,
        code=code,
        label=(one.label.strip() or scope_rules.known_label(one.scheme, code))[:80],
        role=role,
        set_at=clock.now(),
        set_by=actor.user_id,
    )


def _role(actor: Actor) -> str:
    found = next((role for role in SETTERS if role in actor.roles), "")
    if not found:
        raise Invalid("请以管理部门或单位的身份设定", role="")
    return found
