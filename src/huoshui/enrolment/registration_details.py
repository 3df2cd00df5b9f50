"""What the pages of registration say: the receipt, and the review with what the directory knows beside it."""

from typing import Any

from django.urls import reverse

from huoshui.accounts import public as accounts
from huoshui.display.parts import Event, Fact, Link, PageHead, Step, Tag
from huoshui.enrolment import registration_admission as admission
from huoshui.enrolment import registration_queries as queries
from huoshui.enrolment import registration_rules as rules
from huoshui.enrolment.models import RegistrationInvitation, RegistrationRequest
from huoshui.enrolment.models.registrations import ENTERPRISE, PROOFS
from huoshui.enrolment.registration_decisions import is_theirs
from huoshui.enrolment.registration_listings import TONES, moment, types_of
from huoshui.enrolment.registration_states import APPROVED, EXPIRED, LABELS, REFUSED, RETURNED, WAITING
from huoshui.enterprises import public as enterprises
from huoshui.kernel.actor import Actor
from huoshui.orgs import public as orgs

SIMILAR = 6
NEXT = {
    RETURNED: "请按审核意见补正后重新提交",
    REFUSED: "申请未通过；如有异议，请与所在地知识产权管理部门联系",
    EXPIRED: "申请已过期，如仍需要请重新提交",
}
WAIT = "请保存回执编号，过几个工作日再来查看；审核由所在地知识产权管理部门或贵单位的账号管理员办理"


def label(name: str) -> str:
    return ENTERPRISE.field(name).label


def receipt_context(actor: Actor, request: RegistrationRequest, receipt: str) -> dict[str, Any]:
    document = Fact(
        "证明材料",
        "查看已提交的材料" if queries.has_evidence(actor, request) else "无",
        url=reverse("register-evidence", args=[receipt]) if queries.has_evidence(actor, request) else "",
    )
    return {
        "head": PageHead("企业注册申请", why=_next_step(request), step=_step(request)),
        "receipt": receipt,
        "tag": Tag(LABELS[request.state], TONES[request.state]),
        "row": request,
        "facts": [
            Fact(label("name"), request.name, wide=True),
            Fact(label("uscc"), request.uscc),
            Fact("所在地区", orgs.place_name(request.region)),
            Fact("提交时间", moment(request.submitted_at)),
            document,
        ],
        "is_returned": request.state == RETURNED,
    }


def _next_step(request: RegistrationRequest) -> str:
    if request.state != APPROVED:
        return NEXT.get(request.state, WAIT)
    if not request.username:
        return "已开通企业身份，请登录后在“我的账号”中切换"
    return f"账号已开通，用户名为 {request.username}，密码是您提交申请时设置的密码"


def _step(request: RegistrationRequest) -> Step | None:
    if request.state == APPROVED:
        return Step("去登录", reverse("sign-in"))
    return Step("重新申请", reverse("register")) if request.state == EXPIRED else None


def review_context(actor: Actor, request: RegistrationRequest) -> dict[str, Any]:
    found = admission.known(request.uscc, request.name)
    mine = is_theirs(actor, request)
    return {
        "row": request,
        "head": PageHead(
            request.name,
            subtitle=f"{LABELS[request.state]} · {PROOFS[request.proof]}",
            trail=(Link("企业注册申请", reverse("registrations")),),
            why=_review_step(request, found, mine=mine),
        ),
        "stated": _stated(request),
        "known": _known(request, found),
        "obstacle": found.obstacle,
        "similar": [] if found.card else _similar(request),
        "others": [
            Event(one.submitted_at, one.name, text=LABELS[one.state], url=reverse("registration", args=[one.pk]))
            for one in queries.others_for(request)
        ],
        "evidence": queries.evidence_of(request),
        "is_open": request.state in WAITING and mine,
    }


def _review_step(request: RegistrationRequest, found: admission.Known, *, mine: bool) -> str:
    if request.state not in WAITING:
        return ""
    if not mine:
        return f"该企业已有账号管理员，由其先行办理；{rules.TAKEN_OVER_DAYS} 天未办理的可由您代为办理"
    if found.obstacle:
        return "先与申请人核对，必要时退回补正"
    if request.org_id:
        return "核对申请人是否贵单位人员，通过后即可登录"
    return "核对名称、代码和证明材料，通过后即开户，首位人员成为该企业的账号管理员"


def _stated(request: RegistrationRequest) -> list[Fact]:
    return [
        Fact(label("uscc"), request.uscc),
        Fact(label("name"), request.name),
        Fact("所在地区", orgs.place_name(request.region)),
        Fact(label("enterprise_types"), types_of(request)),
        Fact("联系人", request.person_name),
        Fact("联系电话", request.phone or "已清除"),
        Fact("提交时间", moment(request.submitted_at)),
        Fact("个人信息告知", f"{request.notice_version} 版，{moment(request.consented_at)} 同意"),
    ]


def _known(request: RegistrationRequest, found: admission.Known) -> list[Fact]:
    """Beside what is stated, in the same order."""
    if found.card is None:
        return [Fact("单位名录", "没有这个代码，也没有同名企业；通过后新开")]
    card = found.card
    profile = enterprises.cards([card.id]).get(card.id)
    labels = ENTERPRISE.field("enterprise_types").codes
    return [
        Fact(label("uscc"), orgs.credit_codes([card.id]).get(card.id) or "未登记，通过后补登"),
        Fact(label("name"), card.name),
        Fact("所在地区", orgs.place_name(card.region)),
        Fact(
            label("enterprise_types"),
            [labels.values.get(code, code) for code in profile.enterprise_types] if profile and labels else "",
        ),
        Fact("企业画像", f"已有，专利文献 {profile.n_publications} 件，供需匹配正在使用" if profile else "没有"),
        Fact("账号管理员", "已有" if found.has_manager else "没有"),
    ]


def _similar(request: RegistrationRequest) -> list[orgs.OrganisationCard]:
    found: list[orgs.OrganisationCard] = orgs.like("enterprise", [rules.core_of_name(request.name)], most=SIMILAR)
    return found


def invitation_facts(row: RegistrationInvitation) -> list[Fact]:
    maker = accounts.people({row.made_by}).get(row.made_by)
    return [
        Fact(label("uscc"), row.uscc),
        Fact("所在地区", orgs.place_name(row.region)),
        Fact("邀请人", maker.name if maker else ""),
        Fact("邀请时间", moment(row.made_at)),
        Fact("有效期至", moment(row.expires_at)),
        Fact("使用时间", moment(row.used_at)),
        Fact("撤回时间", moment(row.ended_at)),
    ]
