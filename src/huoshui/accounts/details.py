"""What the pages of people say: heads with the one next step, facts, history, and what the reader may change."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from huoshui.accounts import queries
from huoshui.accounts.listings import STATES, TONES, role_label, state_of
from huoshui.accounts.models import POSITIONS, SERVICES, Membership, User
from huoshui.display.parts import Event, Fact, Link, PageHead, Step, Tag
from huoshui.kernel.actor import Actor
from huoshui.orgs import public as orgs

OPENING = Step("开设账号", "people-open"), Step("用表格批量开设", "people-sheet")


@dataclass(frozen=True, slots=True)
class RoleCard:
    """One role of the person as the page shows it, with what the reader may do about it."""

    id: int
    title: str
    tag: Tag
    facts: tuple[Fact, ...]
    is_open: bool
    may_change: bool
    may_manage: bool
    is_manager: bool
    is_inventor: bool
    position: str
    service: str


def list_head() -> PageHead:
    first, second = (Step(one.label, reverse(one.url)) for one in OPENING)
    others = (second, Step("邀请链接", reverse("invitations")), Step("代办与委托", reverse("delegations")))
    return PageHead(
        "人员与账号",
        "辖区内的人员、角色与账号状态。每次变更都记入操作台账。",
        step=first,
        why="给还没有账号的同事或下级单位开设账号",
        others=others,
    )


def person_context(actor: Actor, user: User, rows: list[Membership]) -> dict[str, Any]:
    cards = [_role_card(actor, row) for row in rows]
    may_reset = actor.user_id != user.pk and queries.looks_after_person(actor, user.pk)
    return {
        "head": PageHead(user.name, f"用户名 {user.username}", trail=(Link("人员与账号", reverse("people")),)),
        "person": user,
        "facts": _facts(user),
        "cards": cards,
        "events": _history(rows),
        "may_reset": may_reset and user.is_active,
        "may_close": may_reset,
        "positions": POSITIONS,
        "services": SERVICES,
    }


def _facts(user: User) -> list[Fact]:
    signed = user.last_login.date() if user.last_login else "还没有登录过"
    return [
        Fact("账号", "在用" if user.is_active else "已停用"),
        Fact("开户日期", user.opened_at.date()),
        Fact("最近登录", signed),
    ]


def _role_card(actor: Actor, row: Membership) -> RoleCard:
    state = state_of(row)
    is_open = row.ended_at is None
    facts = [Fact("授予日期", row.granted_at.date())]
    if row.until:
        facts.append(Fact("有效期至", row.until.date()))
    if row.role == "inventor" and row.on_behalf_of is None:
        facts += [Fact("身份", POSITIONS[row.position]), Fact("在职状态", SERVICES[row.service])]
    if row.is_manager and is_open:
        facts.append(Fact("账号管理", "负责本单位账号"))
    if row.reason:
        facts.append(Fact("事由", row.reason))
    may_change = is_open and queries.looks_after(actor, row)
    return RoleCard(
        id=row.pk,
        title=f"{row.organisation.name} · {role_label(row)}",
        tag=Tag(STATES[state], TONES[state]),
        facts=tuple(facts),
        is_open=is_open,
        may_change=may_change,
        may_manage=may_change and orgs.manages_accounts(row.role) and row.until is None,
        is_manager=row.is_manager,
        is_inventor=row.role == "inventor" and row.on_behalf_of is None,
        position=row.position,
        service=row.service,
    )


def _history(rows: list[Membership]) -> list[Event]:
    names = dict(User.objects.filter(pk__in={row.granted_by for row in rows}).values_list("id", "name"))
    events = [
        Event(
            row.granted_at, f"成为 {row.organisation.name} 的{role_label(row)}", names.get(row.granted_by, "节点运维")
        )
        for row in rows
    ]
    events += [
        Event(row.ended_at, f"不再是 {_what(row)}", text=row.reason, tone="warn") for row in rows if row.ended_at
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _what(row: Membership) -> str:
    return f"{row.organisation.name} 的{role_label(row)}"
