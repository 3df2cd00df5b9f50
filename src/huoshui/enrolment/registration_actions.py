"""What people without an account write: a request, its correction; and the reading of what they handed in."""

from dataclasses import asdict, dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from huoshui.enrolment import evidence, registration_queries
from huoshui.enrolment import registration_admission as admission
from huoshui.enrolment.evidence_content import Checked
from huoshui.enrolment.models import Evidence, RegistrationInvitation, RegistrationRequest
from huoshui.enrolment.receipts import digest_of, new_receipt
from huoshui.enrolment.registration_moves import move
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor, operator
from huoshui.kernel.errors import NotFound
from huoshui.kernel.reach import EVERYWHERE, Reach
from huoshui.kernel.tenancy import widened
from huoshui.orgs import public as orgs
from huoshui.privacy import public as privacy

WHY = "a visitor's request is laid before the bureau of its territory, or before the enterprise's own manager"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a request says of the enterprise and whom to call, clean."""

    uscc: str
    name: str
    region: int
    enterprise_types: tuple[str, ...]
    person_name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """The account asked for; both "" for somebody who is signed in."""

    username: str = ""
    password: str = ""


@action
def submit_registration(
    actor: Actor, *, facts: Facts, wanted: Wanted, document: Checked | None = None, proof: str = "review"
) -> str:
    """Answers the receipt. `proof` other than review: the caller has checked it, and the enterprise is let in at once
    where the directory does not object and nobody looks after its accounts."""
    require(actor, "enrolment.register")
    receipt = new_receipt()
    org_id, seat, line_seat = admission.where(facts.uscc, facts.name, facts.region)
    moment = clock.now()
    request = RegistrationRequest(
        org_id=org_id,
        seat=seat,
        line_seat=line_seat,
        receipt_digest=digest_of(receipt),
        user_id=actor.user_id,
        username=wanted.username,
        password=make_password(wanted.password),  # hashed even where there is none: takes as long
        submitted_at=moment,
        changed_at=moment,
        notice_version=privacy.NOTICE_VERSION,
        consented_at=moment,
        proof=proof,
        demonstration=orgs.has_demonstration(),
        **_columns(facts),
    )
    with widened(actor, Reach(seat, seat), why=WHY):
        request.save()
        _attach(request, document)
    note(actor, "enrolment.register", f"registration:{request.pk}", proof=proof, evidence=document is not None)
    if proof != "review":
        _admit_if_clear(actor, request)
    return receipt


@action
def register_invited(actor: Actor, *, token: str, facts: Facts, wanted: Wanted) -> str:
    """Answers the receipt; the invitation serves once, and for the enterprise it names."""
    require(actor, "enrolment.register")
    found = registration_queries.invitation_by_token(actor, token)
    with widened(actor, Reach(found.seat, found.seat), why="the holder of an invitation uses it up"):
        living = RegistrationInvitation.objects.select_for_update().filter(
            registration_queries.living_invitations(), pk=found.pk
        )
        if living.first() is None:
            raise NotFound("邀请链接已使用或已过期，请与邀请您的部门联系")
        RegistrationInvitation.objects.filter(pk=found.pk).update(used_at=clock.now())
    receipt = submit_registration(actor, facts=facts, wanted=wanted, proof="invitation")
    note(actor, "enrolment.use_invitation", f"invitation:{found.pk}")
    return receipt


def _admit_if_clear(actor: Actor, request: RegistrationRequest) -> None:
    """Otherwise it waits for somebody to look at it, like any other."""
    if request.org_id == 0 and not admission.known(request.uscc, request.name).obstacle:
        admit_enterprise(operator(actor.channel), request_id=request.pk)


@action
def admit_enterprise(actor: Actor, *, request_id: int) -> int:
    """The node itself, on a proof already given; answers the person."""
    require(actor, "enrolment.admit_enterprise")
    request = RegistrationRequest.objects.select_for_update().filter(pk=request_id).first()
    if request is None:
        raise NotFound("没有这份申请", request_id=request_id)
    user_id = request.user_id = admission.admit(actor, request)
    move(actor, request, "approve")
    return user_id


@action
def resubmit_registration(actor: Actor, *, receipt: str, facts: Facts, document: Checked | None = None) -> int:
    """A returned request with what was asked for; without a new document the old one stays. Answers the request."""
    require(actor, "enrolment.register")
    with widened(actor, EVERYWHERE, why=WHY):
        found = registration_queries.registration_by_receipt(actor, receipt)
        request: RegistrationRequest = RegistrationRequest.objects.select_for_update().get(pk=found.pk)
        request.org_id, request.seat, request.line_seat = admission.where(facts.uscc, facts.name, facts.region)
        for name, value in _columns(facts).items():
            setattr(request, name, value)
        move(actor, request, "resubmit")
        kept = Evidence.objects.filter(request=request)
        kept.update(org_id=request.org_id, seat=request.seat, line_seat=request.line_seat)
        _attach(request, document)
    return int(request.pk)


@action
def open_own_evidence(actor: Actor, *, receipt: str) -> evidence.Opened:
    require(actor, "enrolment.register")
    with widened(actor, EVERYWHERE, why="the holder of a receipt reads their own document"):
        request = registration_queries.registration_by_receipt(actor, receipt)
        return opened(actor, registration_queries.evidence_of(request))


def opened(actor: Actor, row: Evidence | None) -> evidence.Opened:
    """Inside an action: every opening is a line of the ledger."""
    if row is None:
        raise NotFound("没有证明材料，或已清除")
    note(actor, "enrolment.open_evidence", f"registration:{row.request_id}", evidence=row.pk)
    return evidence.Opened(f"evidence-{row.request_id}.{row.kind}", evidence.read(row.stored))


def _columns(facts: Facts) -> dict[str, object]:
    return asdict(facts) | {"enterprise_types": list(facts.enterprise_types)}


def _attach(request: RegistrationRequest, document: Checked | None) -> None:
    if document is None:
        return
    wipe_evidence(list(Evidence.objects.filter(request=request, wiped_at=None)))
    Evidence.objects.create(
        org_id=request.org_id,
        seat=request.seat,
        line_seat=request.line_seat,
        request=request,
        kind=document.kind,
        size=len(document.content),
        digest=evidence.digest(document.content),
        stored=evidence.keep(document.content),
        uploaded_at=clock.now(),
    )


def wipe_evidence(rows: list[Evidence]) -> None:
    """The files go once the transaction stands."""
    for row in rows:
        transaction.on_commit(lambda stored=row.stored: evidence.wipe(stored))  # type: ignore[misc]
        row.wiped_at, row.stored = clock.now(), ""
    Evidence.objects.bulk_update(rows, ["wiped_at", "stored"])
