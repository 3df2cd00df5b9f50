"""What a person sees of their own account's security."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import is_password_usable

from huoshui.kernel import clock
from huoshui.signin.models import HOW, Notice, OneTimeCode, Passkey, RecoveryCode, ResetLink, SignIn
from huoshui.signin.notices import NOTICES
from huoshui.signin.passwords import password_policy

User = get_user_model()
RECENT, TOLD = 10, 10
BROWSERS = (
    ("微信", "MicroMessenger"), ("360", "360SE|360EE|QIHU"), ("QQ 浏览器", "QQBrowser"), ("Edge", "Edg/"),
    ("Firefox", "Firefox/"), ("Chrome", "Chrome/"), ("Safari", "Safari/"),
)  # fmt: skip
SYSTEMS = (
    ("鸿蒙", "HarmonyOS|OpenHarmony"), ("安卓手机", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("苹果电脑", "Macintosh"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SessionCard:
    id: int
    browser: str
    address: str
    how: str
    opened_at: datetime
    seen_at: datetime
    is_this: bool
    state: str


@dataclass(frozen=True, slots=True)
class NoticeCard:
    text: str
    at: datetime
    browser: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class PasskeyCard:
    id: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Security:
    """Everything on the page 账号安全. `password_until`: when it must be renewed, where the policy asks for that."""

    username: str
    has_password: bool
    password_set_at: datetime | None
    password_until: datetime | None
    has_codes: bool
    passkeys: Sequence[PasskeyCard]
    recovery_left: int
    sessions: Sequence[SessionCard]
    recent: Sequence[SessionCard]
    notices: Sequence[NoticeCard]


def security_of(user_id: int, *, this: int) -> Security:
    user = User.objects.get(pk=user_id)
    rows = list(SignIn.objects.filter(user_id=user_id).order_by("-opened_at")[:RECENT])
    open_rows = SignIn.objects.filter(user_id=user_id, ended_at=None, opened_at__gt=_oldest_open()).order_by("-seen_at")
    days = password_policy().days
    set_at = user.password_set_at
    return Security(
        username=user.username,
        has_password=set_at is not None and is_password_usable(user.password),
        password_set_at=set_at,
        password_until=set_at + timedelta(days=days) if days and set_at and not user.demonstration else None,
        has_codes=OneTimeCode.objects.filter(user_id=user_id).exclude(confirmed_at=None).exists(),
        passkeys=[
            PasskeyCard(one.pk, one.name, one.added_at, one.used_at)
            for one in Passkey.objects.filter(user_id=user_id).order_by("id")
        ],
        recovery_left=RecoveryCode.objects.filter(user_id=user_id, used_at=None).count(),
        sessions=[_card(one, this) for one in open_rows if _is_open(one)],
        recent=[_card(one, this) for one in rows],
        notices=[
            NoticeCard(NOTICES.get(one.kind, one.kind), one.at, one.facts.get("browser", ""), one.read_at is None)
            for one in Notice.objects.filter(user_id=user_id).order_by("-at")[:TOLD]
        ],
    )


def setup_secret(user_id: int) -> str:
    """Of a generator that waits for its first code; afterwards nobody sees it again."""
    row = OneTimeCode.objects.filter(user_id=user_id, confirmed_at=None).first()
    return row.secret if row else ""


def reset_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def reset_link(token: str) -> ResetLink | None:
    found = ResetLink.objects.filter(digest=reset_digest(token), used_at=None, user__is_active=True)
    return found.filter(expires_at__gt=clock.now()).select_related("user").first()


def browser_of(agent: str) -> str:
    """What a person recognises: "Edge · Windows"."""
    found = [next((name for name, mark in kinds if re.search(mark, agent)), "") for kinds in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, found)) or "未知浏览器"


def _oldest_open() -> datetime:
    return clock.now() - settings.SESSION_LONGEST


def _is_open(row: SignIn) -> bool:
    return row.ended_at is None and clock.now() - row.seen_at <= settings.SESSION_IDLE


def _card(row: SignIn, this: int) -> SessionCard:
    state = "进行中" if _is_open(row) and row.opened_at > _oldest_open() else "已结束"
    return SessionCard(
        id=row.pk,
        browser=browser_of(row.agent),
        address=row.address,
        how=HOW.get(row.how, row.how),
        opened_at=row.opened_at,
        seen_at=row.seen_at,
        is_this=row.pk == this,
        state=state,
    )
