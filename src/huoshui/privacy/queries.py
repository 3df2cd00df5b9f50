"""Every read of contacts. The wall narrows to the actor's reach; what leaves by a card is masked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localtime

from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import NotFound
from huoshui.kernel.reach import reach_of_organisation
from huoshui.orgs import public as orgs
from huoshui.privacy import rules
from huoshui.privacy.masking import mask_email, mask_name, mask_phone, mask_text
from huoshui.privacy.models import ConsentRecord, Contact, ImpactAssessment, PrivacyRequest, RetentionRule

MASKS = {"name": mask_name, "phone": mask_phone, "email": mask_email, "other": mask_text}


@dataclass(frozen=True, slots=True)
class ContactCard:
    """Masked, except what a unit itself publishes as its office's contact."""

    id: int
    org_id: int
    user_id: int
    name: str
    duty: str
    phone: str
    email: str
    other: str
    is_office: bool


def contacts_in_view(actor: Actor) -> QuerySet[Contact]:
    """With `org_name`. Whose contacts: those of the organisations in reach."""
    rows: QuerySet[Contact] = Contact.objects.annotate(org_name=orgs.name_of())
    return rows


def contact_in_view(actor: Actor, contact_id: int) -> Contact:
    contact = contacts_in_view(actor).filter(pk=contact_id).first()
    if contact is None:
        raise NotFound("没有这位联系人", contact_id=contact_id)
    return contact


def is_own(actor: Actor, org_id: int) -> bool:
    """A bureau sees its territory's contacts and keeps only its own."""
    card = orgs.card(org_id)
    return card is not None and actor.org_id in {card.id, card.parent_id}


def contact_to_edit(actor: Actor, contact_id: int) -> Contact:
    contact = contact_in_view(actor, contact_id)
    if not is_own(actor, contact.org_id):
        raise NotFound("没有这位联系人", contact_id=contact_id)
    return contact


def cards_of_organisations(org_ids: Iterable[int]) -> dict[int, list[ContactCard]]:
    found: dict[int, list[ContactCard]] = {}
    for row in Contact.objects.filter(org_id__in=list(org_ids)).order_by("org_id", "user_id", "id"):
        found.setdefault(row.org_id, []).append(card(row))
    return found


def cards_by_id(ids: Iterable[int]) -> dict[int, ContactCard]:
    return {row.pk: card(row) for row in Contact.objects.filter(pk__in=list(ids))}


def card(row: Contact) -> ContactCard:
    shown = {name: masked(row, name) for name in rules.FIELDS}
    return ContactCard(row.pk, row.org_id, row.user_id, duty=row.duty, is_office=row.is_office, **shown)


def masked(row: Contact, name: str) -> str:
    value: str = getattr(row, name)
    return value if row.is_office else MASKS[name](value)


def contacts_of_person(user_id: int) -> QuerySet[Contact]:
    """Wherever they stand, as far as the scope reaches: `own.py` opens it."""
    rows: QuerySet[Contact] = Contact.objects.filter(user_id=user_id).annotate(org_name=orgs.name_of()).order_by("id")
    return rows


def consents_of(subject: str) -> QuerySet[ConsentRecord]:
    return ConsentRecord.objects.filter(subject=subject).order_by("id")


def requests_to_answer(actor: Actor) -> QuerySet[PrivacyRequest]:
    """Of the people of the own organisation and its parts; a bureau does not answer for its territory."""
    own = reach_of_organisation(actor.seat)
    rows: QuerySet[PrivacyRequest] = PrivacyRequest.objects.annotate(org_name=orgs.name_of())
    return rows.filter(seat__gte=own.seat_lo, seat__lte=own.seat_hi)


def request_to_answer(actor: Actor, request_id: int) -> PrivacyRequest:
    row = requests_to_answer(actor).filter(pk=request_id).first()
    if row is None:
        raise NotFound("没有这项请求", request_id=request_id)
    return row


def requests_of_person(user_id: int) -> QuerySet[PrivacyRequest]:
    rows: QuerySet[PrivacyRequest] = PrivacyRequest.objects.annotate(org_name=orgs.name_of())
    return rows.filter(user_id=user_id).order_by("-asked_at")


def assessments_of(org_id: int) -> QuerySet[ImpactAssessment]:
    return ImpactAssessment.objects.filter(org_id=org_id).order_by("-made_at", "-id")


def assessment_of(actor: Actor, assessment_id: int) -> ImpactAssessment:
    row = assessments_of(actor.org_id).filter(pk=assessment_id).first()
    if row is None:
        raise NotFound("没有这份评估", assessment_id=assessment_id)
    return row


def days_set() -> dict[str, int]:
    return dict(RetentionRule.objects.values_list("key", "days"))


def moment(at: datetime | None) -> str:
    """As a person reads it."""
    return f"{localtime(at):%Y-%m-%d %H:%M}" if at else ""
