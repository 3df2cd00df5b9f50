"""The list of invitations: one declaration for page and export. It shows no link."""

from django.db.models import QuerySet

from huoshui.display.filters import Filter
from huoshui.display.listing import Column, Listing, contains, equals, page_of
from huoshui.display.parts import Empty, Tone
from huoshui.enrolment.invitation_links import STANDINGS, standing_of
from huoshui.enrolment.models import Invitation
from huoshui.enrolment.models.invitations import PURPOSES
from huoshui.kernel import clock
from huoshui.kernel.paging import Sort
from huoshui.kernel.policy import ROLES

TONES: dict[str, Tone] = {"open": "info", "used": "good", "revoked": "neutral", "expired": "warn"}


def _standing(rows: QuerySet[Invitation], value: str) -> QuerySet[Invitation]:
    """The same answer as `standing_of`, for the database."""
    if value == "used":
        return rows.exclude(used_at=None)
    rows = rows.filter(used_at=None)
    if value == "revoked":
        return rows.exclude(revoked_at=None)
    rows = rows.filter(revoked_at=None)
    return rows.filter(expires_at__gt=clock.now()) if value == "open" else rows.filter(expires_at__lte=clock.now())


INVITATIONS = Listing(
    name="invitations",
    title="邀请链接",
    columns=[
        Column("name", "姓名", lambda row: row.name or "由本人填写"),
        Column("username", "用户名", lambda row: row.username or "由本人填写"),
        Column("organisation", "单位", lambda row: row.org_name, width=28, phone=False),
        Column("role", "角色", lambda row: ROLES[row.role]),
        Column("purpose", "用途", lambda row: PURPOSES[row.purpose], phone=False),
        Column("made_by", "发放人", lambda row: row.made_by_name, phone=False),
        Column("made", "发放日期", lambda row: row.made_at.date(), sort="made", phone=False),
        Column("expires", "有效期至", lambda row: row.expires_at.date()),
        Column("standing", "状态", lambda row: STANDINGS[standing_of(row)], tone=lambda row: TONES[standing_of(row)]),
    ],
    sorts=[Sort("made", "made_at", descending=True)],
    filters=[
        Filter("q", "姓名或用户名", contains("name", "username"), kind="text"),
        Filter("standing", "状态", _standing, choices=list(STANDINGS.items())),
        Filter("purpose", "用途", equals("purpose"), choices=list(PURPOSES.items())),
    ],
    row_link=page_of("invitation"),
    empty=Empty("还没有邀请", "开设账号时系统自动生成邀请链接；也可以为还没有工号的人单独发一个。"),
)
