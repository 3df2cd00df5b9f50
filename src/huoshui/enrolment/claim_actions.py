"""An inventor claims a patent; the office, or the college that keeps the patent, confirms or refuses."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from huoshui.accounts import public as accounts
from huoshui.enrolment import claim_queries
from huoshui.enrolment import registration_rules as rules
from huoshui.enrolment.events import ClaimApproved
from huoshui.enrolment.models import Claim
from huoshui.enrolment.receipts import digest_of, new_receipt
from huoshui.enrolment.registration_actions import Wanted
from huoshui.enrolment.registration_moves import move
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound
from huoshui.kernel.outbox import emit
from huoshui.kernel.tenancy import widened
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents
from huoshui.privacy import public as privacy

DUTY = "盘点联系人"


@dataclass(frozen=True, slots=True)
class Claimed:
    """`patent_no` is canonical; where it is "", the title is asked for. `person_name` "": who is signed in."""

    institution_id: int
    patent_no: str
    title: str
    person_name: str
    phone: str


@action
def submit_claim(actor: Actor, *, claimed: Claimed, wanted: Wanted) -> str:
    """Answers the receipt, alike whether the patent is known there or not."""
    require(actor, "enrolment.claim")
    institution = orgs.card(claimed.institution_id)
    if institution is None or institution.kind != "institution":
        raise Invalid("请从名录中选择单位", fields={"institution": "请从名录中选择单位"})
    receipt, moment = new_receipt(), clock.now()
    with widened(actor, orgs.reach_for("office", institution), why="a claim is laid before who keeps the patent"):
        seat, line_seat = _keeper(institution, claimed)
        row = Claim.objects.create(
            org_id=institution.id,
            seat=seat,
            line_seat=line_seat,
            receipt_digest=digest_of(receipt),
            user_id=actor.user_id,
            username=wanted.username,
            password=make_password(wanted.password),
            person_name=claimed.person_name or actor.name,
            phone=claimed.phone,
            patent_no=claimed.patent_no,
            title=claimed.title,
            submitted_at=moment,
            changed_at=moment,
            notice_version=privacy.NOTICE_VERSION,
            consented_at=moment,
            demonstration=institution.demonstration,
        )
    note(actor, "enrolment.claim", f"claim:{row.pk}")
    return receipt


def _keeper(institution: orgs.OrganisationCard, claimed: Claimed) -> tuple[int, int]:
    """The college where the patent is placed, when it is one place; else the institution."""
    ids = patents.ids_named(institution.id, number=claimed.patent_no, title=claimed.title)
    places = {(one.seat, one.line_seat) for one in patents.cards(ids).values()}
    return places.pop() if len(places) == 1 else (institution.seat, institution.line_seat)


@action
def approve_claim(
    actor: Actor, *, claim_id: int, organisation_id: int, patent_id: int = 0, linked_user_id: int = 0
) -> int:
    """Answers the inventor. `linked_user_id`: one of that name with an account there already, who is meant; else who
    asked while signed in; else a new person. `patent_id` 0: the patent isn't in the base library yet."""
    claim = _locked(actor, claim_id)
    if organisation_id not in {one.id for one in claim_queries.places_for(actor, claim)}:
        raise NotFound("没有这个单位或院系", organisation_id=organisation_id)
    if patent_id and patent_id not in {one.card.id for one in claim_queries.patents_named(claim)}:
        raise NotFound("没有这件专利", patent_id=patent_id)
    claim.user_id = _person(claim, linked_user_id)
    claim.patent_id = patent_id
    if claim.user_id not in {one.user_id for one in accounts.inventors_of([claim.org_id])}:
        accounts.granting.grant(
            actor, user_id=claim.user_id, organisation_id=organisation_id, role="inventor", reason="认领专利"
        )
    privacy.keep_contact(
        actor,
        org_id=organisation_id,
        user_id=claim.user_id,
        name=claim.person_name,
        duty=DUTY,
        phone=claim.phone,
        consent=claim.notice_version,
    )
    move(actor, claim, "approve")
    if patent_id:
        emit(ClaimApproved(claim.user_id, patent_id))
    return claim.user_id


def _person(claim: Claim, linked_user_id: int) -> int:
    if linked_user_id:
        if linked_user_id not in {one.user_id for one in claim_queries.homonyms(claim)}:
            raise NotFound("没有这个发明人", user_id=linked_user_id)
        claim.username = ""  # what was wished for is not theirs: they sign in as before
        return linked_user_id
    if claim.user_id:
        return claim.user_id
    user_id, claim.username = accounts.new_person(
        usernames=rules.usernames(claim.username),
        name=claim.person_name,
        password=claim.password,
        demonstration=claim.demonstration,
    )
    return user_id


@action
def refuse_claim(actor: Actor, *, claim_id: int, reason: str) -> int:
    claim = _locked(actor, claim_id)
    if not reason.strip():
        raise Invalid("请写明理由，申请人会看到", fields={"reason": "请写明理由，申请人会看到"})
    move(actor, claim, "refuse", reason=reason)
    return claim.pk


def _locked(actor: Actor, claim_id: int) -> Claim:
    require(actor, "enrolment.review_claims")
    claim_queries.claim_in_view(claim_id)
    found: Claim = Claim.objects.select_for_update().get(pk=claim_id)
    return found
