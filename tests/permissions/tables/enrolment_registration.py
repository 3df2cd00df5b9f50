"""Routes of registration and claims."""

from dataclasses import replace

from huoshui.enrolment import claim_actions, registration_actions, registration_decisions, registration_queries
from huoshui.enrolment.claim_actions import Claimed
from huoshui.enrolment.claim_queries import claim_by_receipt
from huoshui.enrolment.evidence_content import check
from huoshui.enrolment.registration_actions import Facts, Wanted
from huoshui.enrolment.registration_upkeep import expire_applications
from huoshui.enrolment.tests.files import pdf
from huoshui.kernel.actor import VISITOR, Actor
from huoshui.orgs import public as orgs
from huoshui_core.standards.identifiers import check_character
from tests.permissions.route import Route
from tests.permissions.stage import FOREIGN, NUMBERS, OWN
from tests.permissions.things import Props

# Whoever holds a code reads what belongs to it, wherever it lies.
HELD = (200,)
REGISTER, CLAIM = Route("enrolment.register"), Route("enrolment.claim")
REVIEW, CLAIMS = Route("enrolment.review_registrations"), Route("enrolment.review_claims")
INVITE = Route("enrolment.invite_enterprise")

PAGES = {
    "register": REGISTER,
    "register-invited": replace(REGISTER, elsewhere=HELD),
    "find-receipt": REGISTER,
    "register-places": REGISTER,
    "register-receipt": replace(REGISTER, elsewhere=HELD),
    "register-evidence": replace(REGISTER, elsewhere=HELD),
    "registrations": REVIEW,
    "registration": REVIEW,
    "registration-evidence": REVIEW,
    "enterprise-invitations": INVITE,
    "enterprise-invitation": INVITE,
    "enterprise-invitation-end": replace(INVITE, method="post"),
    "claim": CLAIM,
    "claim-institutions": CLAIM,
    "claim-receipt": replace(CLAIM, elsewhere=HELD),
    "claims": CLAIMS,
    "claim-review": CLAIMS,
}
OBJECTS = {
    "register-invited": "invitation_token",
    "register-receipt": "registration_receipt",
    "register-evidence": "registration_receipt",
    "registration": "registration_id",
    "registration-evidence": "registration_id",
    "enterprise-invitation": "enterprise_invitation_id",
    "enterprise-invitation-end": "enterprise_invitation_id",
    "claim-receipt": "claim_receipt",
    "claim-review": "claim_id",
}


def _admit(actor: Actor, props: Props) -> None:
    key = next(one.id for one in props.of("registration_id") if one.org == "pump_maker")
    registration_actions.admit_enterprise(actor, request_id=int(key))


ACTIONS = {
    "enrolment.admit_enterprise": _admit,
    "enrolment.expire_applications": lambda actor, props: expire_applications(actor),
}
# Number of the code, name, territory, whose it is, who may see it.
REQUESTS = (
    (11, "长沙台上试验有限公司", 430100, "battery_maker", ("hunan", "changsha")),
    (12, "太原台上试验有限公司", 140100, "pump_maker", ("shanxi",)),
    (13, "南湖试验电池有限公司", 430100, "battery_maker", ("hunan", "changsha", "enterprise")),
)
WANTED = Wanted("on-the-stage", "Quiet-river-2026")


def code(number: int) -> str:
    body = f"91430100MA{number:07d}"
    return body + check_character(body)


def put_on_stage(props: Props) -> None:
    orgs.add_credit_codes(props.world.operator, codes={props.world.orgs["battery_maker"].id: code(13)})
    for number, name, region, owner, readers in REQUESTS:
        _put_request(props, number, name, region, owner, readers)
    for person, region, org in (("hunan", 430100, "hunan_bureau"), ("shanxi", 140100, "shanxi_bureau")):
        number = 20 + region // 10_000
        token = registration_decisions.invite_enterprise(
            props.world.actor(person), uscc=code(number), name=f"受邀试验有限公司{number}", region=region
        )
        row = registration_queries.invitation_by_token(props.world.operator, token)
        props.put("invitation_token", token, org=org)
        props.put("enterprise_invitation_id", row.pk, org=org, only=(person,))
    for org in (OWN, FOREIGN):
        _put_claim(props, org)


def _put_request(props: Props, number: int, name: str, region: int, owner: str, readers: tuple[str, ...]) -> None:
    phone = f"137000001{number}"
    facts = Facts(code(number), name, region, (), "郑试验", phone)
    receipt = registration_actions.submit_registration(
        VISITOR, facts=facts, wanted=WANTED, document=check("a.pdf", pdf())
    )
    row = registration_queries.registration_by_receipt(props.world.operator, receipt)
    props.put("registration_receipt", receipt, org=owner)
    props.put("registration_id", row.pk, org=owner, only=readers)
    props.mark(phone, org=owner, seen_by="enrolment.review_registrations", shown_on="registration", only=readers)


def _put_claim(props: Props, org: str) -> None:
    phone = "13700000171" if org == OWN else "13700000172"
    claimed = Claimed(props.world.orgs[org].id, NUMBERS[org], "", "冯试验", phone)
    receipt = claim_actions.submit_claim(VISITOR, claimed=claimed, wanted=WANTED)
    props.put("claim_receipt", receipt, org=org)
    props.put("claim_id", claim_by_receipt(props.world.operator, receipt).pk, org=org)
    props.mark(phone, org=org, seen_by="enrolment.review_claims", shown_on="claim-review")
