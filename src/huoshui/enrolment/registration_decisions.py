"""What a bureau, or an enterprise's own manager, decides on a request; and the invitations of a bureau."""

from datetime import timedelta

from huoshui.enrolment import evidence, registration_queries
from huoshui.enrolment import registration_admission as admission
from huoshui.enrolment import registration_rules as rules
from huoshui.enrolment.models import Evidence, RegistrationInvitation, RegistrationRequest
from huoshui.enrolment.receipts import digest_of_token, new_token
from huoshui.enrolment.registration_actions import opened
from huoshui.enrolment.registration_moves import move
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound, WrongState
from huoshui.kernel.reach import region_span
from huoshui.orgs import public as orgs

REVIEW = "enrolment.review_registrations"


def may_review(actor: Actor) -> bool:
    """Of an enterprise only who looks after its accounts."""
    return "manager" in actor.roles or "enterprise" not in actor.roles


def may_invite(actor: Actor) -> bool:
    """Of a bureau only who looks after accounts."""
    return "manager" in actor.roles or "bureau" not in actor.roles


@action
def approve_registration(actor: Actor, *, request_id: int) -> int:
    """Answers the person let in; 0 where the enterprise has found a manager meanwhile, who is now asked instead."""
    request = _locked(actor, request_id)
    found = admission.known(request.uscc, request.name)
    if request.org_id == 0 and found.card and found.has_manager:
        _hand_over(actor, request, found.card)
        return 0
    request.user_id = admission.admit(actor, request)
    move(actor, request, "approve")
    return request.user_id


@action
def return_registration(actor: Actor, *, request_id: int, reason: str) -> int:
    return _answer(actor, request_id, "return", reason)


@action
def refuse_registration(actor: Actor, *, request_id: int, reason: str) -> int:
    return _answer(actor, request_id, "refuse", reason)


def _answer(actor: Actor, request_id: int, name: str, reason: str) -> int:
    request = _locked(actor, request_id)
    if not reason.strip():
        raise Invalid("请写明理由，申请人会看到", fields={"reason": "请写明理由，申请人会看到"})
    move(actor, request, name, reason=reason)
    return request.pk


def _locked(actor: Actor, request_id: int) -> RegistrationRequest:
    require(actor, REVIEW, also=may_review(actor))
    registration_queries.registration_in_view(actor, request_id)
    request: RegistrationRequest = RegistrationRequest.objects.select_for_update().get(pk=request_id)
    if not is_theirs(actor, request):
        raise WrongState(f"申请已转该企业的账号管理员，{rules.TAKEN_OVER_DAYS} 天内未办理的可由管理部门代为办理")
    return request


def is_theirs(actor: Actor, request: RegistrationRequest) -> bool:
    """An enterprise's manager comes first; a bureau takes over what they leave lying."""
    if request.org_id in (0, actor.org_id):
        return True
    return request.changed_at < clock.now() - timedelta(days=rules.TAKEN_OVER_DAYS)


def _hand_over(actor: Actor, request: RegistrationRequest, card: orgs.OrganisationCard) -> None:
    place = {"org_id": card.id, "seat": card.seat, "line_seat": card.line_seat}
    RegistrationRequest.objects.filter(pk=request.pk).update(**place, changed_at=clock.now())
    Evidence.objects.filter(request=request).update(**place)
    note(actor, "enrolment.hand_over_registration", f"registration:{request.pk}", organisation=card.id)


@action
def open_evidence(actor: Actor, *, request_id: int) -> evidence.Opened:
    require(actor, REVIEW, also=may_review(actor))
    request = registration_queries.registration_in_view(actor, request_id)
    return opened(actor, registration_queries.evidence_of(request))


@action
def invite_enterprise(actor: Actor, *, uscc: str, name: str, region: int) -> str:
    """Answers the token of the link, which is not kept. A later invitation takes the place of an earlier one."""
    low, high = region_span(region)
    within = actor.reach.seat_lo <= low and high <= actor.reach.seat_hi
    require(actor, "enrolment.invite_enterprise", also=may_invite(actor))
    if not within:
        raise Invalid("请选择本辖区内的地区", fields={"region": "请选择本辖区内的地区"})
    found = admission.known(uscc, name)
    if found.obstacle:
        raise Invalid(found.obstacle, fields={"uscc": found.obstacle})
    if found.has_manager:
        raise Invalid("这家企业已有账号管理员", fields={"uscc": "这家企业已有账号，请其账号管理员增加人员"})
    living = registration_queries.living_invitations()
    registration_queries.invitations_in_view(actor).filter(living, uscc=uscc).update(ended_at=clock.now())
    token, moment = new_token(), clock.now()
    row = RegistrationInvitation.objects.create(
        org_id=actor.org_id,
        seat=actor.seat,
        line_seat=actor.line_seat,
        token_digest=digest_of_token(token),
        uscc=uscc,
        name=name,
        region=region,
        made_by=actor.user_id,
        made_at=moment,
        expires_at=moment + timedelta(days=rules.INVITATION_DAYS),
        demonstration=orgs.has_demonstration(),
    )
    note(actor, "enrolment.invite_enterprise", f"invitation:{row.pk}", region=region)
    return token


@action
def end_invitation(actor: Actor, *, invitation_id: int) -> int:
    require(actor, "enrolment.invite_enterprise", also=may_invite(actor))
    rows = registration_queries.invitations_in_view(actor).filter(pk=invitation_id)
    if not rows.exists():
        raise NotFound("没有这份邀请", invitation_id=invitation_id)
    rows.filter(registration_queries.living_invitations()).update(ended_at=clock.now())
    note(actor, "enrolment.end_invitation", f"invitation:{invitation_id}")
    return invitation_id
