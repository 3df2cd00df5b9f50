"""From an invitation to its link, and from a link to the digest by which the table knows it."""

import base64
import secrets
from datetime import timedelta
from hashlib import sha256

from django.utils.crypto import salted_hmac

from huoshui.enrolment.models import Invitation
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor

GOOD_FOR = timedelta(days=14)
STANDINGS = {"open": "待接受", "used": "已接受", "revoked": "已撤销", "expired": "已过期"}


def renew(row: Invitation, actor: Actor) -> None:
    """Another link: the one before leads nowhere from now on. The caller saves."""
    row.nonce = secrets.token_hex(16)
    row.digest = digest_of(token_of(row))
    row.made_by, row.made_by_name = actor.user_id, (actor.name or actor.org_name)[:64]
    row.made_at = clock.now()
    row.expires_at = row.made_at + GOOD_FOR
    row.revoked_at = None


def token_of(row: Invitation) -> str:
    """Only the node's secret makes it from the number in the table."""
    made = salted_hmac("huoshui.enrolment.invitation", row.nonce, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def standing_of(row: Invitation) -> str:
    """One of STANDINGS."""
    if row.used_at is not None:
        return "used"
    if row.revoked_at is not None:
        return "revoked"
    return "open" if row.expires_at > clock.now() else "expired"
