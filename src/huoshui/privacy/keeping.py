"""Contacts as kept inside the action of whoever decided on them: a registration, an invitation, a file."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256

from huoshui.kernel import clock
from huoshui.kernel.action import note_many, within_action
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.orgs import public as orgs
from huoshui.privacy import rules
from huoshui.privacy.models import ConsentRecord, Contact, PersonKey


def keep_contact(
    actor: Actor,
    *,
    org_id: int,
    user_id: int = 0,
    name: str,
    duty: str = "",
    phone: str = "",
    email: str = "",
    consent: str = "",
) -> int:
    """Writes or renews the contact of a person (or, with user 0, of a unit) for one duty; answers its id.

    Must run inside an action that has asked its own permission and reaches the organisation. `consent` is the version
    of the notice agreed to; "" where the work itself is the ground (PIPL 13). Raises Invalid naming the field.
    """
    given = checked({"name": name, "duty": duty, "phone": phone, "email": email})
    return keep_contacts(actor, given={org_id: given}, user_id=user_id, consent=consent)[org_id]


def keep_contacts(
    actor: Actor, *, given: Mapping[int, rules.Words], user_id: int = 0, consent: str = ""
) -> dict[int, int]:
    """The same for many organisations at once; organisation → contact. What is already so is not written again."""
    within_action()
    known = {
        (row.org_id, row.duty): row
        for row in Contact.objects.select_for_update().filter(org_id__in=list(given), user_id=user_id)
    }
    cards = orgs.cards(given)
    new: list[Contact] = []
    changed: list[Contact] = []
    for org_id, words in given.items():
        row = known.get((org_id, words.duty))
        if row is None:
            new.append(_opened(cards[org_id], words, user_id))
        elif put(row, words):
            changed.append(row)
    Contact.objects.bulk_create(new, batch_size=1_000)
    Contact.objects.bulk_update(changed, [*rules.FIELDS, "duty", "changed_at"], batch_size=500)
    written = [*new, *changed]
    note_kept(actor, written)
    if consent:
        agree([subject_of(row) for row in written], purpose=written[0].purpose if written else "", version=consent)
    return {
        row.org_id: row.pk
        for row in (*known.values(), *new)
        if row.org_id in given and row.duty == given[row.org_id].duty
    }


def checked(raw: Mapping[str, str]) -> rules.Words:
    """Raises Invalid with a message a field."""
    words, problems = rules.clean_words(raw)
    if problems:
        raise Invalid("联系方式有内容需要更正", fields={one.field: one.message for one in problems})
    return words


def put(row: Contact, words: rules.Words, *, is_whole: bool = False) -> bool:
    """Brings the row to what is given; answers whether that is something else.

    "" leaves what is known; with `is_whole` it empties the field.
    """
    told = {name: value for name, value in asdict(words).items() if value or is_whole}
    if all(getattr(row, name) == value for name, value in told.items()):
        return False
    for name, value in told.items():
        setattr(row, name, value)
    row.changed_at = clock.now()
    return True


def _opened(card: orgs.OrganisationCard, words: rules.Words, user_id: int) -> Contact:
    return Contact(
        org_id=card.id,
        seat=card.seat,
        line_seat=card.line_seat,
        user_id=user_id,
        changed_at=clock.now(),
        demonstration=card.demonstration,
        **asdict(words),
    )


def note_kept(actor: Actor, rows: Sequence[Contact]) -> None:
    """Which fields are known, and keyed digests of them: provable to whoever holds the value, readable to nobody."""
    keys = _keys({subject_of(row) for row in rows})
    note_many(
        actor,
        "privacy.keep_contact",
        [(f"contact:{row.pk}", {"digests": _digests(row, keys[subject_of(row)])}) for row in rows],
    )


def _digests(row: Contact, key: str) -> dict[str, str]:
    return {name: _digest(key, getattr(row, name)) for name in rules.FIELDS if getattr(row, name)}


def subject_of(row: Contact) -> str:
    return f"user:{row.user_id}" if row.user_id else f"contact:{row.pk}"


def digest_of(subject: str, value: str) -> str:
    """A keyed digest of a person's value, as it may stand in the ledger. `subject` is user:7 or contact:9."""
    return _digest(_keys({subject})[subject], value)


def is_digest_of(digest: str, subject: str, value: str) -> bool:
    """False as well once the person's key is destroyed."""
    row = PersonKey.objects.filter(subject=subject).first()
    return row is not None and hmac.compare_digest(_digest(row.key, value), digest)


def _digest(key: str, value: str) -> str:
    return hmac.new(bytes.fromhex(key), value.encode(), sha256).hexdigest()[:32]


def _keys(subjects: set[str]) -> dict[str, str]:
    """The key of each, made where there is none."""
    new = [PersonKey(subject=one, key=secrets.token_hex(32)) for one in sorted(subjects)]
    PersonKey.objects.bulk_create(new, batch_size=1_000, ignore_conflicts=True)
    return dict(PersonKey.objects.filter(subject__in=subjects).values_list("subject", "key"))


def agree(subjects: Iterable[str], *, purpose: str, version: str) -> None:
    """One record a subject, purpose and text; agreeing again to the same changes nothing."""
    within_action()
    wanted = set(subjects)
    held = ConsentRecord.objects.filter(subject__in=wanted, purpose=purpose, version=version, withdrawn_at=None)
    wanted -= set(held.values_list("subject", flat=True))
    moment = clock.now()
    ConsentRecord.objects.bulk_create(
        ConsentRecord(subject=one, purpose=purpose, version=version, given_at=moment) for one in sorted(wanted)
    )


def disagree(subject: str) -> int:
    within_action()
    return ConsentRecord.objects.filter(subject=subject, withdrawn_at=None).update(withdrawn_at=clock.now())


def forget(rows: Iterable[Contact]) -> int:
    """Removes contacts; the key of a person without an account goes with them, their digests mean nothing after."""
    within_action()
    gone = list(rows)
    for row in gone:
        if not row.user_id:
            disagree(subject_of(row))
    destroy_keys(subject_of(row) for row in gone if not row.user_id)
    Contact.objects.filter(pk__in=[row.pk for row in gone]).delete()
    return len(gone)


def destroy_keys(subjects: Iterable[str]) -> None:
    within_action()
    PersonKey.objects.filter(subject__in=list(subjects)).delete()
