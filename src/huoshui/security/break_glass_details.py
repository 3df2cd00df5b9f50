"""What the pages of break-glass say."""

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils.timezone import localtime

from huoshui.display.parts import Cell, Column, Empty, Event, Fact, Link, PageHead, Row, Step, Table, Tag, Tone
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import Policy
from huoshui.orgs import public as orgs
from huoshui.security import queries, states
from huoshui.security.models import BreakGlass

TITLE = "应急查看"
WHY = (
    "系统管理员平时看不到业务数据。确需查看时由安全管理员批准，只读，最长四小时；"
    "每打开一页都记入台账，被查看的单位可随时终止。"
)
TONES: dict[str, Tone] = {states.REQUESTED: "warn", states.ACTIVE: "bad"}
NOBODY_LOOKED = Empty("没有查看记录", "批准后每打开一页都会列在这里。")
NOTHING = Empty("没有应急查看", WHY)


def state_tag(row: BreakGlass) -> Tag:
    if row.state == states.ACTIVE and row.until is not None and row.until <= clock.now():
        return Tag(states.LABELS[states.LAPSED])
    return Tag(states.LABELS[row.state], TONES.get(row.state, "neutral"))


def list_context(actor: Actor, rows: Sequence[BreakGlass]) -> dict[str, Any]:
    names = orgs.cards({row.org_id for row in rows})
    people = queries.people_by_id({row.asked_by for row in rows})
    lines = tuple(
        Row(
            (
                Cell(f"{localtime(row.asked_at):%Y-%m-%d %H:%M}"),
                Cell(names[row.org_id].name),
                Cell(people.get(row.asked_by, "")),
                Cell(row.reason[:40]),
                Cell(state_tag(row).label, tag=state_tag(row)),
            ),
            reverse("break-glass", args=[row.pk]),
        )
        for row in rows
    )
    columns = (Column("申请时间"), Column("被查看的单位"), Column("申请人"), Column("事由"), Column("状态"))
    step = None
    if Policy.may(actor, "security.request_break_glass"):
        step = Step("申请应急查看", reverse("break-glass-ask"))
    return {
        "head": PageHead(TITLE, subtitle=WHY, others=(step,) if step else ()),
        "table": Table(columns, lines, empty=NOTHING),
    }


def ask_context(form: Form) -> dict[str, Any]:
    trail = (Link(TITLE, reverse("break-glass-list")),)
    return {"head": PageHead("申请应急查看", subtitle=WHY, trail=trail), "form": form}


def context(actor: Actor, row: BreakGlass) -> dict[str, Any]:
    organisation = orgs.card(row.org_id)
    lines = queries.looks(actor, row)
    people = queries.people_by_id({one for one in (row.asked_by, row.decided_by, row.ended_by) if one})
    name = organisation.name if organisation else ""
    return {
        "head": PageHead(
            f"{TITLE}：{name}",
            trail=(Link(TITLE, reverse("break-glass-list")),),
            others=_steps(actor, row),
        ),
        "tag": state_tag(row),
        "facts": _facts(row, people),
        "table": Table(
            (Column("时间"), Column("打开的页面")),
            tuple(Row((Cell(f"{localtime(one.at):%Y-%m-%d %H:%M:%S}"), Cell(one.subject))) for one in lines),
            empty=NOBODY_LOOKED,
            caption=f"共 {len(lines)} 次" if lines else "",
        ),
        "events": _events(row, people),
    }


def _steps(actor: Actor, row: BreakGlass) -> tuple[Step, ...]:
    steps = []
    to = [row.pk]
    if row.state == states.REQUESTED and Policy.may(actor, "security.decide_break_glass"):
        decide = reverse("break-glass-decide", args=to)
        if row.asked_by != actor.user_id:
            steps.append(Step("批准", decide, "post", "verdict", "approve", "批准后对方即可查看这家单位的数据"))
            steps.append(Step("不批准", decide, "post", "verdict", "decline"))
    if row.state == states.REQUESTED and row.asked_by == actor.user_id:
        steps.append(Step("撤回申请", reverse("break-glass-withdraw", args=to), "post"))
    if queries.open_now([row]) and Policy.may(actor, "security.end_break_glass"):
        steps.append(Step("立即终止", reverse("break-glass-end", args=to), "post", confirm="对方即刻不能再查看"))
    return tuple(steps)


def _facts(row: BreakGlass, people: dict[int, str]) -> list[Fact]:
    return [
        Fact("事由", row.reason, wide=True),
        Fact("时长", f"{row.hours} 小时"),
        Fact("申请人", people.get(row.asked_by, "")),
        Fact("批准人", people.get(row.decided_by or 0, "") or "—"),
        Fact("有效期至", f"{localtime(row.until):%Y-%m-%d %H:%M}" if row.until else "—"),
        Fact("范围", "只读：基础库、盘点、转化资源库、匹配结果"),
    ]


def _events(row: BreakGlass, people: dict[int, str]) -> list[Event]:
    events = [Event(row.asked_at, "提出申请", people.get(row.asked_by, ""))]
    if row.decided_at:
        verdict = "未批准" if row.state == states.DECLINED else "批准"
        events.append(Event(row.decided_at, verdict, people.get(row.decided_by or 0, "")))
    if row.ended_at:
        events.append(Event(row.ended_at, states.LABELS[row.state], people.get(row.ended_by or 0, "")))
    return events
