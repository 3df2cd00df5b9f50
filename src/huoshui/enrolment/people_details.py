"""What the pages of opening accounts say: heads, figures, problems, and a link as picture."""

from collections.abc import Callable
from typing import Any

import segno
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from huoshui.display.parts import (
    Cell,
    Column,
    Fact,
    Figure,
    Link,
    PageHead,
    Problems,
    Row,
    RowProblem,
    Step,
    Table,
    Tag,
    Tone,
)
from huoshui.enrolment import rules
from huoshui.enrolment.invitation_links import STANDINGS, standing_of, token_of
from huoshui.enrolment.models import Invitation, PeopleSheet
from huoshui.enrolment.people_listings import TONES
from huoshui.enrolment.sheet_rows import Planned
from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import ROLES

SHOWN = 200
FIGURES: dict[str, tuple[str, Tone]] = {
    "new": ("新开账号", "good"),
    "link": ("关联已有账号", "info"),
    "ask": ("待本人接受关联", "info"),
    "same": ("已开设，不变", "neutral"),
    "refused": ("有误", "bad"),
}
Address = Callable[[str], str]


def trail() -> tuple[Link, ...]:
    return (Link("人员与账号", reverse("people")),)


def picture(address: str) -> SafeString:
    """The address as QR code, drawn into the page: no file, no other server."""
    drawn = segno.make(address, error="m").svg_inline(scale=4, border=2)
    return mark_safe(drawn)  # noqa: S308  made here, of an address of ours


def open_head() -> PageHead:
    others = (Step("用表格批量开设", reverse("people-sheet")),)
    text = "不设初始密码：开设后得到一个邀请链接，发给本人，由本人设置密码。"
    return PageHead("开设账号", text, trail=trail(), others=others)


def invite_head() -> PageHead:
    text = "不知道对方工号时使用：发出链接，由对方自己填写用户名和姓名。"
    return PageHead("发邀请链接", text, trail=(*trail(), Link("邀请链接", reverse("invitations"))))


def invitations_head() -> PageHead:
    step = Step("发邀请链接", reverse("invite"))
    return PageHead(
        "邀请链接", "每个链接只能用一次，14 天内有效。", trail=trail(), why="请一位还没有账号的人进来", step=step
    )


def invitation_context(actor: Actor, row: Invitation, address: Address) -> dict[str, Any]:
    standing = standing_of(row)
    link = address(token_of(row)) if standing == "open" and row.made_by == actor.user_id else ""
    return {
        "head": PageHead(
            row.name or "待填写姓名",
            f"{row.org_name} · {ROLES[row.role]}",
            trail=(*trail(), Link("邀请链接", reverse("invitations"))),
        ),
        "row": row,
        "tag": Tag(STANDINGS[standing], TONES[standing]),
        "facts": [
            Fact("用户名", row.username or "由本人填写"),
            Fact("发放人", row.made_by_name),
            Fact("发放日期", row.made_at.date()),
            Fact("有效期至", row.expires_at.date()),
        ],
        "link": link,
        "picture": picture(link) if link else "",
        "may_renew": standing != "used",
        "may_revoke": standing == "open",
        "needs_sign_in": row.purpose == "link",
    }


def sheet_context(row: PeopleSheet, planned: Planned | None, links: int) -> dict[str, Any]:
    counts = planned.counts if planned and row.applied_at is None else row.counts
    refused = counts.get("refused", 0)
    todo = sum(counts.get(one, 0) for one in ("new", "link", "ask"))
    sheets = (*trail(), Link("批量开设", reverse("people-sheet")))
    return {
        "row": row,
        "head": PageHead(row.file_name, _said(row, todo, refused), trail=sheets),
        "figures": _figures(row, counts),
        "problems": _problems(row, planned) if planned and planned.problems else None,
        "table": _table(planned) if planned and row.applied_at is None else None,
        "todo": todo,
        "refused": refused,
        "links": links,
        "is_gone": planned is None,
    }


def _said(row: PeopleSheet, todo: int, refused: int) -> str:
    if row.applied_at is not None:
        return "已写入。把邀请链接发给本人，由本人设置密码。" if todo else "已写入。"
    if not todo:
        return "检查完毕：没有需要开设的账号。"
    return f"检查完毕，还没有写入：可开设 {todo} 人" + (f"，{refused} 行有误" if refused else "")


def _figures(row: PeopleSheet, counts: dict[str, int]) -> list[Figure]:
    here = reverse("people-sheet-checked", args=[row.pk])
    found = [Figure("共", counts.get("rows", 0), here, "行")]
    return found + [
        Figure(label, counts.get(one, 0), here, "行" if one == "refused" else "人", tone=tone)
        for one, (label, tone) in FIGURES.items()
        if counts.get(one) or one in {"new", "refused"}
    ]


def _problems(row: PeopleSheet, planned: Planned) -> Problems:
    shown = tuple(
        RowProblem(one.message, one.file, one.line, one.column, one.value) for one in planned.problems[:SHOWN]
    )
    step = "有误的行不会写入。下载带检查结果的原表，改好后整份重新上传即可：已开设的不会重复。"
    url = reverse("people-sheet-workbook", args=[row.pk])
    return Problems(f"{planned.counts['refused']} 行有误", shown, len(planned.problems), step, url)


def _table(planned: Planned) -> Table:
    columns = (Column("姓名"), Column("用户名"), Column("单位", phone=False), Column("角色"), Column("处理"))
    rows = tuple(
        Row(
            (
                Cell(one.name),
                Cell(one.username),
                Cell(one.place.name),
                Cell(ROLES[one.role]),
                Cell(tag=Tag(rules.VERDICTS[one.answer.verdict], FIGURES[one.answer.verdict][1])),
            )
        )
        for _, one in planned.wanted[:SHOWN]
    )
    return Table(columns, rows, caption=f"将要处理的人员（最多列出 {SHOWN} 行）")


def reset_head(name: str) -> PageHead:
    return PageHead(f"{name} 的登录链接", "只显示这一次，一天内有效，用一次即失效。", trail=trail())


def cards(rows: list[Invitation], address: Address) -> list[dict[str, Any]]:
    """To print, cut and hand out."""
    found = [(row, address(token_of(row))) for row in rows]
    return [{"row": row, "role": ROLES[row.role], "picture": picture(link), "link": link} for row, link in found]
