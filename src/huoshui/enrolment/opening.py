"""Accounts opened without a password: the person, the role and the link that lets them in. Inside an action's verb."""

from dataclasses import dataclass

from huoshui.accounts import public as accounts
from huoshui.enrolment import queries, rules
from huoshui.enrolment.invitation_links import renew
from huoshui.enrolment.models import Invitation
from huoshui.enrolment.rules import Answer
from huoshui.kernel.actor import Actor
from huoshui.orgs import public as orgs


@dataclass(frozen=True, slots=True)
class Wanted:
    """One account asked for, with what `rules.answer` says of it. `user_id` is that of a known person."""

    username: str
    name: str
    role: str
    position: str
    place: orgs.OrganisationCard
    answer: Answer
    user_id: int = 0
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """`invitation_id` is 0 for somebody who has a way in already."""

    user_id: int
    invitation_id: int = 0


def answer_for(
    known: accounts.KnownPerson | None, *, username: str, name: str, role: str, place: orgs.OrganisationCard
) -> Answer:
    top = orgs.card(place.parent_id) if place.parent_id else place
    house = {one.id for one in queries.own_house(top)} if top else {place.id}
    return rules.answer(known, username=username, name=name, role=role, at=place.id, house=house)


def write(actor: Actor, wanted: Wanted, *, sheet_id: int | None = None) -> Opened:
    """`wanted` is neither refused nor the same as what is there."""
    if wanted.answer.verdict == "ask":
        row = invitation(wanted.place, purpose="link", user_id=wanted.user_id, sheet_id=sheet_id)
        _fill(row, wanted, actor)
        return Opened(wanted.user_id, row.pk)
    user_id, is_new = accounts.granting.person(
        username=wanted.username, name=wanted.name, demonstration=wanted.place.demonstration
    )
    accounts.granting.grant(
        actor, user_id=user_id, organisation_id=wanted.place.id, role=wanted.role, position=wanted.position
    )
    if not is_new:
        return Opened(user_id)
    row = invitation(wanted.place, purpose="open", user_id=user_id, sheet_id=sheet_id)
    _fill(row, wanted, actor)
    return Opened(user_id, row.pk)


def invitation(
    place: orgs.OrganisationCard, *, purpose: str, user_id: int | None = None, sheet_id: int | None = None
) -> Invitation:
    return Invitation(
        org_id=place.id,
        seat=place.seat,
        line_seat=place.line_seat,
        purpose=purpose,
        user_id=user_id,
        sheet_id=sheet_id,
        demonstration=place.demonstration,
    )


def _fill(row: Invitation, wanted: Wanted, actor: Actor) -> None:
    row.name, row.username = wanted.name, wanted.username
    row.role, row.position = wanted.role, wanted.position
    renew(row, actor)
    row.save()
