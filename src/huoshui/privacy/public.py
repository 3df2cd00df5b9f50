"""The door of personal information: contacts go in, masked cards come out; rooms say what they hold and for how long.

In an action of a room above: `keep_contact(actor, org_id=…, user_id=…, name=…, duty=…, phone=…, email=…, consent=…)`.
In its `apps.ready()`: `register_source`, `register_retention`.
"""

from collections.abc import Iterable

from huoshui.privacy import classes, queries
from huoshui.privacy.keeping import agree, digest_of, is_digest_of, keep_contact, keep_contacts
from huoshui.privacy.masking import mask_email, mask_name, mask_phone, mask_text
from huoshui.privacy.queries import ContactCard
from huoshui.privacy.retention import Rule, register_retention
from huoshui.privacy.rules import NOTICE_VERSION, Words
from huoshui.privacy.sources import register_source

__all__ = [
    "NOTICE_VERSION",
    "ContactCard",
    "Rule",
    "Words",
    "agree",
    "contacts_for",
    "contacts_of",
    "data_classes_page",
    "digest_of",
    "is_digest_of",
    "keep_contact",
    "keep_contacts",
    "mask_email",
    "mask_name",
    "mask_phone",
    "mask_text",
    "register_retention",
    "register_source",
]


def contacts_for(ids: Iterable[int]) -> dict[int, ContactCard]:
    """By contact; masked, and only those the open scope reaches."""
    return queries.cards_by_id(ids)


def contacts_of(org_ids: Iterable[int]) -> dict[int, list[ContactCard]]:
    """By organisation; masked, and only those the open scope reaches."""
    return queries.cards_of_organisations(org_ids)


def data_classes_page(drawn: str) -> str:
    """docs/data-classes.md; `drawn` is the line that says where the page comes from."""
    return classes.page(drawn)
