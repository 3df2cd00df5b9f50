"""What the pages of claims say: the receipt, and the review with what the base library knows beside it."""

from typing import Any

from django.urls import reverse

from huoshui.accounts import public as accounts
from huoshui.display.parts import Event, Fact, Link, PageHead, Step, Tag
from huoshui.enrolment import claim_queries as queries
from huoshui.enrolment.models import Claim
from huoshui.enrolment.registration_listings import TONES, moment
from huoshui.enrolment.registration_states import APPROVED, CLAIM, EXPIRED, REFUSED, WAITING
from huoshui.kernel.actor import Actor
from huoshui.orgs import public as orgs

NEXT = {
    REFUSED: "申请未获确认；如有异议，请与单位的科研管理部门联系",
    EXPIRED: "申请已过期，如仍需要请重新提交",
}
WAIT = "请保存回执编号，过几个工作日再来查看；由单位的科研管理部门或专利所在院系确认"


def receipt_context(claim: Claim, receipt: str) -> dict[str, Any]:
    institution = orgs.card(claim.org_id)
    step = Step("去登录", reverse("sign-in")) if claim.state == APPROVED else None
    return {
        "head": PageHead("专利认领申请", why=_next_step(claim), step=step),
        "receipt": receipt,
        "tag": Tag(CLAIM.labels[claim.state], TONES[claim.state]),
        "row": claim,
        "facts": [
            Fact("单位", institution.name if institution else "", wide=True),
            Fact("专利", claim.patent_no or claim.title, wide=True),
            Fact("提交时间", moment(claim.submitted_at)),
        ],
    }


def _next_step(claim: Claim) -> str:
    if claim.state != APPROVED:
        return NEXT.get(claim.state, WAIT)
    if not claim.username:
        return "已确认，请用您原有的账号登录查看"
    return f"账号已开通，用户名为 {claim.username}，密码是您提交申请时设置的密码"


def review_context(actor: Actor, claim: Claim) -> dict[str, Any]:
    named = queries.patents_named(claim)
    people = queries.homonyms(claim)
    usernames = accounts.people({one.user_id for one in people})
    return {
        "row": claim,
        "head": PageHead(
            claim.patent_no or claim.title,
            subtitle=f"{CLAIM.labels[claim.state]} · 申请人 {claim.person_name}",
            trail=(Link("专利认领申请", reverse("claims")),),
            why=_review_step(claim, named),
        ),
        "stated": _stated(claim),
        "named": [_patent(one) for one in named],
        "choices": [(one.card.id, f"{one.card.publication_no} {one.card.title}") for one in named],
        "people": [
            (one.user_id, f"{one.name}（{usernames[one.user_id].username}，{_college(one)}）") for one in people
        ],
        "places": [(one.id, one.name) for one in queries.places_for(actor, claim)],
        "others": [
            Event(
                one.submitted_at,
                one.person_name,
                text=CLAIM.labels[one.state],
                url=reverse("claim-review", args=[one.pk]),
            )
            for one in queries.other_claims(claim)
        ],
        "has_account": bool(claim.user_id),
        "is_open": claim.state in WAITING,
    }


def _review_step(claim: Claim, named: list[queries.Named]) -> str:
    if claim.state not in WAITING:
        return ""
    if not named:
        return "基础库里没有这件专利，请核对号码或名称；确认是本单位人员的也可以先开户"
    if any(one.is_inventor for one in named):
        return "姓名在发明人名单中，核实本人身份后即可确认"
    return "姓名不在发明人名单中，请先与申请人核实"


def _stated(claim: Claim) -> list[Fact]:
    return [
        Fact("专利号", claim.patent_no),
        Fact("专利名称", claim.title),
        Fact("申请人", claim.person_name),
        Fact("联系电话", claim.phone or "已清除"),
        Fact("申请方式", "登录后提交" if claim.user_id and not claim.decided_at else "未登录提交"),
        Fact("提交时间", moment(claim.submitted_at)),
        Fact("个人信息告知", f"{claim.notice_version} 版，{moment(claim.consented_at)} 同意"),
    ]


def _patent(one: queries.Named) -> list[Fact]:
    card = one.card
    return [
        Fact("专利", card.title, url=reverse("patent", args=[card.id]), wide=True),
        Fact("公开（公告）号", card.publication_no),
        Fact("申请号", card.application_no),
        Fact("发明人", card.inventors),
        Fact("姓名在发明人名单中", one.is_inventor),
    ]


def _college(person: accounts.InventorCard) -> str:
    card = orgs.card(person.college_id) if person.college_id else None
    return card.name if card else "本单位"
