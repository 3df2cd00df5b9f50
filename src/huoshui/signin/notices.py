"""What a person is told about their own account until they have read it."""

from datetime import timedelta

from django.db import connection

from huoshui.kernel import clock
from huoshui.signin.models import Notice

NOTICES = {
    "new_browser": "有人在一个新的浏览器上登录了您的账号",
    "second_step_failed": "有人输对了您的密码，但没有通过第二步验证",
    "many_guesses": "有人多次尝试您的密码，账号曾进入保护状态",
    "password_changed": "您的密码已修改",
    "password_reset": "您的密码已通过重置链接重新设置",
    "reset_issued": "管理员为您签发了密码重置链接",
    "code_added": "已启用动态口令",
    "code_removed": "已停用动态口令",
    "passkey_added": "已添加通行密钥",
    "passkey_removed": "已删除通行密钥",
    "recovery_made": "已生成新的恢复码，旧的全部失效",
    "recovery_used": "有人用一个恢复码登录了您的账号",
    "recovery_confirmed": "有人用一个恢复码确认了身份",
}
QUIET = timedelta(hours=24)  # until the same is said again of what others may repeat at will


def tell(user_id: int, kind: str, **facts: str) -> None:
    if kind not in NOTICES:
        raise KeyError(kind)
    Notice.objects.create(user_id=user_id, kind=kind, facts=facts)


def tell_once_a_day(user_id: int, kind: str, **facts: str) -> None:
    if not Notice.objects.filter(user_id=user_id, kind=kind, at__gt=clock.now() - QUIET).exists():
        tell(user_id, kind, **facts)


def notices_waiting(user_id: int) -> int:
    with connection.cursor() as cursor:  # by hand, since it stands on every page: a third of the time
        cursor.execute("SELECT count(*) FROM signin_notice WHERE user_id = %s AND read_at IS NULL", [user_id])
        return int(cursor.fetchone()[0])
