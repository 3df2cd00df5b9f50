"""Every read of the opening of accounts."""

from collections.abc import Iterable

from django.db.models import QuerySet

from huoshui.accounts import public as accounts
from huoshui.enrolment.invitation_links import digest_of, standing_of
from huoshui.enrolment.models import Invitation, PeopleSheet
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import NotFound
from huoshui.kernel.reach import EVERYWHERE, reach_of_organisation
from huoshui.kernel.tenancy import widened
from huoshui.orgs import public as orgs

SIDES = ("institution", "enterprise", "department", "agency", "bank", "insurer", "investor", "association")
BY_LINK = "the token alone names the invitation: whoever holds it need not be anybody here yet"


def invitations_in_view(actor: Actor) -> QuerySet[Invitation]:
    rows: QuerySet[Invitation] = Invitation.objects.select_related("user").annotate(org_name=orgs.name_of())
    return rows


def invitation_in_view(actor: Actor, invitation_id: int) -> Invitation:
    row = invitations_in_view(actor).filter(pk=invitation_id).first()
    if row is None:
        raise NotFound("没有这个邀请", invitation_id=invitation_id)
    return row


def open_invitation(actor: Actor, token: str, *, lock: bool = False) -> Invitation | None:
    """None for a link that is unknown, used, revoked or too old: they look alike to whoever holds it."""
    with widened(actor, EVERYWHERE, why=BY_LINK):
        rows = Invitation.objects.select_related("user").annotate(org_name=orgs.name_of())
        rows = rows.select_for_update(of=("self",)) if lock else rows
        row: Invitation | None = rows.filter(digest=digest_of(token)).first()
    return row if row is not None and standing_of(row) == "open" else None


def sheets_in_view(actor: Actor) -> QuerySet[PeopleSheet]:
    rows: QuerySet[PeopleSheet] = PeopleSheet.objects.filter(org_id=actor.org_id).order_by("-id")
    return rows


def sheet_in_view(actor: Actor, sheet_id: int) -> PeopleSheet:
    row = sheets_in_view(actor).filter(pk=sheet_id).first()
    if row is None:
        raise NotFound("没有这份表格", sheet_id=sheet_id)
    return row


def links_of_sheet(actor: Actor, sheet_id: int) -> list[Invitation]:
    """Those still good that this person made: who takes over from a colleague issues them anew."""
    rows = invitations_in_view(actor).filter(sheet_id=sheet_id, made_by=actor.user_id).order_by("id")
    return [row for row in rows if standing_of(row) == "open"]


def own_house(own: orgs.OrganisationCard) -> list[orgs.OrganisationCard]:
    """The organisation itself first, then its colleges."""
    return [own, *(one for one in orgs.within(reach_of_organisation(own.seat), kind="college") if one.id != own.id)]


def places_by_name(actor: Actor, names: Iterable[str]) -> dict[str, orgs.OrganisationCard]:
    """Name as given → where this actor opens accounts; a name that two such organisations bear is left out."""
    own = orgs.card(actor.org_id)
    wanted = [name for name in dict.fromkeys(names) if name]
    if own is None or not wanted:
        return {}
    sides = (f"college:{own.id}", f"college:{own.parent_id}", *SIDES)
    found: dict[str, set[int]] = {}
    for side in sides:
        for name, organisation_id in orgs.ids_by_name(side, wanted).items():
            found.setdefault(name, set()).add(organisation_id)
    cards = orgs.cards(one for ids in found.values() for one in ids)
    may = {one for one, card in cards.items() if accounts.roles_to_issue(actor, card)}
    return {name: cards[next(iter(ids & may))] for name, ids in found.items() if len(ids & may) == 1}
