"""What the pages of annual fees say: figures that open their list, the year by month, one patent with its ground."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.forms import Form
from django.urls import reverse

from huoshui.accounts import public as accounts
from huoshui.display.chart import Chart, Series
from huoshui.display.parts import Cell, Column, Event, Fact, Figure, Link, PageHead, Row, Step, Table, Tag
from huoshui.fees import queries, rules, working
from huoshui.fees.forms import DropForm, PaidForm, ReductionForm
from huoshui.fees.listings import TONES
from huoshui.fees.models import AnnualFee, FeeMark
from huoshui.fees.rules import PHASES
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import Policy
from huoshui.patents.public import PatentCard
from huoshui_core.reference.fee_calendar import YearFee, if_dropped, months_after

YEAR = 365  # days, as the list of "one year" counts them
FORMULA = "按申请日逐年推算，授权当年的年费在登记时缴纳；金额为年费标准减去已登记的减缴"
SOURCE = "专利法实施细则第一百一十四、一百一十五条；国家知识产权局专利收费标准"


def figures(actor: Actor) -> list[Figure]:
    counts, today = queries.counts(actor), clock.today()
    here = reverse("fees")
    told: dict[str, Any] = {"unit": "件", "source": SOURCE, "as_of": today}
    soon = f"应缴合计 {counts['within_90_yuan']:,} 元"
    found = [
        Figure("30 天内应缴", counts["within_30"], f"{here}?within=30", tone="warn", formula=FORMULA, **told),
        Figure("90 天内应缴", counts["within_90"], f"{here}?within=90", note=soon, formula=FORMULA, **told),
        Figure(
            "滞纳期",
            counts["grace"],
            f"{here}?phase=grace",
            tone="bad",
            formula="应缴日已过，且应缴日之后的来源仍未记载已缴",
            **told,
        ),
        Figure(
            "待核实",
            counts["check"],
            f"{here}?phase=check",
            note="应缴日已过，没有来源说明是否已缴",
            formula="多半已经缴纳，请对照缴费收据标注",
            **told,
        ),
        Figure("有效专利", counts["all"], here, note="列入年费推算", formula=FORMULA, **told),
    ]
    if Policy.may(actor, "fees.read_marks") and counts["to_drop"]:
        found.append(Figure("拟放弃", counts["to_drop"], f"{here}?to_drop=1", tone="warn", **told))
    return found


def desk_figure(actor: Actor) -> Figure:
    return Figure(
        "90 天内应缴年费",
        queries.due_soon(actor),
        f"{reverse('fees')}?within=90",
        "件",
        formula=FORMULA,
        source=SOURCE,
        as_of=clock.today(),
    )


def year_chart(actor: Actor) -> Chart:
    """What the list of one year holds. It begins and ends within a month, and these two bars say so."""
    first, last = clock.today(), clock.today() + timedelta(days=YEAR)
    months = [first.replace(day=1)]
    while (month := months_after(months[-1], 1)) <= last:
        months.append(month)
    found = queries.yuan_by_month(actor, first, last)
    yuan = tuple(float(found.get(month, (0, 0))[1]) for month in months)
    labels = [f"{month:%Y-%m}" for month in months]
    labels[0] += f"（{first.day} 日起）" if first.day > 1 else ""
    labels[-1] += f"（至 {last.day} 日）" if (last + timedelta(days=1)).day > 1 else ""
    fees = sum(n for n, _ in found.values())
    links = [f"{reverse('fees')}?month={month:%Y-%m}" for month in months]
    links[-1] += f"&within={YEAR}"
    return Chart(
        kind="bar",
        title="今后一年应缴年费",
        unit="元",
        categories=tuple(labels),
        series=(Series("应缴年费", yuan),),
        links=tuple(links),
        heading="月份",
        note=f"到 {last:%Y-%m-%d} 合计 {sum(yuan):,.0f} 元，{fees:,} 件；不含滞纳期和待核实的年度",
        source=SOURCE,
        as_of=clock.today(),
    )


def list_context(actor: Actor, form: Form | None) -> dict[str, Any]:
    others = []
    if Policy.may(actor, "fees.calendar"):
        others.append(Step("下载日历文件", reverse("fees-calendar")))
    return {
        "head": PageHead(
            "年费日历",
            subtitle=f"{actor.org_name} · 推算至 {clock.today():%Y-%m-%d} · 推算不等于缴费记录，以登记簿为准",
            others=tuple(others),
        ),
        "figures": figures(actor),
        "chart": year_chart(actor),
        "reduction": _reduction(actor, form) if Policy.may(actor, "fees.set_reduction") else None,
        "may_mark": Policy.may(actor, "fees.mark"),
        "drop_form": DropForm(),
        "sources": rules.fee_sources(),
    }


def _reduction(actor: Actor, form: Form | None) -> dict[str, Any]:
    row = queries.reduction_of(actor.org_id)
    said = "尚未登记，金额按全额推算" if row is None else f"{row.at:%Y-%m-%d} 登记"
    return {"said": said, "form": form or ReductionForm(initial={"years": row.years if row else 0})}


def patent_context(actor: Actor, row: AnnualFee, form: Form | None = None) -> dict[str, Any]:
    told = working.told([row.patent_id])[row.patent_id]
    card = told.card
    marks = queries.marks_of(row.patent_id) if Policy.may(actor, "fees.read_marks") else []
    living = [mark for mark in marks if mark.ended_at is None]
    found = working.worked(told, row.reduced_years)
    may_mark = Policy.may(actor, "fees.mark")
    owed_years = rules.payable_years(found.fees, row.paid_through) if found else []
    return {
        "row": row,
        "head": PageHead(
            f"年费：{card.title}",
            subtitle=f"{row.org_name} · {card.publication_no or card.application_no}",
            trail=(Link("年费日历", reverse("fees")),),
            others=(Step("专利详情", reverse("patent", args=[card.id])),),
        ),
        "tag": _tag(row),
        "facts": facts(row),
        "dropped": _dropped_facts(found),
        "table": _years(found, row) if found else None,
        "marks": _events(marks),
        "paid_form": (form or PaidForm.of(owed_years)) if may_mark and owed_years else None,
        "drop_form": DropForm() if may_mark and row.year and not row.to_drop else None,
        "living": living if may_mark else (),
        "sources": rules.fee_sources(),
    }


def owed(row: AnnualFee) -> Sequence[YearFee]:
    """The years that a person may say are paid."""
    found = working.worked(working.told([row.patent_id])[row.patent_id], row.reduced_years)
    return rules.payable_years(found.fees, row.paid_through) if found else []


def _tag(row: AnnualFee) -> Tag:
    return Tag(PHASES[row.phase], TONES[row.phase])


def facts(row: AnnualFee) -> tuple[Fact, ...]:
    """The next fee with its ground, as a patent's own page and the calendar's page show it."""
    ground = rules.EXPLAINED[row.basis]
    said = f"{rules.BASES[row.basis]}" + (f"（{row.said_on:%Y-%m-%d}）" if row.said_on else "")
    if not row.year:
        due = [Fact("下一次年费", "无需再缴", "local", "期限内的年度都已缴纳或推定已缴纳")]
    else:
        due = [
            Fact("下一次年费", f"第 {row.year} 年度", "local", rules.EXPLAINED[row.basis]),
            Fact("应缴日（最后一天）", row.next_on, "local", "申请日在该年的相应日；遇节假日顺延，系统未计"),
            Fact("补缴期届满日", row.grace_until, "official", "专利法实施细则第一百一十五条：六个月"),
            Fact("应缴金额", _amount(row), "official", SOURCE),
        ]
    if row.late_fee_yuan:
        due.append(Fact("今天补缴另加滞纳金", f"{row.late_fee_yuan:,} 元", "assumed", "首月不收滞纳金是推定的"))
    if row.unverified:
        due.append(Fact("缴费情况不明", rules.years_text(row.unverified), "local", "补缴期已过，没有来源说明是否已缴"))
    due += [
        Fact("到期前还需缴纳", f"{row.cost_to_expiry_yuan:,} 元", "local", "未缴各年度应缴金额之和，不含滞纳金"),
        Fact("已缴至", f"第 {row.paid_through} 年度", "local", ground),
        Fact("依据", said, "local", ground),
    ]
    return tuple(due)


def _amount(row: AnnualFee) -> str:
    if row.amount_yuan == row.full_yuan:
        return f"{row.amount_yuan:,} 元"
    return f"{row.amount_yuan:,} 元（全额 {row.full_yuan:,} 元，按单位登记的减缴推算）"


def _dropped_facts(found: rules.Worked | None) -> tuple[Fact, ...]:
    dropped = if_dropped(found.standing) if found else None
    if dropped is None:
        return ()
    return (
        Fact(
            "权利终止于", dropped.ends_as_from, "official", "专利法实施细则第一百一十五条：自应当缴纳年费期满之日起终止"
        ),
        Fact("最后可补缴日", dropped.last_day, "official", "专利法实施细则第一百一十五条"),
        Fact("不再支出", f"{dropped.saved:,} 元", "local", "未缴各年度应缴金额之和"),
    )


def _years(found: rules.Worked, row: AnnualFee) -> Table:
    stands = found.standing
    lines = [
        Row(
            (
                Cell(f"第 {fee.year} 年度"),
                Cell(fee.due_on),
                Cell(fee.grace_until),
                Cell(fee.amount, note="" if fee.amount == fee.full else f"全额 {fee.full}"),
                Cell(tag=_year_tag(fee.year, stands, row.basis)),
            )
        )
        for fee in found.fees
    ]
    columns = (
        Column("年度"),
        Column("应缴日"),
        Column("补缴期届满日", phone=False),
        Column("应缴（元）", number=True),
        Column("状态"),
    )
    return Table(columns, tuple(lines), caption="授权当年以后的各年度")


def _year_tag(year: int, stands: Any, basis: str) -> Tag:
    if year <= stands.paid_through:
        return Tag("推定已缴" if basis == "implied" else "已缴", "good")
    if year in stands.unverified:
        return Tag("情况不明", "warn")
    if stands.next is not None and year == stands.next.year:
        return Tag(PHASES[stands.phase], TONES[stands.phase])
    return Tag("未到期", "neutral")


def _events(marks: list[FeeMark]) -> list[Event]:
    people = accounts.people({mark.by for mark in marks if mark.by})
    return [
        Event(
            mark.at,
            f"第 {mark.year} 年度已缴（{mark.paid_on:%Y-%m-%d}）" if mark.mark == "paid" else "拟放弃",
            people[mark.by].name if mark.by in people else "",
            (mark.reason + (f"　{mark.ended_at:%Y-%m-%d} 撤回" if mark.ended_at else "")).strip(),
            "neutral" if mark.ended_at else "good" if mark.mark == "paid" else "warn",
        )
        for mark in marks
    ]


def section(actor: Actor, card: PatentCard) -> dict[str, Any] | None:
    """For the page of the patent; nothing where nothing is worked out."""
    row = queries.fees_in_view(actor).filter(patent_id=card.id).first()
    if row is None:
        return None
    return {
        "facts": facts(row)[:4] if row.year else facts(row)[:1],
        "tag": _tag(row),
        "to_drop": row.to_drop and Policy.may(actor, "fees.read_marks"),
        "url": reverse("fees-patent", args=[card.id]),
        "today": clock.today(),
    }
