"""The home page of the three administrators: what waits for them, without a single business row."""

from typing import Any

from django.urls import reverse

from huoshui.display.parts import Figure, PageHead, Step
from huoshui.kernel.actor import Actor
from huoshui.kernel.outbox import held_events
from huoshui.security import break_glass_details, node_details, queries, states


def desk_facts(actor: Actor) -> dict[str, Any]:
    """head, figures and table as home.html takes them; for any other role an empty desk."""
    for role, desk in DESKS.items():
        if role in actor.roles:
            return desk(actor)
    return {"head": PageHead(actor.org_name), "figures": []}


def _system(actor: Actor) -> dict[str, Any]:
    held = bool(held_events())
    why = "有事件多次投递失败，需要处理" if held else "任务和事件都正常"
    head = PageHead(actor.org_name, "系统管理", why=why, step=Step("看运行状况", reverse("security-node")))
    return {"head": head, "figures": node_details.figures()}


def _security(actor: Actor) -> dict[str, Any]:
    rows = queries.break_glass_in_view(actor)
    waiting = [row for row in rows if row.state == states.REQUESTED]
    now_open = queries.open_now(rows)
    here = reverse("break-glass-list")
    if waiting:
        why, step = f"{len(waiting)} 件应急查看申请待批准", Step("去处理", here)
    else:
        why, step = "看看谁能做什么", Step("权限表", reverse("security-policy"))
    figures = [
        Figure("待批准的应急查看", len(waiting), here, "件", tone="warn" if waiting else "neutral"),
        Figure("进行中的应急查看", len(now_open), here, "件", tone="bad" if now_open else "neutral"),
    ]
    head = PageHead(
        actor.org_name, "安全管理", why=why, step=step, others=(Step("安全策略", reverse("security-limits")),)
    )
    table = break_glass_details.list_context(actor, waiting)["table"] if waiting else None
    return {"head": head, "figures": figures, "table": table}


def _auditor(actor: Actor) -> dict[str, Any]:
    head = PageHead(
        actor.org_name,
        "审计管理",
        why="谁在何时做了什么、看了谁的联系方式，都在操作台账里",
        step=Step("查操作台账", reverse("ledger")),
        others=(Step("权限表", reverse("security-policy")),),
    )
    return {"head": head, "figures": []}


DESKS = {"system_admin": _system, "security_admin": _security, "audit_admin": _auditor}


def break_glass_notice(actor: Actor) -> list[Figure]:
    """For the office's own desk: somebody looks in by break-glass now, or wants to. Empty on every ordinary day."""
    if "office" not in actor.roles:
        return []
    rows = queries.break_glass_in_view(actor)
    now_open = queries.open_now(rows)
    waiting = [row for row in rows if row.state == states.REQUESTED]
    here = reverse("break-glass-list")
    shown = []
    if now_open:
        shown.append(Figure("正在应急查看本单位数据", len(now_open), here, "人", "可随时终止", "bad"))
    if waiting:
        shown.append(Figure("申请应急查看本单位", len(waiting), here, "件", "待安全管理员批准", "warn"))
    return shown
