"""The readable report: one page that stands alone, without network, scripts or further files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from huoshui_core.loop.charts import Chart, bar_chart, stacked_chart
from huoshui_core.loop.examples import examples
from huoshui_core.loop.figures import Figures, InstitutionCount
from huoshui_core.loop.holdings import Library, UncheckedName
from huoshui_core.loop.inputs import Inputs
from huoshui_core.loop.ranking import Matches
from huoshui_core.loop.screening import KINDS, RIGHT_LABELS
from huoshui_core.matching.features import FEATURES
from huoshui_core.standards import load_codes
from huoshui_core.standards.marks import DEMONSTRATION_MARK

REPORT = "report.html"
_SHOWN = 15
_SHOWN_PROBLEMS = 20
_ASSUMED_LISTS = ("maturity", "self_grade", "implementation")


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a report speaks of."""

    inputs: Inputs
    library: Library
    names: Sequence[UncheckedName]
    matches: Matches
    figures: Figures
    top: int
    today: date
    demonstration: bool


def write_report(folder: Path, findings: Findings, files: Sequence[str]) -> str:
    page = (
        _environment()
        .get_template("report.html")
        .render(
            found=findings,
            figures=findings.figures,
            files=files,
            charts=_charts(findings.figures),
            examples=examples(findings.matches),
            problems=findings.inputs.problems[:_SHOWN_PROBLEMS],
            names=findings.names[:_SHOWN],
            model=findings.matches.matcher.model,
            features=[((FEATURES[name].__doc__ or "").strip()) for name in findings.matches.matcher.model.used()],
            assumed=[load_codes(name) for name in _ASSUMED_LISTS],
            mark=DEMONSTRATION_MARK if findings.demonstration else "",
        )
    )
    (folder / REPORT).write_text(page, encoding="utf-8", newline="\n")
    return REPORT


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _charts(figures: Figures) -> dict[str, Chart]:
    total = sum(count.total for count in figures.institutions)
    series = [
        *(f"{kind}（已授权）" for kind in KINDS.values()),
        *(RIGHT_LABELS[r] for r in ("unknown", "pending", "ended")),
    ]
    shown = figures.institutions[:_SHOWN]
    rest = len(figures.institutions) - len(shown)
    held = "全部单位见 01-基础库.xlsx。" if rest else ""
    return {
        "institutions": stacked_chart(
            f"专利最多的 {len(shown)} 家单位" if rest else "各单位的专利",
            [(count.name, _split(count)) for count in shown],
            series,
            heading="单位",
            note=f"另有 {rest:,} 家未列出，{held}" if rest else "",
            whole=total,
        ),
        "kinds": bar_chart("专利类型", figures.kinds, heading="类型"),
        "rights": bar_chart("权利状态", figures.rights, heading="状态"),
        "industries": bar_chart(
            "产业领域（系统建议）",
            figures.industries[:_SHOWN],
            heading="国民经济行业大类",
            note="每件只计第一个建议；依据是分类号与行业的对应（本系统推定）和文字中的行业用词，待确认。",
            whole=total,
        ),
        "maturity": bar_chart(
            "技术成熟度线索",
            figures.maturity,
            heading="等级区间",
            note="只有摘要里写明做到哪一步的才有线索；没有线索不等于不成熟。",
        ),
        "scores": bar_chart(
            "每件专利的最高匹配度",
            figures.best_scores,
            heading="最高匹配度",
            note="匹配度用来排先后，不是成交概率，也不能跨文件比较。",
        ),
    }


def _split(count: InstitutionCount) -> tuple[int, ...]:
    """A granted patent of no known kind is counted with those to be clarified."""
    return (*(count.granted[kind] for kind in KINDS), count.unknown + count.granted[""], count.pending, count.ended)
