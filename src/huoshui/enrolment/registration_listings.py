"""The lists of requests, claims and invitations: one declaration for page and export."""

from typing import Any

from django.utils import timezone

from huoshui.display.filters import Filter
from huoshui.display.listing import Column, Listing, contains, equals, page_of
from huoshui.display.parts import Empty, Tone
from huoshui.enrolment.models import RegistrationInvitation, RegistrationRequest
from huoshui.enrolment.models.registrations import ENTERPRISE, PROOFS
from huoshui.enrolment.registration_states import CLAIM, LABELS, WAITING
from huoshui.kernel import clock
from huoshui.kernel.paging import Sort
from huoshui.orgs import public as orgs

TONES: dict[str, Tone] = {
    "submitted": "info",
    "resubmitted": "info",
    "returned": "warn",
    "approved": "good",
    "refused": "bad",
    "expired": "neutral",
}
TYPES = ENTERPRISE.field("enterprise_types").codes
OPEN = "open"  # the filter's word for whatever waits


def types_of(row: RegistrationRequest) -> str:
    labels = TYPES.values if TYPES else {}
    return "、".join(labels.get(code, code) for code in row.enterprise_types)


def moment(value: Any) -> str:
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""


def _by_state(rows: Any, value: str) -> Any:
    return rows.filter(state__in=WAITING) if value == OPEN else rows.filter(state=value)


def _handler(row: RegistrationRequest) -> str:
    return "企业账号管理员" if row.org_id else "管理部门"


def _state(labels: dict[str, str]) -> Column:
    return Column("state", "状态", lambda row: labels[row.state], tone=lambda row: TONES[row.state])


REGISTRATIONS = Listing(
    name="registrations",
    title="企业注册申请",
    columns=[
        Column("name", "企业名称", lambda row: row.name, width=32),
        Column("uscc", "统一社会信用代码", lambda row: row.uscc, width=22, phone=False),
        Column("region", "所在地区", lambda row: orgs.place_name(row.region), phone=False),
        Column("enterprise_types", "企业类型", types_of, width=28, phone=False),
        _state(LABELS),
        Column("handler", "办理方", _handler, phone=False),
        Column("proof", "证明方式", lambda row: PROOFS[row.proof], phone=False),
        Column("changed_at", "更新时间", lambda row: moment(row.changed_at), sort="changed_at"),
        Column("submitted_at", "提交时间", lambda row: moment(row.submitted_at), on_page=False),
        Column("decided_at", "办结时间", lambda row: moment(row.decided_at), on_page=False),
    ],
    sorts=[Sort("changed_at", "changed_at", descending=True)],
    filters=[
        Filter("q", "企业名称或代码", contains("name", "uscc"), kind="text"),
        Filter("state", "状态", _by_state, choices=[(OPEN, "待办理"), *LABELS.items()]),
        Filter("proof", "证明方式", equals("proof"), choices=list(PROOFS.items())),
    ],
    row_link=page_of("registration"),
    empty=Empty("没有符合条件的申请", "企业在登录页点“企业注册”提交申请，或凭您发出的邀请直接开户。"),
)

CLAIMS = Listing(
    name="claims",
    title="专利认领申请",
    columns=[
        Column("patent", "认领的专利", lambda row: row.patent_no or row.title, width=32),
        Column("person_name", "申请人", lambda row: row.person_name),
        _state(CLAIM.labels),
        Column(
            "account", "申请方式", lambda row: "已有账号" if row.user_id and not row.decided_at else "", phone=False
        ),
        Column("changed_at", "更新时间", lambda row: moment(row.changed_at), sort="changed_at"),
        Column("submitted_at", "提交时间", lambda row: moment(row.submitted_at), on_page=False),
        Column("decided_at", "办结时间", lambda row: moment(row.decided_at), on_page=False),
    ],
    sorts=[Sort("changed_at", "changed_at", descending=True)],
    filters=[
        Filter("q", "专利或申请人", contains("patent_no", "title", "person_name"), kind="text"),
        Filter("state", "状态", equals("state"), choices=list(CLAIM.labels.items())),
    ],
    row_link=page_of("claim-review"),
    empty=Empty("没有符合条件的认领申请", "还没有账号的发明人在登录页点“认领专利”提交申请。"),
)


def _standing(row: RegistrationInvitation) -> str:
    if row.used_at:
        return "已使用"
    if row.ended_at:
        return "已撤回"
    return "有效" if row.expires_at > clock.now() else "已过期"


INVITATIONS = Listing(
    name="enterprise-invitations",
    title="企业注册邀请",
    columns=[
        Column("name", "企业名称", lambda row: row.name, width=32),
        Column("uscc", "统一社会信用代码", lambda row: row.uscc, width=22, phone=False),
        Column("region", "所在地区", lambda row: orgs.place_name(row.region), phone=False),
        Column("standing", "状态", _standing, tone=lambda row: "good" if _standing(row) == "有效" else "neutral"),
        Column("made_at", "邀请时间", lambda row: moment(row.made_at), sort="made_at", phone=False),
        Column("expires_at", "有效期至", lambda row: moment(row.expires_at)),
    ],
    sorts=[Sort("made_at", "made_at", descending=True)],
    filters=[Filter("q", "企业名称或代码", contains("name", "uscc"), kind="text")],
    row_link=page_of("enterprise-invitation"),
    empty=Empty("还没有邀请过企业"),
)
