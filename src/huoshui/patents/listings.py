"""The list of patents: one declaration for page, export and API."""

from collections.abc import Callable

from huoshui.display.filters import Filter
from huoshui.display.listing import Column, Listing, page_of
from huoshui.display.parts import Empty, Tone
from huoshui.kernel.paging import Sort
from huoshui.orgs import public as orgs
from huoshui.patents import quality
from huoshui.patents.details import UNKNOWN_STATUS
from huoshui.patents.models import STANDARD, Patent
from huoshui.patents.rules import SCOPES

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


def _text(name: str, label: str, placeholder: str = "") -> Filter:
    """What it means is told in `asking.py`."""
    return Filter(name, label, kind="text", placeholder=placeholder)


def _hidden() -> list[Filter]:
    """Where figures of other pages lead to."""
    words: dict[str, tuple[str, Callable[[str], str]]] = {
        "import_run": ("导入批次", str),
        "lacking": ("缺少", lambda name: quality.FIELDS.get(name, name)),
        "as_of_since": ("数据日期", "{} 起".format),
        "as_of_until": ("数据日期", "到 {}".format),
        "source": ("来源", str),
    }
    return [Filter(name, label, kind="hidden", word=word) for name, (label, word) in words.items()]


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
        _text("q", "检索", "词、专利号、IPC，或 标题:电池 发明人:李四"),
        _text("title", _label("title")),
        _text("applicant", _label("applicants")),
        _text("inventor", _label("inventors")),
        _text("abstract", _label("abstract")),
        _text("claims", "权利要求"),
        _text("ipc", "IPC 分类", "如 H01M、G06F16/33"),
        _text("institution", "单位名称"),
        Filter("since", "公开（公告）日起", kind="date"),
        Filter("until", "公开（公告）日止", kind="date"),
        _text("filed_from", "申请年起"),
        _text("filed_to", "申请年止"),
        _text("granted_from", "授权年起"),
        _text("granted_to", "授权年止"),
        Filter("scope", "盘点范围", choices=list(SCOPES.items())),
        *_hidden(),
        *[one for one in orgs.institution_filters() if one.name != "org"],
    ],
    row_link=page_of("patent"),
    empty=Empty(
        "没有符合条件的专利",
        "换一个说法、去掉一些条件再找；基础库还是空的时候，先导入专利清单。",
        (
            "用两到四个字的关键词，用空格隔开；也可以直接输入专利号或 IPC 分类号",
            "从专利检索系统导出 Excel 或 CSV，或使用国家知识产权局的 XML",
            "在“导入专利”上传，先看检查结果，确认后入库",
        ),
    ),
)
# The columns of the table that the page reads.
SHOWN = tuple(one.name for one in PATENTS.columns if one.on_page and one.name in STANDARD.by_name)
