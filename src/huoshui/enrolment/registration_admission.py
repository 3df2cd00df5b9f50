"""Lets an enterprise in: one organisation for one credit code, its first person, its profile. Inside an action."""

from dataclasses import dataclass

from django.db import connection

from huoshui.accounts import public as accounts
from huoshui.enrolment import registration_rules as rules
from huoshui.enrolment.models import RegistrationRequest
from huoshui.enterprises import public as enterprises
from huoshui.kernel.action import within_action
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Conflict
from huoshui.orgs import public as orgs
from huoshui.privacy import public as privacy
from huoshui_core.reference import line

ADMISSION_LOCK = 7_211
DUTY = "企业联系人"


@dataclass(frozen=True, slots=True)
class Known:
    """What the directory knows of the enterprise that a request names. `obstacle`: why it can't be let in so."""

    card: orgs.OrganisationCard | None = None
    by_code: bool = False
    has_manager: bool = False
    obstacle: str = ""


def known(uscc: str, name: str) -> Known:
    """By the code; else by a name that has no code yet."""
    by_code = orgs.ids_by_credit_code([uscc]).get(uscc, 0)
    by_name = orgs.ids_by_name("enterprise", [name]).get(name, 0)
    card = orgs.card(by_code or by_name)
    if card is None:
        return Known()
    if card.kind != "enterprise":
        return Known(card, bool(by_code), obstacle=f"这个统一社会信用代码属于“{card.name}”，不能按企业开户")
    if not by_code and orgs.credit_codes([by_name]).get(by_name):
        return Known(card, obstacle="单位名录中的同名企业是另一个统一社会信用代码，请与申请人核对")
    return Known(card, bool(by_code), has_manager=accounts.has_manager(card.id))


def where(uscc: str, name: str, region: int) -> tuple[int, int, int]:
    """Organisation, seat and line seat of a request: at the enterprise where somebody looks after its accounts, else
    (organisation 0) at the territory the directory knows it in, else at the territory stated."""
    found = known(uscc, name)
    if found.card and found.has_manager:
        return found.card.id, found.card.seat, found.card.line_seat
    return 0, *rules.place(found.card.region if found.card and found.by_code else region)


def admit(actor: Actor, request: RegistrationRequest) -> int:
    """Answers the person let in. Raises Conflict where the directory says otherwise."""
    within_action()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [ADMISSION_LOCK, request.uscc])
    org_id = _organisation(actor, request)
    user_id = person(request)
    accounts.granting.grant(actor, user_id=user_id, organisation_id=org_id, role="enterprise", reason="企业自主注册")
    if request.org_id == 0:
        enterprises.open_profile(actor, org_id=org_id, enterprise_types=request.enterprise_types)
    _keep_contact(actor, request, org_id, user_id)
    return user_id


def person(request: RegistrationRequest) -> int:
    """Who asked while signed in, else a new person under a free name, which the request then tells."""
    if request.user_id:
        return request.user_id
    user_id, request.username = accounts.new_person(
        usernames=rules.usernames(request.username),
        name=request.person_name,
        password=request.password,
        demonstration=request.demonstration,
    )
    return user_id


def _organisation(actor: Actor, request: RegistrationRequest) -> int:
    found = known(request.uscc, request.name)
    if found.obstacle:
        raise Conflict(found.obstacle)
    if found.card is None:
        opened = orgs.NewOrganisation(
            name=request.name,
            kind="enterprise",
            region=request.region,
            line=line("industry").number,
            uscc=request.uscc,
            demonstration=request.demonstration,
        )
        return orgs.open_organisations(actor, new=[opened])[request.name]
    if not actor.reach.covers(found.card.seat, found.card.line_seat):
        raise Conflict("这家企业登记在其他地区，请由所在地管理部门办理")
    if not found.by_code:
        orgs.add_credit_codes(actor, codes={found.card.id: request.uscc})
    return found.card.id


def _keep_contact(actor: Actor, request: RegistrationRequest, org_id: int, user_id: int) -> None:
    privacy.keep_contact(
        actor,
        org_id=org_id,
        user_id=user_id,
        name=request.person_name,
        duty=DUTY,
        phone=request.phone,
        consent=request.notice_version,
    )
