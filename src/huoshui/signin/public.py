"""The door of signing in."""

from huoshui.signin.enterprise_identity import (
    IdentityService,
    VerifiedEnterprise,
    forget_verified_enterprise,
    identity_services,
    start_identity,
    verified_enterprise,
)
from huoshui.signin.sessions import actor_for_session

__all__ = [
    "IdentityService",
    "VerifiedEnterprise",
    "actor_for_session",
    "forget_verified_enterprise",
    "identity_services",
    "start_identity",
    "verified_enterprise",
]
