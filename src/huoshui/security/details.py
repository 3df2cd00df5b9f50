"""What the pages of the policy say."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.forms import Form
from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localtime

from huoshui.accounts import public as accounts
from huoshui.accounts.public import Holder
from huoshui.display.filters import Filter, chosen_of, filter_bar
from huoshui.display.parts import Cell, Column, Empty, Fact, Link, PageHead, Row, Step, Table, Tag
from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import ROLES, Permission, Policy
from huoshui.orgs import public as orgs
from huoshui.security import queries, rules
from huoshui.security.queries import MayDo
from huoshui.signin import public as signin

TITLE = "权限"
ELSEWHERE = "（由该单位掌握）"
MOST_ORGANISATIONS = 500
POLICY_FILTERS = (Filter("role", "角色", choices=list(ROLES.items())),)


def room_label(permission: str) -> str:
    return str(apps.get_app_config(rules.room_of(permission)).verbose_name)


def policy_context(actor: Actor, query: QueryDict) -> dict[str, Any]:
    role = chosen_of(POLICY_FILTERS, query).get("role", "")
    lines = [line for line in Policy.registry.values() if not role or role in line.roles]
    lines.sort(key=lambda line: line.name)
    head = PageHead(
        "权限表",
        subtitle="一项权限只对本角色的范围有效：管理部门是辖区，单位是本单位，发明人是本人名下的专利",
        others=(Step("谁能做这件事", reverse("security-who")),),
    )
    columns = (Column("模块"), Column("权限"), Column("角色"), Column("再次确认身份"))
    rows = tuple(Row(_policy_cells(line)) for line in lines)
    return {
        "head": head,
        "bar": filter_bar(POLICY_FILTERS, query),
        "table": Table(columns, rows, caption=f"共 {len(rows)} 项"),
        "people": _people_table(actor),
    }


def _policy_cells(line: Permission) -> tuple[Cell, ...]:
    who = f"{reverse('security-who')}?permission={line.name}"
    return (
        Cell(room_label(line.name)),
        Cell(line.label, url=who, note=line.name),
        Cell(roles_in_words(line)),
        Cell("需要", tag=Tag("需要", "info")) if line.step_up else Cell(""),
    )


def roles_in_words(line: Permission) -> str:
    named = [label for role, label in ROLES.items() if role in line.roles]
    return "所有人" if len(named) == len(ROLES) else "、".join(named)


def _people_table(actor: Actor) -> Table:
    rows = tuple(
        Row(
            (
                Cell(one.name),
                Cell(queries.role_words(one)),
                Cell(queries.reach_in_words(one)),
                Cell(f"{localtime(one.until):%Y-%m-%d %H:%M}" if one.until else "长期"),
            ),
            reverse("security-person", args=[one.user_id]),
        )
        for one in accounts.holders_at(actor.org_id)
    )
    columns = (Column("姓名"), Column("角色"), Column("范围"), Column("有效期至"))
    return Table(columns, rows, empty=Empty("本单位还没有人员"))


def organisations_to_ask(actor: Actor) -> list[tuple[int, str]]:
    """Their own first, then its colleges, or what an administrator looks after."""
    own = orgs.card(actor.org_id)
    if own is None:
        return []
    reach = queries.administered(actor)
    others = [one for kind in ("institution", "enterprise") for one in orgs.within(reach, kind=kind)]
    if not others and own.kind == "institution":
        others = orgs.within(orgs.reach_for("office", own), kind="college")
    found = [(own.id, own.name), *((one.id, one.name) for one in others if one.id != own.id)]
    return found[:MOST_ORGANISATIONS]


def who_context(
    actor: Actor, form: Form, query: QueryDict, line: Permission | None, organisation: orgs.OrganisationCard | None
) -> dict[str, Any]:
    trail = (Link("权限表", reverse("security-policy")),)
    context: dict[str, Any] = {
        "head": PageHead("谁能做这件事", subtitle="按现有身份和范围即时推算", trail=trail),
        "form": form,
        "table": None,
    }
    if line is not None and organisation is not None:
        found = queries.who_may(line, organisation)
        context["asked"] = f"“{line.label}”，对象属于{organisation.name}"
        context["table"] = _who_table(actor, found)
        context["facts"] = [
            Fact("角色", roles_in_words(line)),
            Fact("再次确认身份", "需要" if line.step_up else "不需要"),
        ]
    return context


def _who_table(actor: Actor, found: Sequence[MayDo]) -> Table:
    rows = []
    for one in found:
        holder = one.holder
        is_told = queries.may_name(actor, holder.organisation)
        rows.append(
            Row(
                (
                    Cell(holder.name if is_told else ELSEWHERE),
                    Cell(holder.organisation.name),
                    Cell(_why(one)),
                    Cell(f"{localtime(holder.until):%Y-%m-%d %H:%M}" if holder.until else "长期"),
                ),
                reverse("security-person", args=[holder.user_id]) if is_told else "",
            )
        )
    columns = (Column("姓名"), Column("单位"), Column("凭什么"), Column("有效期至"))
    empty = Empty("现在没有人能做", "没有人在这家单位的范围内担任所需的角色。")
    return Table(columns, tuple(rows), empty=empty, caption=f"{len(rows)} 人" if rows else "")


def _why(one: MayDo) -> str:
    said = "、".join(ROLES[role] for role in one.through)
    if one.holder.for_name:
        said += f"，受托代 {one.holder.for_name}"
    if one.holder.role == rules.ROLE:
        said += "，经两人批准"
    return said + ("，仅限本人名下的专利" if one.own_only else "")


def person_context(actor: Actor, held: Sequence[Holder]) -> dict[str, Any]:
    first = held[0]
    may_end = Policy.may(actor, "security.end_sessions")
    sections = [_role_section(one) for one in held]
    context: dict[str, Any] = {
        "head": PageHead(
            f"{first.name}能做什么",
            subtitle=f"用户名 {first.username}",
            trail=(Link("权限表", reverse("security-policy")),),
            others=_end_step(first.user_id) if may_end else (),
        ),
        "sections": sections,
        "sessions": _sessions_table(first.user_id) if may_end else None,
    }
    if may_end and signin.is_guarded(first.username):
        context["guarded"] = Tag("猜错密码次数过多：陌生浏览器须用第二因子登录，本人常用浏览器不受影响", "warn")
    return context


def _end_step(user_id: int) -> tuple[Step, ...]:
    url = reverse("security-end-sessions", args=[user_id])
    return (Step("结束全部登录", url, "post", confirm="此人须重新登录，未保存的内容会丢失"),)


def _role_section(one: Holder) -> dict[str, Any]:
    by_room: dict[str, list[str]] = {}
    for line in queries.permissions_of(one.roles):
        by_room.setdefault(room_label(line.name), []).append(line.label)
    until = f"，至 {localtime(one.until):%Y-%m-%d %H:%M}" if one.until else ""
    return {
        "title": f"{one.organisation.name} · {queries.role_words(one)}{until}",
        "facts": [
            Fact("范围", queries.reach_in_words(one)),
            *(Fact(room, "、".join(labels)) for room, labels in by_room.items()),
        ],
    }


def _sessions_table(user_id: int) -> Table:
    rows = tuple(
        Row(
            (
                Cell(f"{localtime(one.opened_at):%Y-%m-%d %H:%M}"),
                Cell(f"{localtime(one.seen_at):%Y-%m-%d %H:%M}"),
                Cell(one.how),
                Cell(one.address),
                Cell(one.agent[:60]),
            )
        )
        for one in signin.open_sessions(user_id)
    )
    columns = (Column("登录时间"), Column("最近活动"), Column("方式"), Column("地址"), Column("浏览器", phone=False))
    return Table(columns, rows, empty=Empty("现在没有登录"))
