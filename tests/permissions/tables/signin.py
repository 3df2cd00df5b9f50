"""Routes of signin."""

from huoshui.signin.public import issue_reset
from tests.permissions.route import OPEN, Route
from tests.permissions.things import Props

OWN = Route("signin.view_own")
POST_FACTORS = Route("signin.change_factors", method="post")

PAGES = {
    "sign-in": OPEN,
    "sign-in-second": OPEN,
    "sign-out": Route("", method="post", asks="signin.sign_in"),
    "password-reset": OPEN,
    "passkey-options": Route("", method="post"),
    "confirm": Route("signin.confirm_identity"),
    "account-security": OWN,
    "password-change": Route("signin.change_password"),
    "one-time-code": POST_FACTORS,
    "one-time-code-remove": Route("signin.change_factors", method="post", is_spent=True),
    "passkey-add": Route("signin.change_factors"),
    "passkey-remove": Route("signin.change_factors", method="post", body={"passkey": "1"}, is_spent=True),
    "recovery-codes": POST_FACTORS,
    "session-end": Route("signin.end_session", method="post", body={"session": "0"}, is_spent=True),
    "sessions-end-others": Route("signin.end_session", method="post"),
    "notices-read": Route("signin.view_own", method="post"),
}
OBJECTS = {"password-reset": "reset_token"}
ACTIONS = {
    "signin.issue_reset": lambda actor, props: issue_reset(actor, user_id=props.world.users["inventor"]),
}


def put_on_stage(props: Props) -> None:
    """Whoever holds the link is who it is for: no account stands behind it."""
    token = issue_reset(props.world.operator, user_id=props.world.users["secretary"])
    props.put("reset_token", token, org="lake_university")
