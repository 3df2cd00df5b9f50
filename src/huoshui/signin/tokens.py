"""API tokens: a program acts in one role of one person, within the permissions listed, until the token ends.

The token itself is shown once and kept nowhere; the table holds its SHA-256 digest. It is long and random, so the
digest needs no salt, and looking up a digest tells nobody how near a guess came.
"""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from django.apps import apps
from django.db.models import Q, QuerySet

from huoshui.accounts.public import actor_of, memberships_of
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound
from huoshui.kernel.policy import Permission, Policy
from huoshui.signin.models import ApiToken

PREFIX = "hs_"
SHOWN = 9  # how much of a token its list shows
MOST_DAYS = 365
MOST_TOKENS = 20
USED_STEP = timedelta(minutes=1)
# A token can't make tokens, change how its person signs in, or become somebody else.
NEVER_ROOMS = frozenset({"signin", "security"})
NEVER = frozenset({"accounts.act_as"})


@dataclass(frozen=True, slots=True)
class MadeToken:
    id: int
    token: str  # to be shown now or never


def open_permissions(actor: Actor) -> dict[str, list[Permission]]:
    """What a token of this role may be given, by the label of the room."""
    found: dict[str, list[Permission]] = {}
    for one in sorted(Policy.registry.values(), key=lambda each: each.name):
        room = one.name.split(".")[0]
        if one.roles & actor.roles and room not in NEVER_ROOMS and one.name not in NEVER:
            found.setdefault(str(apps.get_app_config(room).verbose_name), []).append(one)
    return found


@action
def make_token(actor: Actor, *, name: str, permissions: Collection[str], days: int) -> MadeToken:
    """For the role in which its person acts now."""
    require(actor, "signin.make_token")
    _refuse_unfit(actor, name, permissions, days)
    token = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        user_id=actor.user_id,
        membership_id=_membership_of(actor),
        name=name.strip(),
        prefix=token[:SHOWN],
        digest=digest_of(token),
        permissions=sorted(set(permissions)),
        expires_at=clock.now() + timedelta(days=days),
    )
    note(actor, "signin.make_token", f"token:{row.pk}", permissions=row.permissions, days=days)
    return MadeToken(row.pk, token)


def _refuse_unfit(actor: Actor, name: str, permissions: Collection[str], days: int) -> None:
    known = {one.name for many in open_permissions(actor).values() for one in many}
    if not name.strip() or len(name.strip()) > 60:
        raise Invalid("请写明用途，不超过60个字", field="name")
    if not permissions or not set(permissions) <= known:
        raise Invalid("请至少选一项权限，并且只能选您现有的权限", field="permissions")
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(f"有效期须在 1 至 {MOST_DAYS} 天之间", field="days")
    if _living().filter(user_id=actor.user_id).count() >= MOST_TOKENS:
        raise Invalid(f"最多同时持有 {MOST_TOKENS} 个令牌，请先撤销不用的")


@action
def end_token(actor: Actor, *, token_id: int) -> None:
    """At once; a second time changes nothing."""
    require(actor, "signin.end_token")
    row = ApiToken.objects.filter(pk=token_id, user_id=actor.user_id).first()
    if row is None:
        raise NotFound("没有这个令牌", token_id=token_id)
    ApiToken.objects.filter(pk=row.pk, ended_at=None).update(ended_at=clock.now())
    note(actor, "signin.end_token", f"token:{row.pk}")


def tokens_of(user_id: int) -> QuerySet[ApiToken]:
    """The living first, then the others, latest first."""
    rows = ApiToken.objects.filter(user_id=user_id).select_related("membership__organisation")
    return rows.order_by("-ended_at", "-expires_at", "-id")


def actor_for_token(token: str) -> Actor | None:
    """None for a token that is wrong, ended or run out, or whose person or membership no longer holds.

    The permissions meet what the role may do now: what is taken from the role is gone from its tokens at once.
    """
    if not token.startswith(PREFIX):
        return None
    row = _living().select_related("membership", "user").filter(digest=digest_of(token)).first()
    if row is None or not row.user.is_active:
        return None
    membership = row.membership
    actor = actor_of(row.user_id, row.membership_id, channel="api")
    # Where the membership has ended, its person may hold another: the token never passes to it.
    holds = membership.ended_at is None and (membership.until is None or membership.until > clock.now())
    if not holds or actor.org_id != membership.organisation_id or membership.role not in actor.roles:
        return None
    if row.used_at is None or clock.now() - row.used_at > USED_STEP:
        ApiToken.objects.filter(pk=row.pk).update(used_at=clock.now())
    return replace(actor, only=frozenset(row.permissions), is_fresh=True)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _living() -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(Q(ended_at=None), expires_at__gt=clock.now())


def _membership_of(actor: Actor) -> int:
    for one in memberships_of(actor.user_id):
        same = (one.organisation.id, one.for_user_id) == (actor.org_id, actor.for_user_id)
        if same and one.role in actor.roles:
            return one.id
    raise Invalid("没有可用的身份")
