"""What is held on a person's ways in, what of it ends with the account, and what time removes."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.timezone import localtime

from huoshui.kernel import clock
from huoshui.kernel.action import within_action
from huoshui.signin.models import (
    HOW,
    ApiToken,
    Device,
    ExternalIdentity,
    Notice,
    OldPassword,
    OneTimeCode,
    Passkey,
    RecoveryCode,
    ResetLink,
    SignIn,
)

PROOFS = (OneTimeCode, Passkey, RecoveryCode, ResetLink, OldPassword, ExternalIdentity, ApiToken, Device, Notice)


def sign_ins_of(user_id: int) -> list[dict[str, str]]:
    """As the person themselves is shown them, the latest first."""
    rows = SignIn.objects.filter(user_id=user_id).order_by("-opened_at")
    return [
        {
            "登录时间": _moment(row.opened_at),
            "方式": HOW.get(row.how, row.how),
            "地址": row.address,
            "浏览器": row.agent,
            "结束时间": _moment(row.ended_at),
        }
        for row in rows
    ]


def proofs_of(user_id: int) -> list[dict[str, str]]:
    """Which proofs there are and how many; their secrets are told to nobody."""
    counted = ((str(one._meta.object_name), one.objects.filter(user_id=user_id).count()) for one in PROOFS)
    return [{"内容": PROOF_LABELS[name], "数量": str(count)} for name, count in counted if count]


PROOF_LABELS = {
    "OneTimeCode": "动态口令",
    "Passkey": "通行密钥",
    "RecoveryCode": "备用恢复码",
    "ResetLink": "密码重置链接（仅摘要）",
    "OldPassword": "历史密码（仅摘要）",
    "ExternalIdentity": "统一身份认证绑定",
    "ApiToken": "接口令牌（仅摘要）",
    "Device": "登录过的浏览器",
    "Notice": "账号安全提醒",
}


def forget_proofs(user_id: int) -> None:
    """All ways in end at once. When somebody signed in stays for as long as the law wants logs kept."""
    within_action()
    SignIn.objects.filter(user_id=user_id, ended_at=None).update(ended_at=clock.now(), ended_why="closed")
    for one in PROOFS:
        one.objects.filter(user_id=user_id).delete()


def forget_sign_ins(before: datetime) -> int:
    within_action()
    removed, _ = SignIn.objects.filter(Q(ended_at__lt=before) | Q(ended_at=None, seen_at__lt=before)).delete()
    return removed


def forget_notices(before: datetime) -> int:
    within_action()
    removed, _ = Notice.objects.filter(at__lt=before).delete()
    return removed


def forget_devices(before: datetime) -> int:
    """Browsers nobody signed in from since, and tokens that ran out or were ended."""
    within_action()
    devices, _ = Device.objects.filter(last_at__lt=before).delete()
    tokens, _ = ApiToken.objects.filter(Q(expires_at__lt=before) | Q(ended_at__lt=before)).delete()
    return devices + tokens


def forget_web_sessions(before: datetime) -> int:
    within_action()
    removed, _ = Session.objects.filter(expire_date__lt=before).delete()
    return removed


def _moment(at: datetime | None) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}" if at else ""
