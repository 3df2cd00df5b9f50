"""The five-year clock of a funded patent, and what a declaration must say. Values in, answers out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from huoshui_core.reference.fee_calendar import months_after
from huoshui_core.standards import load, load_codes

STANDARD = load("funding")
PROJECT_FIELDS = ("funder", "programme", "project_no", "project_name", "undertaker")
YEARS = 5
WARN = timedelta(days=365)
NO_CLOCK = date(9999, 12, 31)  # not granted: nothing runs

FUNDED = {"yes": "是", "no": "否", "unknown": "未说明"}
ORIGINS = {"": "", "dossier": "盘点档案所填", "declared": "单位声明", "sheet": "表格导入"}
IMPLEMENTATION: dict[str, str] = {"": "未说明"} | load_codes("implementation").values
PUT_TO_USE = frozenset({"implemented", "industrialised"})

# The statute speaks of a reasonable term; the five years are those of the national plan.
CLOCK_SOURCE = (
    "《高校和科研机构存量专利盘活工作方案》（国知发运字〔2024〕5号）：财政资助科研项目形成的专利，授权超过五年没有实施且无正当理由的，"
    "国家可以无偿实施，也可以许可他人有偿或无偿实施；《科学技术进步法》第三十二条：在合理期限内没有实施的，"
    "国家可以无偿实施或许可他人实施，项目承担者就实施和保护情况向项目管理机构提交年度报告"
)
REASON_NOTE = "什么算正当理由，现行文件没有规定；这里登记的是单位自己的说明，由有关部门判断"
CLOCKS = {
    "passed": "已满五年，无理由",
    "unclear": "已满五年，实施状态未说明",
    "due_soon": "一年内满五年",
    "reasoned": "已登记理由",
    "running": "未满五年",
    "implemented": "已实施",
    "not_granted": "未授权",
    "not_funded": "非财政资助",
    "unknown": "未说明是否资助",
}


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """As cleaned by the standard; codes, not labels."""

    funder: str = ""
    programme: str = ""
    project_no: str = ""
    project_name: str = ""
    undertaker: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.project_no or self.project_name)

    @property
    def key(self) -> str:
        """By which the same project is known again: its number, else its name."""
        return "".join((self.project_no or self.project_name).split()).casefold()


def clock_ends_on(granted_on: date | None) -> date:
    """The last day of the fifth year after the grant; NO_CLOCK where nothing is granted."""
    return months_after(granted_on, 12 * YEARS) if granted_on else NO_CLOCK


def clock(*, is_funded: str, ends_on: date, implementation: str, has_reason: bool, today: date) -> str:
    """A key of CLOCKS. An implementation nobody told is not taken for none: it is asked for.

    A reason on file answers the clock from the year before it runs out.
    """
    if is_funded != "yes":
        return "not_funded" if is_funded == "no" else "unknown"
    if implementation in PUT_TO_USE:
        return "implemented"
    if ends_on == NO_CLOCK:
        return "not_granted"
    if ends_on > today + WARN:
        return "running"
    if has_reason:
        return "reasoned"
    if ends_on >= today:
        return "due_soon"
    return "passed" if implementation == "none" else "unclear"


def project_of(values: Mapping[str, Any]) -> ProjectFacts:
    return ProjectFacts(**{name: str(values.get(name) or "") for name in PROJECT_FIELDS})


def declaration_gaps(*, is_funded: bool | None, declared_on: date | None, today: date) -> dict[str, str]:
    """Field → what is wrong with it."""
    gaps = {}
    if is_funded is None:
        gaps["is_funded"] = "请选择是或否"
    if declared_on is not None and declared_on > today:
        gaps["declared_on"] = "声明日期不能晚于今天"
    return gaps


def project_gaps(project: ProjectFacts) -> dict[str, str]:
    return {"project_no": "项目编号和项目名称至少填写一项"} if project.is_empty else {}
