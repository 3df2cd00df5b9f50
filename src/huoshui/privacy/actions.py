"""Contacts of organisations: kept by their own offices, seen by those who work with them, each look on record."""

from collections.abc import Iterable, Mapping, Sequence

from huoshui.kernel import clock
from huoshui.kernel.action import action, note, note_many, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.budget import Allowance, spend
from huoshui.kernel.errors import Invalid
from huoshui.privacy import keeping, queries, rules
from huoshui.privacy.models import Contact, ContactView

LOOKS = Allowance("privacy.reveal", 60, 3_600)
MOST_AT_ONCE = 5_000


@action
def add_contact(actor: Actor, *, org_id: int, raw: Mapping[str, str], is_office: bool = False) -> int:
    """A contact person of the own unit or a part of it; the unit answers for having told them (PIPL 17)."""
    require(actor, "privacy.edit_contacts", also=queries.is_own(actor, org_id))
    words = keeping.checked(raw)
    if queries.contacts_in_view(actor).filter(org_id=org_id, user_id=0, duty=words.duty).exists():
        raise Invalid("有内容需要更正", fields={"duty": "这个职责已有联系人：请修改那一条，或把职责写得更具体"})
    contact_id = keeping.keep_contacts(actor, given={org_id: words})[org_id]
    _set_office(contact_id, is_office=is_office)
    return contact_id


@action
def edit_contact(actor: Actor, *, contact_id: int, raw: Mapping[str, str], is_office: bool) -> int:
    """What is left empty stays as it is: nobody has to see a number to correct a duty."""
    require(actor, "privacy.edit_contacts")
    row = queries.contact_to_edit(actor, contact_id)
    words = keeping.checked({**raw, "name": raw.get("name") or row.name})
    if keeping.put(row, words):
        row.save()
    _set_office(row.pk, is_office=is_office)
    keeping.note_kept(actor, [row])
    return row.pk


@action
def remove_contact(actor: Actor, *, contact_id: int) -> None:
    require(actor, "privacy.edit_contacts")
    row = queries.contact_to_edit(actor, contact_id)
    keeping.forget([row])
    note(actor, "privacy.remove_contact", f"contact:{contact_id}")


@action
def reveal_contact(actor: Actor, *, contact_id: int, why: str = "") -> rules.Words:
    """One contact in clear, once. Raises TooMany beyond a working day's need."""
    require(actor, "privacy.reveal")
    if why not in rules.REVEAL_REASONS:
        raise Invalid("没有这个事由", why=why)
    spend(LOOKS, str(actor.user_id), message="查看联系方式过于频繁，请稍后再试")
    row = queries.contact_in_view(actor, contact_id)
    _record(actor, [row], why=why, exported=False)
    return rules.Words(row.name, row.duty, row.phone, row.email, row.other)


@action
def export_contacts(actor: Actor, *, contact_ids: Sequence[int], why: str) -> int:
    """Says on record that these leave in clear; the caller then writes the file. Answers how many."""
    require(actor, "privacy.export_contacts")
    if why not in rules.REVEAL_REASONS or not why:
        raise Invalid("导出未遮盖的联系方式须说明事由", fields={"why": "请选择事由"})
    if len(contact_ids) > MOST_AT_ONCE:
        raise Invalid(f"一次最多导出 {MOST_AT_ONCE} 条，请先筛选", count=len(contact_ids))
    rows = list(queries.contacts_in_view(actor).filter(pk__in=list(contact_ids)))
    if not rows:
        raise Invalid("没有可导出的联系人")
    _record(actor, rows, why=why, exported=True)
    note(actor, "privacy.export_contacts", "contacts", count=len(rows), why=why)
    return len(rows)


def _record(actor: Actor, rows: Iterable[Contact], *, why: str, exported: bool) -> None:
    seen = list(rows)
    moment = clock.now()
    ContactView.objects.bulk_create(
        [
            ContactView(
                org_id=row.org_id,
                seat=row.seat,
                line_seat=row.line_seat,
                contact_id=row.pk,
                user_id=row.user_id,
                viewer_id=actor.user_id,
                viewer_org_id=actor.org_id,
                at=moment,
                why=why,
                exported=exported,
            )
            for row in seen
        ],
        batch_size=1_000,
    )
    facts = {"why": why, "exported": exported}
    note_many(actor, "privacy.reveal", [(f"contact:{row.pk}", {"organisation": row.org_id, **facts}) for row in seen])


def _set_office(contact_id: int, *, is_office: bool) -> None:
    purpose = "office" if is_office else "duty"
    Contact.objects.filter(pk=contact_id, user_id=0).update(is_office=is_office, purpose=purpose)
