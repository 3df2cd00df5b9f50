"""Every read of claims, and what the base library says to one."""

from dataclasses import dataclass

from django.db.models import QuerySet

from huoshui.accounts import public as accounts
from huoshui.enrolment.models import Claim
from huoshui.enrolment.receipts import digest_of
from huoshui.enrolment.registration_states import WAITING
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import NotFound
from huoshui.kernel.reach import EVERYWHERE
from huoshui.kernel.tenancy import widened
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents


def claims_in_view() -> QuerySet[Claim]:
    """The wall narrows: an office sees its institution's, a college secretary those of patents kept there."""
    rows: QuerySet[Claim] = Claim.objects.all()
    return rows


def claim_in_view(claim_id: int) -> Claim:
    found = claims_in_view().filter(pk=claim_id).first()
    if found is None:
        raise NotFound("没有这份认领申请", claim_id=claim_id)
    return found


def claims_waiting(actor: Actor) -> int:
    return claims_in_view().filter(state__in=WAITING).count()


def claim_by_receipt(actor: Actor, receipt: str) -> Claim:
    with widened(actor, EVERYWHERE, why="whoever holds the receipt reads their own claim, wherever it lies"):
        found: Claim | None = Claim.objects.filter(receipt_digest=digest_of(receipt)).first()
    if found is None:
        raise NotFound("没有这个回执编号，请核对后重新输入")
    return found


@dataclass(frozen=True, slots=True)
class Named:
    """A patent that the claim may mean, and whether the name stands among its inventors."""

    card: patents.PatentCard
    is_inventor: bool


def patents_named(claim: Claim) -> list[Named]:
    """Within the open scope; asked anew each time, as patents are loaded later than claims are made."""
    ids = patents.ids_named(claim.org_id, number=claim.patent_no, title=claim.title)
    return [Named(card, claim.person_name in card.inventors) for card in patents.cards(ids).values()]


def homonyms(claim: Claim) -> list[accounts.InventorCard]:
    """Inventors of that name who have an account there already."""
    return [one for one in accounts.inventors_of([claim.org_id]) if one.name == claim.person_name]


def must_tell_apart(claim_id: int) -> bool:
    """Whether somebody has to say if the claimant is one of that name with an account there."""
    claim = claim_in_view(claim_id)
    return not claim.user_id and bool(homonyms(claim))


def places_for(actor: Actor, claim: Claim) -> list[orgs.OrganisationCard]:
    """Where the inventor may be let in: the institution, and the colleges within the actor's reach."""
    institution = orgs.card(claim.org_id)
    colleges = [one for one in orgs.within(actor.reach, kind="college") if one.parent_id == claim.org_id]
    own = [institution] if institution and actor.reach.covers(institution.seat, institution.line_seat) else []
    return [*own, *colleges]


def other_claims(claim: Claim) -> list[Claim]:
    """Of the same patent within the open scope, latest first."""
    rows = Claim.objects.filter(org_id=claim.org_id, patent_no=claim.patent_no, title=claim.title)
    return list(rows.exclude(pk=claim.pk).order_by("-id")[:5])
