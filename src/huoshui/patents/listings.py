"""The list of patents: one declaration for page, export and API."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from huoshui.display.listing import Column, Filter, Listing, contains, equals
from huoshui.display.parts import Empty, Tone
from huoshui.kernel import clock
from huoshui.kernel.errors import Invalid
from huoshui.kernel.paging import Sort
from huoshui.kernel.tenancy import current_reach
from huoshui.orgs import public as orgs
from huoshui.patents import quality
from huoshui.patents.details import UNKNOWN_STATUS
from huoshui.patents.models import STANDARD, Patent
from huoshui.patents.rules import SCOPES, STOCK_UNTIL
from huoshui_core.reference.validity import NOT_IN_FORCE

UNKNOWN = "unknown"  # the filter's word for an empty legal status
STATUS_TONES: dict[str, Tone] = {
    "in_force": "good",
    "pledged": "good",
    "licensed": "good",
    "assigned": "good",
    "pending": "info",
    "ended": "bad",
    "refused": "bad",
}


def _label(name: str) -> str:
    return STANDARD.field(name).label


def _values(name: str) -> dict[str, str]:
    codes = STANDARD.field(name).codes
    return codes.values if codes else {}


def _coded(name: str) -> Callable[[Patent], str]:
    values = _values(name)
    return lambda row: values.get(getattr(row, name), UNKNOWN_STATUS)


def _joined(name: str) -> Callable[[Patent], str]:
    return lambda row: "|".join(getattr(row, name))


def _by_institution(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """A part of the name of institutions in view."""
    found = orgs.within(current_reach(), kind="institution")
    return rows.filter(org_id__in=[one.id for one in found if value in one.name])


def _by_status(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(legal_status="" if value == UNKNOWN else value)


def _by_subclass(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(subclass=value.upper())


def _by_run(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(import_run_id=int(value)) if value.isascii() and value.isdigit() else rows.none()


def _by_scope(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """The stock as the plan counts it, or what joins it year by year; both granted and not known to have ended."""
    rights = rows.filter(stage="granted").exclude(legal_status__in=NOT_IN_FORCE).exclude(expires_on__lte=clock.today())
    by_then = Q(grant_date__lte=STOCK_UNTIL) | Q(grant_date=None, publication_date__lte=STOCK_UNTIL)
    return rights.filter(by_then) if value == "existing" else rights.exclude(by_then)


def _by_day(lookup: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    def apply(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise Invalid(f"“{value}”不是日期，应如 2019-07-09", value=value) from None
        return rows.filter(**{lookup: day})

    return apply


PATENTS = Listing(
    name="patents",
    title=STANDARD.title,
    columns=[
        Column("title", _label("title"), lambda row: row.title, width=48),
        Column("publication_no", _label("publication_no"), lambda row: row.publication_no, sort="publication_no"),
        Column("application_no", _label("application_no"), lambda row: row.application_no, on_page=False),
        Column("institution", "单位", lambda row: row.org_name, width=24),
        Column("kind", _label("kind"), _coded("kind"), phone=False),
        Column("stage", _label("stage"), _coded("stage"), phone=False),
        Column("main_class", _label("main_class"), lambda row: row.main_class, phone=False),
        Column("classes", _label("classes"), _joined("classes"), on_page=False),
        Column("applicants", _label("applicants"), _joined("applicants"), width=32, on_page=False),
        Column("inventors", _label("inventors"), _joined("inventors"), width=24, on_page=False),
        Column("filing_date", _label("filing_date"), lambda row: row.filing_date, on_page=False),
        Column(
            "publication_date", _label("publication_date"), lambda row: row.publication_date, sort="publication_date"
        ),
        Column("grant_date", _label("grant_date"), lambda row: row.grant_date, on_page=False),
        Column(
            "legal_status",
            _label("legal_status"),
            _coded("legal_status"),
            tone=lambda row: STATUS_TONES.get(row.legal_status, "neutral"),
        ),
        Column("province", _label("province"), lambda row: row.province, on_page=False),
        Column("city", _label("city"), lambda row: row.city, on_page=False),
        Column("source", "数据来源", lambda row: row.source, on_page=False),
        Column("as_of", "数据日期", lambda row: row.as_of, on_page=False),
    ],
    sorts=[
        Sort("publication_date", "publication_date", descending=True),
        Sort("publication_no", "publication_no"),
    ],
    filters=[
        Filter("q", "名称或号码", contains("title", "publication_no", "application_no"), kind="text"),
        Filter("institution", "单位", _by_institution, kind="text", placeholder="单位名称"),
        Filter("kind", _label("kind"), equals("kind"), choices=list(_values("kind").items())),
        Filter("stage", _label("stage"), equals("stage"), choices=list(_values("stage").items())),
        Filter(
            "legal_status",
            _label("legal_status"),
            _by_status,
            choices=[*_values("legal_status").items(), (UNKNOWN, UNKNOWN_STATUS)],
        ),
        Filter(
            "subclass",
            "IPC 小类",
            lambda rows, value: rows.filter(subclass=value.upper()),
            kind="text",
            placeholder="如 H04W",
        ),
        Filter("scope", "盘点范围", _by_scope, choices=list(SCOPES.items())),
        Filter("since", "公开（公告）日起", _by_day("publication_date__gte"), kind="date"),
        Filter("until", "公开（公告）日止", _by_day("publication_date__lte"), kind="date"),
        Filter(
            "lacking", "缺少", quality.lacking, kind="hidden", word=lambda name: f"缺少{quality.FIELDS.get(name, name)}"
        ),
        Filter(
            "as_of_since", "数据日期起", _by_day("as_of__gte"), kind="hidden", word=lambda day: f"数据日期 {day} 起"
        ),
        Filter("as_of_until", "数据日期止", _by_day("as_of__lte"), kind="hidden", word=lambda day: f"数据日期到 {day}"),
        Filter("source", "数据来源", equals("source"), kind="hidden", word=lambda name: f"来源：{name}"),
        Filter("import_run", "导入批次", _by_run, kind="text"),
        *orgs.institution_filters(),
    ],
    row_link=lambda row: reverse("patent", args=[row.pk]),
    empty=Empty(
        "没有符合条件的专利",
        "基础库收录本单位全部已公布的专利，导入后系统自动建立盘点档案。",
        ("从专利检索系统导出 Excel 或 CSV，或使用国家知识产权局的 XML", "在“导入专利”上传，先看检查结果", "确认后入库"),
    ),
)
