"""Invented sample data for the style guide: every page part once, in the states that matter."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string

from huoshui.display.chart import Chart, Series
from huoshui.display.filters import Filter, filter_bar
from huoshui.display.parts import (
    Cell,
    Column,
    Empty,
    Event,
    Fact,
    Figure,
    FilterBar,
    Link,
    MatchCard,
    MatchPart,
    PageHead,
    Pager,
    ProblemKind,
    Problems,
    Progress,
    Row,
    RowProblem,
    Step,
    Suggestion,
    Table,
    Tag,
)
from huoshui.display.query import sortable
from huoshui_core.reference import industries

HERE = "#"
KINDS = (("", "全部类型"), ("invention", "发明"), ("utility", "实用新型"), ("design", "外观设计"))
MATURITY = (
    (1, "报告级"),
    (2, "方案级"),
    (3, "功能级"),
    (4, "仿真级"),
    (5, "初样级"),
    (6, "正样级"),
    (7, "环境级"),
    (8, "产品级"),
    (9, "系统级"),
)


FILTERS = (
    Filter("q", "检索", kind="text"),
    Filter("kind", "专利类型", choices=KINDS, whole=""),
    Filter("since", "授权不早于", kind="date"),
)


class SampleDossier(forms.Form):
    willingness = forms.MultipleChoiceField(
        label="转化意愿",
        choices=(
            ("assignment", "转让"),
            ("licence", "许可"),
            ("open", "开放许可"),
            ("equity", "作价入股"),
            ("own", "自行实施"),
        ),
        widget=forms.CheckboxSelectMultiple,
        help_text="可多选。",
    )
    industries = forms.MultipleChoiceField(
        label="产业领域",
        choices=[(one.code, f"{one.code} {one.name}") for one in industries("division")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    maturity = forms.TypedChoiceField(label="技术成熟度", choices=MATURITY, coerce=int, widget=forms.RadioSelect)
    self_grade = forms.TypedChoiceField(
        label="专利自评",
        choices=((1, "一星"), (2, "二星"), (3, "三星"), (4, "四星"), (5, "五星")),
        coerce=int,
        widget=forms.RadioSelect,
    )
    scene = forms.CharField(
        label="应用场景", widget=forms.Textarea(attrs={"rows": 3}), help_text="谁会用、用在哪里，一两句话即可。"
    )
    contact_phone = forms.CharField(label="联系电话", max_length=20)
    fiscal = forms.BooleanField(label="属于财政资助科研项目形成的专利", required=False)


def sample_context() -> dict[str, Any]:
    """Everything `styleguide.html` shows. Pure: the same each time."""
    return {
        "demonstration": True,
        "as_of": date(2026, 6, 30),
        "navigation": render_to_string("parts/navigation.html", {"navigation": _places()}),
        "signed_in": {
            "person": "林知远",
            "organisation": "云岭理工大学",
            "role": "学校管理员",
            "own": [{"label": "账号安全", "url": HERE}, {"label": "个人信息", "url": HERE}],
            "notices": 1,
            "security_url": HERE,
            "sign_out_url": HERE,
        },
        "head": _head(),
        "figures": _figures(),
        "bar": _bar(),
        "table": _table(),
        "nothing": _nothing(),
        "tags": tuple(Tag(label, tone) for label, tone in _TONES),
        "events": _events(),
        "problems": _problems(),
        "facts": _facts(),
        "works": _works(),
        "charts": _charts(),
        "form": _form(),
        "suggestions": _suggestions(),
        "matches": _matches(),
    }


_TONES: Any = (
    ("未建档", "neutral"),
    ("待学院审核", "info"),
    ("退回修改", "warn"),
    ("已入库", "good"),
    ("权利终止", "bad"),
)


def _head() -> PageHead:
    return PageHead(
        title="页面部件",
        subtitle="每个页面都由这些部件搭成，数据均为虚构",
        trail=(Link("首页", HERE), Link("盘点", HERE)),
        why="还有 12 件待学校审核，最早的一件已等 5 天。",
        step=Step("开始审核", HERE),
        others=(Step("导出本页", HERE), Step("批量催办", HERE, "post", confirm="向 6 个学院的 31 位发明人发送提醒？")),
    )


def _figures() -> tuple[Figure, ...]:
    day = date(2026, 6, 30)
    return (
        Figure("应盘点", 2986, HERE, "件", formula="截至上年底授权且有效的专利", source="存量专利基础库", as_of=day),
        Figure("已盘点", 2104, HERE, "件", "盘点率 70.5%", "good", "已入库件数 ÷ 应盘点件数", "盘点台账", day),
        Figure("待审核", 137, HERE, "件", "12 件超过 5 天", "warn"),
        Figure("进入资源库", 1238, HERE, "件", "本周 +46"),
        Figure("企业评价", 316, HERE, "条", "3 条待反馈发明人", "info"),
    )


def _places() -> list[dict[str, Any]]:
    return [
        {"label": "首页", "url": HERE, "active": False, "count": 12},
        {
            "label": "基础库",
            "active": False,
            "places": [{"label": label, "url": HERE, "active": False} for label in ("专利基础库", "年费", "法律事件")],
        },
        {"label": "盘点", "url": HERE, "active": True},
        {"label": "转化资源库", "url": HERE, "active": False},
        {
            "label": "供需对接",
            "active": False,
            "places": [{"label": label, "url": HERE, "active": False} for label in ("匹配结果", "企业")],
        },
        {"label": "统计", "url": HERE, "active": False},
    ]


def _bar() -> FilterBar:
    query = QueryDict("q=磷酸铁锂&kind=invention&sort=-grant_date")
    return filter_bar(FILTERS, query)


def _table() -> Table:
    query = QueryDict("sort=-grant_date")
    columns = (
        Column("发明名称"),
        Column("专利号", phone=False),
        Column("状态"),
        sortable(query, "授权日", "grant_date"),
        sortable(query, "匹配企业", "matches", number=True),
    )
    rows = (
        ("一种磷酸铁锂正极材料的低温烧结方法", "ZL202110034567.8", 3, "2023-11-14", 28, "化学与材料学院 · 沈砚秋"),
        ("用于山区公路边坡的光纤监测装置及其预警方法", "ZL202010876543.2", 1, "2023-08-22", 9, "土木工程学院 · 贺临川"),
        ("一种三七茎叶皂苷的连续提取工艺", "ZL201911122334.5", 2, "2022-05-31", 1204, "药学院 · 苏怀谷"),
        ("基于多源遥感的高原湖泊蓝藻水华识别方法", "ZL202110998877.6", 0, "2022-03-08", None, "环境学院 · 叶望舒"),
    )
    return Table(
        columns,
        tuple(
            Row(
                (Cell(title, note=who), Cell(number), Cell(tag=Tag(*_TONES[tone])), Cell(day), Cell(count, HERE)),
                HERE,
                number,
            )
            for title, number, tone, day, count, who in rows
        ),
        Pager(4, 10_000, capped=True, next_url=HERE),
        (Link("Excel", HERE), Link("CSV", HERE)),
        choose="patent",
    )


def _nothing() -> Empty:
    return Empty(
        "还没有要盘点的专利",
        "盘点从存量专利基础库开始，导入一次即可，之后每月自动补入新授权的专利。",
        (
            "从专利系统导出清单，Excel 或 CSV 都可以，列名不用改",
            "上传后先预检，有问题会指出是哪一行",
            "确认导入，系统按发明人分派到学院",
        ),
        Step("导入专利清单", HERE),
    )


def _events() -> tuple[Event, ...]:
    return (
        Event(datetime(2026, 6, 18, 9, 12, tzinfo=UTC), "学校审核通过，登记入库", "林知远", tone="good"),
        Event(
            datetime(2026, 6, 16, 15, 40, tzinfo=UTC),
            "学院退回修改",
            "周允之",
            "应用场景只写了“工业”，请写明用在哪类产品上。",
            "warn",
        ),
        Event(
            datetime(2026, 6, 15, 20, 3, tzinfo=UTC),
            "发明人提交",
            "沈砚秋",
            "手机填写，用时 1 分 48 秒。",
            "info",
            HERE,
        ),
        Event(date(2026, 6, 1), "分派给第一发明人", "系统"),
    )


def _problems() -> Problems:
    file = "2026年存量专利.xlsx"
    return Problems(
        "2,986 行中有 3 行没有导入",
        (
            RowProblem("校验位不对", file, 18, "专利号", "ZL202110034567.3", "请核对最后一位，应为 8。"),
            RowProblem("授权日早于申请日", file, 204, "授权公告日", "2012-05-31", "请核对年份，申请日是 2019-11-08。"),
            RowProblem("没有填写", file, 1377, "发明名称", "", "请补上名称后重新上传，其余行不受影响。"),
        ),
        total=41,
        next_step="其余 2,945 行可以先导入；改好的行重新上传即可，已导入的不会重复。",
        download_url=HERE,
        kinds=(
            ProblemKind(RowProblem("没有填写", "", 1377, "发明名称"), 30),
            ProblemKind(RowProblem("校验位不对", "", 18, "专利号", "ZL202110034567.3"), 8),
            ProblemKind(RowProblem("授权日早于申请日", "", 204, "授权公告日", "2012-05-31"), 3),
        ),
    )


def _facts() -> tuple[Fact, ...]:
    return (
        Fact("专利类型", "发明"),
        Fact("专利权人", "云岭理工大学"),
        Fact("转化意愿", ("转让", "许可"), "official", "高校和科研机构存量专利盘活工作方案"),
        Fact("技术成熟度", "5 初样级", "assumed", "GB/T 22900-2022 的九级"),
        Fact("意向价格", None, "local"),
        Fact("匹配企业", "28 家", url=HERE),
        Fact("应用场景", "储能电站和低速电动车用的正极材料生产线，可在现有窑炉上改造。", wide=True),
    )


def _works() -> tuple[Progress, ...]:
    return (
        Progress("正在导入 2026年存量专利.xlsx", "running", "", 1830, 2986, "可以离开本页，完成后会通知您。"),
        Progress("重新计算匹配", "done", "", 1, 1, "1,238 件专利，816 家企业，用时 4 秒。", Link("查看结果", HERE)),
        Progress(
            "导出季度报表",
            "failed",
            "",
            note="磁盘空间不足，没有生成文件。请联系管理员清理后重试。",
            result=Link("重试", HERE),
        ),
    )


def _charts() -> tuple[Chart, ...]:
    schools = ("云岭理工大学", "滇源农业大学", "澄江医学院", "北屿海洋大学", "青岚科学技术研究院", "沧浦人民医院")
    links = (HERE,) * len(schools)
    source, day = "盘点台账", date(2026, 6, 30)
    return (
        Chart(
            "bar",
            "各单位盘点进度",
            "件",
            schools,
            (
                Series("已盘点", (2104, 1310, 655, 980, 402, 96)),
                Series("应盘点", (2986, 1422, 910, 980, 760, 310), "target"),
            ),
            links,
            "单位",
            "红线是应盘点件数；点击单位查看尚未盘点的专利。",
            source,
            day,
        ),
        Chart(
            "stacked",
            "各单位盘点状态",
            "件",
            schools,
            (
                Series("已入库", (1900, 1200, 600, 940, 380, 90)),
                Series("审核中", (204, 110, 55, 40, 22, 6)),
                Series("未建档", (882, 112, 255, 0, 358, 214)),
            ),
            links,
            "单位",
            source=source,
            as_of=day,
        ),
        Chart(
            "line",
            "转让许可备案",
            "次",
            ("2025 三季度", "2025 四季度", "2026 一季度", "2026 二季度"),
            (Series("许可", (31, 44, 52, 71)), Series("转让", (18, 27, 22, 35))),
            heading="季度",
            source="交易台账",
            as_of=day,
        ),
    )


def _suggestions() -> dict[str, Suggestion]:
    return {
        "maturity": Suggestion(("5",), "5 初样级", ("中试", "公斤级样品"), "说明书第 12 段"),
        "industries": Suggestion(
            ("26", "38"),
            "26 化学原料和化学制品制造业、38 电气机械和器材制造业",
            ("H01M 4/58", "正极材料"),
            "主分类号与名称",
            accepted=True,
        ),
        "scene": Suggestion(
            ("储能电站正极材料生产线",), "储能电站正极材料生产线", ("储能", "正极材料", "窑炉"), "摘要", accepted=True
        ),
    }


def _form() -> SampleDossier:
    data = QueryDict(
        "willingness=assignment&willingness=licence&self_grade=4&scene=储能电站正极材料生产线&contact_phone=1380013"
    )
    form = SampleDossier(data)
    form.add_error("contact_phone", "手机号应为 11 位，现在是 7 位。")
    return form


def _matches() -> tuple[MatchCard, ...]:
    return (
        MatchCard(
            "湄川新能源材料有限公司",
            HERE,
            0.82,
            (
                MatchPart("主题相近", 0.41, ("磷酸铁锂", "正极材料", "烧结")),
                MatchPart("分类相同", 0.22, ("H01M 4/58",)),
                MatchPart("企业需求", 0.14, ("降低烧结温度",)),
                MatchPart("同省", 0.05),
            ),
            "专精特新中小企业 · 云岭省湄川市",
            (Tag("领域内", "good"), Tag("近一年有专利申请", "info")),
            actions=(
                Step("想进一步了解", HERE, "post", "answer", "interested"),
                Step("技术尚早", HERE, "post", "answer", "too_early"),
                Step("不在我们的方向", HERE, "post", "answer", "off_field"),
            ),
        ),
        MatchCard(
            "青岚重型窑炉股份有限公司",
            HERE,
            0.37,
            (MatchPart("主题相近", 0.25, ("窑炉", "低温")), MatchPart("分类相近", 0.12, ("F27B",))),
            "国有企业 · 云岭省青岚市",
            (Tag("跨领域", "warn"),),
            caution="与该企业现有领域不同，可能是新用途，也可能不适用，请先看依据。",
        ),
    )
