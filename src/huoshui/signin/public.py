"""The door of signing in."""

from huoshui.signin.actions import issue_reset
from huoshui.signin.confirm_pages import ask_to_confirm
from huoshui.signin.devices import set_device_cookie
from huoshui.signin.due import what_is_due
from huoshui.signin.ending import OpenSession, end_sessions, open_sessions
from huoshui.signin.enterprise_identity import (
    IdentityService,
    VerifiedEnterprise,
    forget_verified_enterprise,
    identity_services,
    start_identity,
    verified_enterprise,
)
from huoshui.signin.forgetting import (
    forget_devices,
    forget_notices,
    forget_proofs,
    forget_sign_ins,
    forget_web_sessions,
    proofs_of,
    sign_ins_of,
)
from huoshui.signin.guesses import ACCOUNT, ADDRESS, CODE, PAIR, Guess, address_of
from huoshui.signin.notices import notices_waiting
from huoshui.signin.passwords import password_problems, password_rules, set_password
from huoshui.signin.sessions import actor_for_session
from huoshui.signin.sso import sign_in_choices, ways_to_confirm
from huoshui.signin.tokens import MadeToken, actor_for_token, make_token

__all__ = [
    "COMMITS_AT_ONCE",
    "IdentityService",
    "MadeToken",
    "OpenSession",
    "VerifiedEnterprise",
    "actor_for_session",
    "actor_for_token",
    "address_of",
    "ask_to_confirm",
    "end_sessions",
    "forget_devices",
    "forget_notices",
    "forget_proofs",
    "forget_sign_ins",
    "forget_verified_enterprise",
    "forget_web_sessions",
    "identity_services",
    "is_guarded",
    "issue_reset",
    "limits_in_words",
    "make_token",
    "notices_waiting",
    "open_sessions",
    "password_problems",
    "password_rules",
    "proofs_of",
    "set_device_cookie",
    "set_password",
    "sign_in_choices",
    "sign_ins_of",
    "start_identity",
    "verified_enterprise",
    "ways_to_confirm",
    "what_is_due",
]


def is_guarded(username: str) -> bool:
    """Too many wrong guesses came for this name: unknown browsers need a second factor until tomorrow."""
    return Guess(username, "").is_guarded()


def limits_in_words() -> list[tuple[str, str]]:
    """For whoever looks after security: what stops guessing, as it stands now."""
    minutes = PAIR.seconds // 60
    return [
        ("猜错密码", f"同一用户名从同一地址 {minutes} 分钟内 {PAIR.amount} 次"),
        ("陌生浏览器猜一个用户名", f"一天 {ACCOUNT.amount} 次，此后须用第二因子；本人用过的浏览器不受影响"),
        ("同一地址登录失败", f"一小时 {ADDRESS.amount} 次"),
        ("猜错验证码", f"{CODE.seconds // 60} 分钟内 {CODE.amount} 次"),
    ]


# Pages of guesses: nothing of a tenant is on them, and what a guess costs must stand whatever becomes of the request.
COMMITS_AT_ONCE = frozenset({"/sign-in/", "/sign-in/second/"})
