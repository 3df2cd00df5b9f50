"""The home page of each role: the one next step, the numbers behind it, what moved."""

from typing import Any

from django.urls import reverse

from huoshui.curation import public as curation
from huoshui.display.parts import Figure, PageHead, Step
from huoshui.enrolment import public as enrolment
from huoshui.fees import public as fees
from huoshui.inventory import public as inventory
from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import Policy
from huoshui.matching import public as matching
from huoshui.monitoring import public as monitoring
from huoshui.patents import public as patents
from huoshui.security import public as security
from huoshui.watches import public as watches


def desk_for(actor: Actor) -> dict[str, Any]:
    for role, desk in DESKS.items():
        if role in actor.roles:
            facts = desk(actor)
            return facts | {"figures": [*facts.get("figures", ()), *_news(actor)]}
    step = Step("看公开目录", reverse("catalogue"))
    return {"head": PageHead(f"您好，{actor.name}", why="浏览各单位公布的可转化专利", step=step), "figures": []}


def _inventory(state: str = "") -> str:
    return reverse("dossiers") + (f"?state={state}" if state else "")


def _office(actor: Actor) -> dict[str, Any]:
    counts = inventory.counts_by_state(actor)
    waiting, total = counts["school_review"], sum(counts.values())
    if not patents.count(actor):
        why, step = "先把本单位的专利导入基础库，系统会自动预填盘点档案", Step("导入专利", reverse("patents-import"))
    elif waiting:
        why, step = f"{waiting} 件已盘点的专利待单位审核", Step("去审核", _inventory("school_review"))
    elif rolling := inventory.rolling_waiting(actor):
        why = f"新授权 {rolling} 件待建档（动态盘点）"
        step = Step("看新授权", f"{_inventory('unopened')}&batch=rolling")
    elif counts["unopened"]:
        why, step = f"{counts['unopened']} 件专利还没有人盘点", Step("看清单", _inventory("unopened"))
    else:
        why, step = "看看哪些企业与本单位专利匹配", Step("匹配结果", reverse("matches"))
    figures = [
        Figure("应盘点", total, _inventory(), "件"),
        Figure("已盘点", counts["accepted"], _inventory("accepted"), "件", _rate(counts["accepted"], total), "good"),
        Figure("待单位审核", waiting, _inventory("school_review"), "件", tone="info"),
        *_rolling(actor),
        Figure("专利与企业匹配", matching.candidates(actor), reverse("matches"), "对"),
        fees.desk_figure(actor),
        *curation.desk_figures(actor),
        *_claims(actor),
        *security.break_glass_notice(actor),
    ]
    return {
        "head": PageHead(actor.org_name, why=why, step=step),
        "figures": figures,
        "table": matching.best_table(actor),
    }


def _secretary(actor: Actor) -> dict[str, Any]:
    counts = inventory.counts_by_state(actor)
    waiting = counts["college_review"]
    step = Step("去初审", _inventory("college_review")) if waiting else Step("看清单", _inventory("unopened"))
    why = f"{waiting} 件待您初审" if waiting else f"{counts['unopened']} 件还没有人盘点"
    figures = [
        Figure(label, counts[state], _inventory(state), "件")
        for state, label in inventory.STATE_LABELS.items()
        if state in {"unopened", "college_review", "school_review", "accepted"}
    ]
    figures += _claims(actor)
    table = inventory.waiting_table(actor)
    return {"head": PageHead(actor.org_name, why=why, step=step), "figures": figures, "table": table}


def _inventor(actor: Actor) -> dict[str, Any]:
    counts = inventory.counts_by_state(actor)
    waiting = sum(counts[one] for one in ("unopened", "draft", "college_returned", "school_returned"))
    if waiting:
        why, step = f"您有 {waiting} 件专利待确认，内容已预填，每件约两分钟", Step("开始", reverse("dossier-next"))
    else:
        why, step = "您的专利都已盘点，看看哪些企业与之匹配", Step("匹配结果", reverse("matches"))
    figures = [
        Figure("我的专利", sum(counts.values()), _inventory(), "件"),
        Figure("已盘点", counts["accepted"], _inventory("accepted"), "件", tone="good"),
    ]
    head = PageHead(f"{actor.name}，您好", subtitle=actor.org_name, why=why, step=step)
    return {"head": head, "figures": figures, "table": inventory.waiting_table(actor)}


def _enterprise(actor: Actor) -> dict[str, Any]:
    found = matching.recommendations_waiting(actor)
    if found:
        why, step = f"{found} 件可转化专利与贵企业匹配，先看前五件", Step("看推荐", reverse("matches"))
    else:
        why, step = "填写经营范围和技术需求，系统据此推荐专利", Step("完善企业画像", reverse("enterprise-own"))
    figures = [Figure("推荐专利", found, reverse("matches"), "件"), *_registrations(actor)]
    return {
        "head": PageHead(actor.org_name, why=why, step=step),
        "figures": figures,
        "table": matching.best_table(actor),
    }


def _department(actor: Actor) -> dict[str, Any]:
    progress = monitoring.summary(actor)
    behind = progress.behind
    why = f"{behind} 家单位盘点率低于 30%" if behind else "辖区各单位进展正常"
    figures = [
        Figure(one.label, one.value, one.url, one.unit, one.note, formula=one.formula) for one in progress.indicators
    ]
    figures += curation.desk_figures(actor)
    figures += _registrations(actor)
    head = PageHead(actor.org_name, why=why, step=Step("看进展", reverse("progress")))
    return {"head": head, "figures": figures, "table": monitoring.behind_table(actor)}


def _agent(actor: Actor) -> dict[str, Any]:
    """An agency's person in the institution that entrusted it."""
    counts = inventory.counts_by_state(actor)
    why = f"受托为{actor.org_name}整理专利：{counts['unopened']} 件还没有人盘点"
    head = PageHead(actor.org_name, "受托办理", why=why, step=Step("看清单", _inventory("unopened")))
    figures = [
        Figure("还没有人盘点", counts["unopened"], _inventory("unopened"), "件"),
        Figure("草稿", counts["draft"], _inventory("draft"), "件"),
    ]
    return {"head": head, "figures": figures, "table": inventory.waiting_table(actor)}


def _rolling(actor: Actor) -> list[Figure]:
    """动态盘点: later grants, which roll in with each load."""
    waiting, first = inventory.rolling_waiting(actor), inventory.first_waiting(actor)
    opened = f"{_inventory('unopened')}&"
    figures = (
        [Figure("新授权待建档（动态盘点）", waiting, f"{opened}batch=rolling", "件", tone="warn")] if waiting else []
    )
    return figures + ([Figure("优先未建档", first, f"{opened}priority=1", "件", tone="warn")] if first else [])


def _claims(actor: Actor) -> list[Figure]:
    """Empty on the days when nobody claims anything."""
    waiting = enrolment.claims_waiting(actor)
    return [Figure("待办理的专利认领", waiting, reverse("claims"), "件", tone="info")] if waiting else []


def _registrations(actor: Actor) -> list[Figure]:
    if not Policy.may(actor, "enrolment.review_registrations"):
        return []
    waiting = enrolment.registrations_waiting(actor)
    return [Figure("待办理的企业注册", waiting, reverse("registrations"), "件", tone="info")] if waiting else []


def _news(actor: Actor) -> list[Figure]:
    """Of searches that the person keeps; nothing on the days without news."""
    waiting = watches.news(actor)
    return [Figure("检索订阅新结果", waiting, reverse("watches"), "件", tone="info")] if waiting else []


def _rate(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.1f}%" if whole else ""


DESKS = {
    "office": _office,
    "secretary": _secretary,
    "inventor": _inventor,
    "enterprise": _enterprise,
    "bureau": _department,
    "line": _department,
    "national": _department,
    "agent": _agent,
    "system_admin": security.desk_facts,
    "security_admin": security.desk_facts,
    "audit_admin": security.desk_facts,
}
