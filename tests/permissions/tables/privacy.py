"""Routes of privacy."""

from dataclasses import replace
from datetime import date

from huoshui.accounts.public import close_account, correct_person
from huoshui.kernel.tenancy import scope
from huoshui.privacy import actions, assessing, own
from tests.permissions.route import Route
from tests.permissions.things import Props

KEPT_BY = ("office", "second_office", "secretary")
PAGES = {
    "privacy": Route(""),
    "contacts": Route("privacy.view_contacts"),
    "contact-new": Route("privacy.edit_contacts"),
    "contacts-export": Route("privacy.export_contacts", method="post", body={"why": "check"}),
    "contact": Route("privacy.view_contacts"),
    "contact-reveal": Route("privacy.reveal", method="post", body={"why": "work"}),
    "contact-edit": Route("privacy.edit_contacts"),
    "contact-remove": Route("privacy.edit_contacts", method="post"),
    "my-data": Route("privacy.see_own"),
    "my-data-export": Route("privacy.see_own", method="post", body={"kind": "json"}),
    "my-contact": Route("privacy.see_own", method="post", body={"name": "某人"}),
    "my-contact-withdraw": Route("privacy.see_own", method="post", body={"contact": "0"}, is_spent=True),
    "my-request": Route("privacy.see_own", method="post", body={"kind": "explain"}),
    "my-request-back": Route("privacy.see_own", method="post", body={"request": "0"}, is_spent=True),
    "my-account-close": Route("privacy.close_own"),
    "privacy-requests": Route("privacy.answer"),
    "privacy-request-answer": Route("privacy.answer", method="post", body={"verdict": "refuse", "text": "不能更正"}),
    "retention": Route("privacy.set_retention"),
    "assessments": Route("privacy.approve"),
    "assessment-new": Route("privacy.assess"),
    "assessment-approve": Route(
        "privacy.approve", method="post", body={"assessment": "{assessment_id}", "verdict": "approve"}
    ),
    "assessment": Route("privacy.approve"),
    "assessment-edit": Route("privacy.assess"),
}
OBJECTS = {
    "contact": "contact_id",
    "contact-reveal": "contact_id",
    "contact-edit": "kept_contact_id",
    "contact-remove": "kept_contact_id",
    "privacy-request-answer": "privacy_request_id",
    "assessment": "assessment_id",
    "assessment-edit": "assessment_id",
}
API = {
    "GET /privacy/contacts": Route("privacy.view_contacts"),
}
ACTIONS = {
    "privacy.expire": lambda actor, props: assessing.expire(actor),
    "accounts.correct": lambda actor, props: correct_person(
        actor, user_id=props.world.users["inventor"], field="name", value="某人"
    ),
    "accounts.close": lambda actor, props: close_account(actor, user_id=actor.user_id),
}
PHONES = {"lake_university": "13700000061", "hill_university": "13700000062"}
OWN_PHONE, OWN_EMAIL, NAME = "13700000063", "planted.contact@nanhu.example.cn", "欧阳试联"


def put_on_stage(props: Props) -> None:
    """A unit's contact and a request to it with either institution, an assessment that waits for another's approval."""
    for org, who, keepers in (
        ("lake_university", "office", KEPT_BY),
        ("hill_university", "other_office", ("other_office",)),
    ):
        actor = props.world.actor(who)
        raw = {"name": NAME, "duty": "专利转化联系人", "phone": PHONES[org]}
        with scope(actor):
            made = actions.add_contact(actor, org_id=actor.org_id, raw=raw)
            asked = own.make_request(actor, kind="explain", text="请说明")
        props.put("contact_id", made, org=org)
        props.put("kept_contact_id", made, org=org, only=keepers)
        managers = tuple(one for one in keepers if one != "second_office")
        props.put("privacy_request_id", asked, org=org, only=managers)
        props.mark(PHONES[org], org=org, seen_by="privacy.reveal", shown_on="contact-reveal")
    inventor = props.world.actor("inventor")
    with scope(inventor):
        own.keep_own_contact(inventor, raw={"name": NAME, "phone": OWN_PHONE, "email": OWN_EMAIL})
    _put_assessment(props)


def _put_assessment(props: Props) -> None:
    author = replace(props.world.actor("security"), user_id=props.world.users["expert"])
    texts = dict.fromkeys(assessing.TEXTS, "某项评估")
    with scope(author):
        made = assessing.save_assessment(author, values=texts, review_on=date(2030, 1, 1), propose=True)
    props.put("assessment_id", made, org="hunan_bureau", only=("security", "system"))
