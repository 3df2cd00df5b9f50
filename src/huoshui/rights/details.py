"""What pages say of a right: its facts, its owners, how it may be offered, what happened."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse

from huoshui.display.parts import Cell, Column, Fact, Row, Table, Tag, Tone
from huoshui.kernel.actor import Actor
from huoshui.patents.public import PatentCard
from huoshui.rights import pairs
from huoshui.rights.folded import Folded, folded
from huoshui.rights.models import LegalEvent
from huoshui_core.rights import LABELS, LICENCES, MODES, STATUSES, Burden, Reason, Right

STATUS_TONES: dict[str, Tone] = {"in_force": "good", "pending": "info", "unknown": "neutral"}
BURDENS = {"pledge": "质押", "preservation": "保全", "licence": "许可", "open_licence": "开放许可"}
HOW = {"same_day": "同日申请的发明与实用新型", "family": "同族专利"}


def section_context(actor: Actor, card: PatentCard) -> dict[str, Any] | None:
    """The section on the page of a patent."""
    one = folded([card.id]).get(card.id)
    if one is None:
        return None
    right = one.right
    stated = any(event.kind == "superseded" for event in one.events)
    return {
        "tag": Tag(STATUSES[right.status], STATUS_TONES.get(right.status, "bad")),
        "note": _note(one),
        "doubts": [f"{doubt.text}（{doubt.day}）" if doubt.day else doubt.text for doubt in right.doubts],
        "facts": right_facts(right),
        "offers": offers_table(one),
        "owners": owners_table(right),
        "burdens": burdens_table(right.burdens),
        "related": related_table(pairs.related_to(one.facts, is_stated=stated)),
        "events": events_table(one.events),
    }


def _note(one: Folded) -> str:
    if one.events:
        return f"由 {len(one.events)} 条法律事件和缴费记录推算，数据截至 {one.right.as_of}；以专利登记簿为准。"
    if one.right.status == "unknown":
        return "还没有导入这件专利的法律事件，来源也未说明法律状态；以专利登记簿为准。"
    return f"还没有导入这件专利的法律事件，按来源所述和保护期限推算，数据截至 {one.right.as_of}；以专利登记簿为准。"


def right_facts(right: Right) -> tuple[Fact, ...]:
    told: list[tuple[str, object]] = [
        ("状态起算日", right.since),
        ("保护期限届满日", right.expires_on),
        ("授权公告日", right.granted_on),
        ("权利恢复日", right.restored_on),
        ("年费已知缴至", f"第 {right.paid_through_year} 年度" if right.paid_through_year else None),
        ("应缴未缴", _owed(right)),
        ("部分无效", "有部分无效决定，以审查决定为准" if right.is_limited else None),
        ("自始无效", "宣告全部无效，视为自始即不存在（专利法第四十七条）" if right.is_void else None),
    ]
    return tuple(Fact(label, value) for label, value in told if value)


def _owed(right: Right) -> str:
    owed = right.owed
    return f"第 {owed.year} 年度，应于 {owed.due_on} 前缴纳，滞纳期至 {owed.grace_ends_on}" if owed else ""


def offers_table(one: Folded) -> Table:
    rows = tuple(Row((Cell(label), *_answer(one.offers[mode]))) for mode, label in MODES.items())
    return Table((Column("方式"), Column("能否提供"), Column("原因和依据")), rows)


def _answer(reasons: tuple[Reason, ...]) -> tuple[Cell, Cell]:
    if not reasons:
        return Cell("可以", tag=Tag("可以", "good")), Cell("")
    tag = Tag("不可以", "bad") if any(one.bars for one in reasons) else Tag("有条件", "warn")
    return Cell(tag.label, tag=tag), Cell("；".join(map(said, reasons)))


def said(reason: Reason) -> str:
    remedy = f"，须{reason.remedy}" if reason.remedy else ""
    return f"{reason.text}{remedy}〔{reason.article}〕"


def owners_table(right: Right) -> Table:
    rows = tuple(Row((Cell(one.name), Cell(share_text(one.share)), Cell(one.since or "—"))) for one in right.owners)
    return Table((Column("权利人"), Column("份额"), Column("自")), rows)


def share_text(share: Fraction | None) -> str:
    if share is None:
        return "未载明"
    percent = share * 100
    return f"{percent.numerator}%" if percent.denominator == 1 else f"{float(percent):.2f}%"


def burdens_table(burdens: Iterable[Burden]) -> Table | None:
    rows = tuple(
        Row((Cell(_burden(one)), Cell(one.party or "—"), Cell(one.filing_no or "—"), Cell(_span(one))))
        for one in burdens
    )
    columns = (Column("负担"), Column("相对人"), Column("备案（登记）号", phone=False), Column("期间"))
    return Table(columns, rows) if rows else None


def _burden(one: Burden) -> str:
    return LICENCES.get(one.licence, BURDENS[one.kind]) if one.kind == "licence" else BURDENS[one.kind]


def _span(one: Burden) -> str:
    return f"{one.since or '来源所述'} 至 {one.until or '未载明'}"


def related_table(related: Iterable[pairs.Related]) -> Table | None:
    rows = tuple(
        Row(
            (
                Cell(one.patent.title, note=one.patent.application_no or one.patent.publication_no),
                Cell(HOW[one.how]),
                Cell("已载明" if one.is_stated else "待核对", tag=Tag(*_certainty(one.is_stated))),
            ),
            reverse("patent", args=[one.patent.id]),
        )
        for one in related
    )
    return Table((Column("专利"), Column("关系"), Column("依据")), rows) if rows else None


def _certainty(is_stated: bool) -> tuple[str, Tone]:
    return ("已载明", "good") if is_stated else ("系统推测，待核对", "warn")


def events_table(events: Iterable[LegalEvent]) -> Table | None:
    rows = tuple(
        Row(
            (
                Cell(day_of(event)),
                Cell(event_label(event), note=event.code),
                Cell(what_changed(event)),
                Cell(event.source, note=f"截至 {event.as_of}"),
            )
        )
        for event in events
    )
    columns = (Column("日期"), Column("事件"), Column("内容"), Column("来源"))
    return Table(columns, rows) if rows else None


def day_of(event: LegalEvent) -> str:
    announced: date | None = event.announced_on
    if announced and announced != event.happened_on:
        return f"{event.happened_on}（公告 {announced}）"
    return str(event.happened_on)


def event_label(event: LegalEvent) -> str:
    label = LABELS.get(event.kind, event.kind)
    return f"{label}（第 {event.year} 年度）" if event.year else label


def what_changed(event: LegalEvent) -> str:
    """Before → after, the other party, number and last day; else the words of the announcement."""
    facts = event.facts
    told = [
        " → ".join(filter(None, (event.before, event.after))),
        event.party if event.party not in {event.before, event.after} else "",
        LICENCES.get(facts.get("licence", ""), "") if facts.get("licence") else "",
        f"份额 {share_text(Fraction(facts['share']))}" if facts.get("share") else "",
        event.filing_no,
        f"至 {facts['until']}" if facts.get("until") else "",
        f"{facts['amount_yuan']} 元" if facts.get("amount_yuan") else "",
        f"滞纳金 {facts['late_fee_yuan']} 元" if facts.get("late_fee_yuan") else "",
    ]
    return "；".join(filter(None, told)) or str(facts.get("detail", ""))[:120]
