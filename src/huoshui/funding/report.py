"""The annual report of an institution as a workbook. Its layout is ours: none has been published."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

from huoshui.funding import details, queries, rules
from huoshui.funding.models import Declaration
from huoshui.funding.rules import CLOCKS, IMPLEMENTATION, NO_CLOCK
from huoshui.kernel.actor import Actor
from huoshui.patents import public as patents
from huoshui_core.standards import load
from huoshui_core.standards.writing import Cell, Column, Sheet, write_workbook

BATCH = 500
COLUMNS = (
    Column("专利名称", 44),
    Column("公开（公告）号", 18),
    Column("专利号/申请号", 20),
    Column("申请日", 12),
    Column("授权公告日", 12),
    Column("法律状态", 14),
    Column("状态日期", 12),
    Column("保护期限届满日", 14),
    Column("资助项目", 60),
    Column("声明日期", 12),
    Column("实施状态", 12),
    Column("实施状态日期", 14),
    Column("满五年日", 12),
    Column("五年期限", 20),
    Column("未实施的理由", 60),
)


def workbook(actor: Actor, *, year: int, today: date, demonstration: bool) -> bytes:
    """`year` names what is reported on: states are those of its last day, or of today while it runs."""
    as_of = min(date(year, 12, 31), today)
    buffer = BytesIO()
    sheets = [
        Sheet("说明", (Column("项目", 16), Column("内容", 100)), _notes(actor, year, as_of)),
        Sheet(f"{year} 年度", COLUMNS, _rows(actor, as_of)),
    ]
    write_workbook(buffer, sheets, demonstration=demonstration)
    return buffer.getvalue()


def _notes(actor: Actor, year: int, as_of: date) -> Iterator[list[Cell]]:
    yield ["报告", f"{year} 年度财政资助科研项目形成专利的实施和保护情况"]
    yield ["单位", actor.org_name]
    yield ["截至", as_of]
    yield ["格式", "本地格式：主管部门没有公布统一的报告格式，栏目由本系统所定；报送时以项目管理机构的要求为准"]
    yield ["依据", rules.CLOCK_SOURCE]
    yield ["理由", rules.REASON_NOTE]
    yield [
        "实施状态",
        "取自单位盘点档案；法律状态取自基础库所载来源，以登记簿为准；两者是导出时的情况，五年期限按截至日推算",
    ]


def _rows(actor: Actor, as_of: date) -> Iterator[list[Cell]]:
    after = 0
    while True:
        found = queries.funded_after(actor, after, BATCH)
        if not found:
            return
        ids = [row.pk for row in found]
        cards = patents.cards([row.patent_id for row in found])
        projects, reasons = queries.projects_of(ids), queries.reasons_of(ids)
        for row in found:
            told = ["；".join(filter(None, details.project_words(one).values())) for one in projects.get(row.pk, [])]
            why = [f"{one.at:%Y-%m-%d} {one.text}" for one in reasons.get(row.pk, []) if one.ended_at is None]
            yield _line(row, cards[row.patent_id], "\n".join(told), "\n".join(why), as_of)
        after = ids[-1]


def _line(row: Declaration, card: patents.PatentCard, projects: str, reasons: str, as_of: date) -> list[Cell]:
    status = load("patent").field("legal_status").codes
    return [
        card.title,
        card.publication_no,
        card.application_no,
        card.filing_date,
        card.grant_date,
        status.values.get(card.legal_status, "未知") if status else "",
        card.as_of,
        card.expires_on,
        projects,
        row.declared_on,
        IMPLEMENTATION[row.implementation],
        row.implementation_on,
        None if row.clock_ends_on == NO_CLOCK else row.clock_ends_on,
        CLOCKS[queries.clock_of(row, as_of)],
        reasons,
    ]
