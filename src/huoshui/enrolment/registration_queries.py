"""Every read of requests and invitations of enterprises."""

from django.db.models import Q, QuerySet

from huoshui.enrolment.models import Evidence, RegistrationInvitation, RegistrationRequest
from huoshui.enrolment.receipts import digest_of, digest_of_token
from huoshui.enrolment.registration_states import WAITING
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import NotFound
from huoshui.kernel.reach import EVERYWHERE
from huoshui.kernel.tenancy import widened


def registrations_in_view(actor: Actor) -> QuerySet[RegistrationRequest]:
    """A bureau's: all of its territory. An enterprise's: who wants to join it."""
    rows: QuerySet[RegistrationRequest] = RegistrationRequest.objects.all()
    return rows if "bureau" in actor.roles else rows.filter(org_id=actor.org_id)


def registration_in_view(actor: Actor, request_id: int) -> RegistrationRequest:
    found = registrations_in_view(actor).filter(pk=request_id).first()
    if found is None:
        raise NotFound("没有这份申请", request_id=request_id)
    return found


def registrations_waiting(actor: Actor) -> int:
    """What this actor is to decide: a bureau leaves to an enterprise's manager who wants to join that enterprise."""
    rows = registrations_in_view(actor).filter(state__in=WAITING)
    return rows.filter(org_id=0).count() if "bureau" in actor.roles else rows.count()


def registration_by_receipt(actor: Actor, receipt: str) -> RegistrationRequest:
    with widened(actor, EVERYWHERE, why="whoever holds the receipt reads their own request, wherever it lies"):
        found: RegistrationRequest | None = RegistrationRequest.objects.filter(
            receipt_digest=digest_of(receipt)
        ).first()
    if found is None:
        raise NotFound("没有这个回执编号，请核对后重新输入")
    return found


def evidence_of(request: RegistrationRequest) -> Evidence | None:
    """The last document that still lies there, within the open scope."""
    found: Evidence | None = Evidence.objects.filter(request=request, wiped_at=None).order_by("-id").first()
    return found


def has_evidence(actor: Actor, request: RegistrationRequest) -> bool:
    with widened(actor, EVERYWHERE, why="the holder of a receipt is told whether their own document lies there"):
        return evidence_of(request) is not None


def others_for(request: RegistrationRequest) -> list[RegistrationRequest]:
    """Further requests for the same enterprise within the open scope, latest first."""
    rows = RegistrationRequest.objects.filter(uscc=request.uscc).exclude(pk=request.pk).order_by("-id")
    return list(rows[:5])


def invitations_in_view(actor: Actor) -> QuerySet[RegistrationInvitation]:
    rows: QuerySet[RegistrationInvitation] = RegistrationInvitation.objects.filter(org_id=actor.org_id)
    return rows


def living_invitations() -> Q:
    return Q(used_at=None, ended_at=None, expires_at__gt=clock.now())


def invitation_by_token(actor: Actor, token: str) -> RegistrationInvitation:
    with widened(actor, EVERYWHERE, why="whoever holds the link of an invitation is led to it"):
        rows = RegistrationInvitation.objects.filter(living_invitations(), token_digest=digest_of_token(token))
        found: RegistrationInvitation | None = rows.first()
    if found is None:
        raise NotFound("邀请链接无效、已使用或已过期，请与邀请您的部门联系")
    return found
