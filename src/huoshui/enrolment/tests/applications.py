"""Fixed enterprises, people and forms for the tests of registration and claims."""

from typing import Any

from django.apps import apps
from django.core import signing

from huoshui.enrolment.form_traps import SALT
from huoshui.enrolment.registration_actions import Facts, Wanted
from huoshui.kernel import clock
from huoshui_core.standards.identifiers import check_character

User: Any = apps.get_model("accounts", "User")
Membership: Any = apps.get_model("accounts", "Membership")
Organisation: Any = apps.get_model("orgs", "Organisation")
PASSWORD = "Quiet-river-2026"
PHONE = "13900001111"


def uscc(number: int) -> str:
    """A code of Changsha with its right check character."""
    body = f"91430100MA{number:07d}"
    return body + check_character(body)


NEW = Facts(uscc(1), "长沙新芽试验科技有限公司", 430100, ("high_tech", "specialised"), "周青", PHONE)
WANTED = Wanted("xinya", PASSWORD)


def opened(*, seconds: int = 60) -> str:
    return signing.dumps(int(clock.now().timestamp()) - seconds, salt=SALT)


def registration_form(**changes: Any) -> dict[str, Any]:
    return {
        "uscc": NEW.uscc,
        "name": NEW.name,
        "region": "430100",
        "enterprise_types": ["high_tech"],
        "person_name": "周青",
        "phone": PHONE,
        "username": "xinya",
        "password": PASSWORD,
        "password_again": PASSWORD,
        "consent": "on",
        "homepage": "",
        "opened": opened(),
    } | changes


def claim_form(**changes: Any) -> dict[str, Any]:
    return {
        "institution": "南湖试验大学",
        "patent": "CN107000001B",
        "person_name": "inventor",
        "phone": PHONE,
        "username": "newinventor",
        "password": PASSWORD,
        "password_again": PASSWORD,
        "consent": "on",
        "homepage": "",
        "opened": opened(),
    } | changes
