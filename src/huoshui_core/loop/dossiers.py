"""The inventory dossiers (盘点档案) as a workbook to fill and import: what the texts tell is there, with its source.

Suggestions are not confirmations: what only people know (funding, implementation, willingness, grade) stays empty.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from huoshui_core.hints import Hints
from huoshui_core.loop.holdings import Holding
from huoshui_core.loop.ranking import Matches
from huoshui_core.reference import industry
from huoshui_core.standards import load
from huoshui_core.standards.marks import DEMONSTRATION_HEADING, DEMONSTRATION_MARK
from huoshui_core.standards.writing.sheet import writable
from huoshui_core.standards.writing.template_file import lay_out
from huoshui_core.standards.writing.workbook import write_text

DOSSIERS = "02-盘点档案.xlsx"
STATE = "待确认（系统预填，待发明人或单位确认）"
PREFILLED = 2  # industries and scenes taken into the form; the rest is in the evidence
_DATASET = load("dossier")
_POSITIONS = {field.name: at for at, field in enumerate(_DATASET.fields)}
_BESIDE = (
    ("确认状态", 36),
    ("归属单位", 24),
    ("盘点次序", 10),
    ("产业领域建议及依据", 50),
    ("应用场景建议及依据", 50),
    ("技术成熟度建议", 16),
    ("技术成熟度依据", 50),
    ("匹配度最高的企业", 30),
)
_NOTES = (
    "怎样使用",
    "1. 每行一件专利。灰色斜体的内容由系统从名称、摘要和分类号预填，依据写在右侧各栏；请逐件核对、改正。",
    "2. 是否财政资助、实施状态、转化意愿、价值自评、产业化前景只有发明人和单位知道，系统没有预填，请填写。",
    "3. 技术成熟度只给出文字中能找到依据的区间，请由发明人选定等级；等级名称为推定，并非国家统一规定。",
    "4. 填好后可整份导入本系统的“盘点”；右侧的建议和依据各栏导入时不读取。",
    "5. “未授权申请”一页是尚未授权的申请，授权后再纳入盘点，先预填备用；已终止的专利见 04-名称核对.xlsx。",
    "6. 产业领域依据分类号与行业的对应（本系统推定）和文字中的行业用词，仅供参考。",
)


def write_dossiers(folder: Path, holdings: Sequence[Holding], matches: Matches, *, demonstration: bool) -> str:
    best = _best_enterprises(matches)
    due = [held for held in holdings if held.screening.right in ("granted", "unknown")]
    later = [held for held in holdings if held.screening.right == "pending"]
    prefix = f"{DEMONSTRATION_MARK}·" if demonstration else ""
    with xlsxwriter.Workbook(str(folder / DOSSIERS), _OPTIONS) as book:
        page = lay_out(book, _DATASET, title=prefix + _DATASET.title)
        _fill(book, page, due, best, demonstration)
        if later:
            page = book.add_worksheet(prefix + "未授权申请")
            page.write_row(0, 0, _DATASET.label_row)
            _fill(book, page, later, best, demonstration)
        notes = book.add_worksheet("填写说明")
        notes.set_column(0, 0, 110)
        for line, text in enumerate(_NOTES):
            notes.write_string(line, 0, text)
        if demonstration:
            for each in book.worksheets():
                each.set_tab_color("#C00000")
                each.set_header(f"&C{DEMONSTRATION_MARK}")
    return DOSSIERS


_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def _fill(book: Any, page: Any, holdings: Iterable[Holding], best: dict[int, str], demonstration: bool) -> None:
    head = book.add_format({"bold": True, "bg_color": "#F4EBD9", "border": 1, "text_wrap": True})
    suggested = book.add_format({"italic": True, "font_color": "#5F6B73", "num_format": "@"})
    beside = [*_BESIDE, *([(DEMONSTRATION_HEADING, 12)] if demonstration else [])]
    width = len(_DATASET.fields)
    for at, (label, characters) in enumerate(beside, start=width):
        page.set_column(at, at, characters)
        page.write_string(0, at, label, head)
    page.freeze_panes(1, _POSITIONS["title"] + 1)
    line = 0
    for line, held in enumerate(holdings, start=1):
        for name, text in _given(held).items():
            write_text(page, line, _POSITIONS[name], writable(text))
        for name, text in _prefill(held.hints).items():
            write_text(page, line, _POSITIONS[name], writable(text), suggested)
        texts = [*_suggestions(held, best.get(id(held), "")), *([DEMONSTRATION_MARK] if demonstration else [])]
        for at, text in enumerate(texts, start=width):
            write_text(page, line, at, writable(text))
    page.autofilter(0, 0, line, width + len(beside) - 1)


def _given(held: Holding) -> dict[str, str]:
    return {name: held.values[name] for name in ("publication_no", "application_no", "title") if held.values[name]}


def _prefill(hints: Hints) -> dict[str, str]:
    """Into the form go scene and industry; a maturity level is a choice that a band does not make."""
    found = {}
    if hints.scenes:
        found["scene"] = "；".join(scene.value for scene in hints.scenes[:PREFILLED])
    if hints.industries:
        found["industry_codes"] = "|".join(_with_section(hint.code) for hint in hints.industries[:PREFILLED])
    return found


def _with_section(code: str) -> str:
    known = industry(code)
    return f"{known.parent}{code}" if known and known.level == "division" else code


def _suggestions(held: Holding, enterprise: str) -> list[str]:
    hints, priority = held.hints, held.screening.priority
    industries = [f"{hint.code} {hint.name}（{'、'.join(hint.evidence)}）" for hint in hints.industries]
    scenes = [f"{hint.value}（{_source(hint.source)}：{hint.evidence}）" for hint in hints.scenes]
    maturity = hints.maturity
    return [
        STATE,
        held.institution,
        str(priority) if held.screening.is_candidate else "",
        "；".join(industries),
        "；".join(scenes),
        levels(maturity.low, maturity.high) if maturity else "文字中没有依据",
        f"{'、'.join(maturity.words)}：{maturity.evidence}" if maturity else "",
        enterprise,
    ]


def levels(low: int, high: int) -> str:
    return f"{low}级" if low == high else f"{low}至{high}级"


def _source(source: str) -> str:
    return {"title": "名称", "abstract": "摘要", "derived": "由名称归纳"}[source]


def _best_enterprises(matches: Matches) -> dict[int, str]:
    found = ((id(held), matches.best_enterprise(at)) for at, held in enumerate(matches.holdings))
    return {key: enterprise.values["name"] for key, enterprise in found if enterprise}
