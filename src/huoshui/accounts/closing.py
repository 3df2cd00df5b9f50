"""What is held on a person here, corrections of it, and the end of an account."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db.models import Q
from django.utils.timezone import localtime

from huoshui.accounts import granting, queries
from huoshui.accounts.models import POSITIONS, SERVICES, Membership, User
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound
from huoshui.kernel.policy import ROLES

CLOSED_NAME = "已注销用户"


@action
def close_account(actor: Actor, *, user_id: int) -> None:
    """One's own, for good: every role ended, the person anonymised. Their number stays: the ledger refers to it.

    Raises WrongState where nobody would be left to look after an organisation's accounts.
    """
    require(actor, "accounts.close", also=user_id == actor.user_id)
    held = Membership.objects.filter(Q(user_id=user_id) | Q(on_behalf_of_id=user_id), ended_at=None).order_by("id")
    for membership_id in list(held.values_list("pk", flat=True)):
        granting.end(membership_id=membership_id, reason="本人注销账号")
    User.objects.filter(pk=user_id).update(
        username=f"closed-{user_id}", name=CLOSED_NAME, password=make_password(None), is_active=False
    )
    note(actor, "accounts.close", f"user:{user_id}")


@action
def correct_person(actor: Actor, *, user_id: int, field: str, value: str) -> None:
    """`field` is name or username. By whoever looks after every role of the person."""
    require(actor, "accounts.correct")
    queries.person_in_view(actor, user_id)
    if not queries.looks_after_person(actor, user_id):
        raise NotAllowed("此人在其他单位还有身份，须由那里的账号管理员更正", permission="accounts.correct")
    told = " ".join(value.split())
    if field not in {"name", "username"} or not told or len(told) > 64:
        raise Invalid("请填写要更正的姓名或用户名，最多 64 字", fields={field: "最多 64 字，不能为空"})
    if field == "username" and User.objects.exclude(pk=user_id).filter(username=told).exists():
        raise Invalid("这个用户名已被使用", fields={"username": "已被使用"})
    User.objects.filter(pk=user_id).update(**{field: told})
    note(actor, "accounts.correct", f"user:{user_id}", field=field)


def held_on(user_id: int) -> dict[str, list[dict[str, str]]]:
    """Chinese heading of a table → its rows, as the person themselves is shown them. Raises NotFound."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotFound("没有这个账号", user_id=user_id)
    rows = Membership.objects.filter(user_id=user_id).select_related("organisation", "on_behalf_of").order_by("id")
    account = {"用户名": user.username, "姓名": user.name, "开户时间": _moment(user.opened_at)}
    return {"账号": [account], "身份": [_membership(row) for row in rows]}


def _membership(row: Membership) -> dict[str, str]:
    return {
        "单位": row.organisation.name,
        "角色": ROLES[row.role],
        "身份": POSITIONS[row.position],
        "在职状态": SERVICES[row.service],
        "代办": row.on_behalf_of.name if row.on_behalf_of else "",
        "授予时间": _moment(row.granted_at),
        "有效期至": _moment(row.until),
        "结束时间": _moment(row.ended_at),
    }


def _moment(at: datetime | None) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}" if at else ""


def not_gone(pairs: set[tuple[int, int]], *, since: datetime) -> set[tuple[int, int]]:
    """Of these people and organisations, those where the person held a role at that moment or later."""
    rows = Membership.objects.filter(user_id__in={user for user, _ in pairs})
    rows = rows.filter(Q(ended_at=None) | Q(ended_at__gte=since), Q(until=None) | Q(until__gte=since))
    return set(rows.values_list("user_id", "organisation_id")) & pairs
