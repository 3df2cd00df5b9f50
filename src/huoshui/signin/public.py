"""The door of signing in."""

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
from huoshui.signin.sessions import actor_for_session
from huoshui.signin.sso import sign_in_choices, ways_to_confirm
from huoshui.signin.tokens import actor_for_token

__all__ = [
    "IdentityService",
    "VerifiedEnterprise",
    "actor_for_session",
    "actor_for_token",
    "forget_devices",
    "forget_notices",
    "forget_proofs",
    "forget_sign_ins",
    "forget_verified_enterprise",
    "forget_web_sessions",
    "identity_services",
    "proofs_of",
    "sign_ins_of",
    "sign_in_choices",
    "start_identity",
    "verified_enterprise",
    "ways_to_confirm",
]
