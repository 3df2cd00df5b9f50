"""The workbooks beside the dossiers: base library, matches, names to check."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from math import ceil
from pathlib import Path

from huoshui_core.loop.figures import InstitutionCount
from huoshui_core.loop.holdings import CHECK_LABELS, TYPE_LABELS, Holding, Library, UncheckedName
from huoshui_core.loop.inputs import Record
from huoshui_core.loop.ranking import Matches, Pair
from huoshui_core.loop.screening import KINDS, RIGHT_LABELS
from huoshui_core.standards import Problem, load
from huoshui_core.standards.writing import Cell, Column, Sheet, write_csv, write_workbook
from huoshui_core.standards.writing.sheet import cell_of, width_of

BASE, MATCHES, NAMES, PROBLEMS = "01-基础库.xlsx", "03-供需匹配.xlsx", "04-名称核对.xlsx", "问题清单.csv"
_ROWS_A_SHEET = 1_000_000
_PATENT = load("patent")
_MATCH = load("match")
_NUMBERS = tuple(_PATENT.field(name).label for name in ("publication_no", "application_no"))


def write_base(
    folder: Path,
    library: Library,
    counts: Sequence[InstitutionCount],
    matches: Matches,
    *,
    demonstration: bool,
) -> str:
    sheets = [
        _counts_sheet(counts),
        *_paged(_patents_sheet(library.holdings), len(library.holdings)),
        *_paged(_screening_sheet(library.holdings, matches), len(library.holdings)),
    ]
    write_workbook(folder / BASE, sheets, demonstration=demonstration)
    return BASE


def write_matches(folder: Path, matches: Matches, *, demonstration: bool) -> str:
    sheets = [
        *_paged(_by_patent_sheet(matches.by_patent()), int((matches.ranking.by_patent.ids >= 0).sum())),
        *_paged(_by_enterprise_sheet(matches.by_enterprise()), int((matches.ranking.by_enterprise.ids >= 0).sum())),
    ]
    write_workbook(folder / MATCHES, sheets, demonstration=demonstration)
    return MATCHES


def write_names(folder: Path, library: Library, names: Sequence[UncheckedName], *, demonstration: bool) -> str:
    ended = [holding for holding in library.holdings if not holding.may_match]
    sheets = [_names_sheet(names), *_paged(_outside_sheet(library.outside), len(library.outside)), _ended_sheet(ended)]
    write_workbook(folder / NAMES, sheets, demonstration=demonstration)
    return NAMES


def write_problems(folder: Path, problems: Sequence[Problem], *, demonstration: bool) -> str:
    columns = [Column(label) for label in ("文件", "行", "栏目", "填写的值", "问题", "代码")]
    rows: Iterator[Sequence[Cell]] = (
        [problem.file, problem.line or None, problem.column, problem.value, problem.message, problem.code]
        for problem in problems
    )
    write_csv(folder / PROBLEMS, Sheet("问题清单", columns, rows), demonstration=demonstration)
    return PROBLEMS


def _counts_sheet(counts: Sequence[InstitutionCount]) -> Sheet:
    columns = [Column("归属单位", 30), Column("单位类型", 14), Column("名录核对", 18), Column("专利总数")]
    columns += [Column(f"{kind}（已授权）", 16) for kind in KINDS.values()]
    columns += [Column(RIGHT_LABELS[right]) for right in ("unknown", "pending", "ended")]
    columns += [Column("入库候选"), Column("有匹配企业")]
    rows: Iterator[Sequence[Cell]] = (
        [
            count.name,
            count.type_label,
            count.check_label,
            count.total,
            *(count.granted[kind] for kind in KINDS),
            count.unknown,
            count.pending,
            count.ended,
            count.candidates,
            count.matched,
        ]
        for count in counts
    )
    return Sheet("单位统计", columns, rows)


def _patents_sheet(holdings: Sequence[Holding]) -> Sheet:
    own = [Column("归属单位", 24), Column("单位类型", 14), Column("名录核对", 18), Column("权利状态", 14)]
    columns = own + [Column(field.label, width_of(field)) for field in _PATENT.fields]
    rows: Iterator[Sequence[Cell]] = (
        [
            held.institution,
            TYPE_LABELS[held.owner.institution_type],
            CHECK_LABELS[held.check],
            RIGHT_LABELS[held.screening.right],
            *(cell_of(field, held.values.get(field.name)) for field in _PATENT.fields),
        ]
        for held in holdings
    )
    return Sheet("存量专利", columns, rows)


def _screening_sheet(holdings: Sequence[Holding], matches: Matches) -> Sheet:
    columns = [Column("优先次序", 10), Column("筛选结论", 12), Column("归属单位", 24)]
    columns += [Column(label, 18) for label in _NUMBERS]
    columns += [Column("专利名称", 44), Column("类型与状态", 20), Column("理由", 46), Column("提示", 40)]
    columns += [Column("产业领域（系统建议）", 30), Column("最高匹配度", 12), Column("匹配度最高的企业", 30)]
    return Sheet("入库筛选", columns, _screening_rows(holdings, matches))


def _screening_rows(holdings: Sequence[Holding], matches: Matches) -> Iterator[Sequence[Cell]]:
    """Within one priority what finds most demand comes first: 边盘点、边推广."""
    position = {id(held): at for at, held in enumerate(matches.holdings)}
    best = matches.best_scores
    scores = [best[position[id(held)]] if id(held) in position else 0.0 for held in holdings]
    for at in sorted(range(len(holdings)), key=lambda at: (holdings[at].screening.priority, -scores[at])):
        held = holdings[at]
        found = matches.best_enterprise(position[id(held)]) if id(held) in position else None
        yield [
            held.screening.priority if held.screening.is_candidate else None,
            "建议入库" if held.screening.is_candidate else "暂不入库",
            held.institution,
            *_numbers(held),
            held.values["title"],
            held.standing,
            held.screening.reason,
            "；".join(held.screening.cautions),
            "；".join(f"{hint.code} {hint.name}" for hint in held.hints.industries[:2]),
            round(scores[at], 4) or None,
            found.values["name"] if found else None,
        ]


def _by_patent_sheet(pairs: Iterable[Pair]) -> Sheet:
    columns = [Column(label, 18) for label in _NUMBERS]
    columns += [Column(_MATCH.field("title").label, 40), Column("归属单位", 22), Column("类型与状态", 20)]
    columns += [Column(_MATCH.field("rank").label, 6), Column(_MATCH.field("enterprise").label, 30)]
    columns += [Column(_MATCH.field("uscc").label, 22), Column("企业所在地", 18), *_score_columns()]
    rows: Iterator[Sequence[Cell]] = (
        [
            *_numbers(pair.holding),
            pair.holding.values["title"],
            pair.holding.institution,
            pair.holding.standing,
            pair.rank,
            pair.enterprise.values["name"],
            pair.enterprise.values["uscc"],
            _place(pair.enterprise),
            pair.score,
            pair.reason,
        ]
        for pair in pairs
    )
    return Sheet("按专利", columns, rows)


def _by_enterprise_sheet(pairs: Iterable[Pair]) -> Sheet:
    """Narrow on purpose: it has the most rows. What else is known of a patent stands in the base library."""
    columns = [Column(_MATCH.field("enterprise").label, 30), Column(_MATCH.field("rank").label, 6)]
    columns += [Column(label, 18) for label in _NUMBERS]
    columns += [Column(_MATCH.field("title").label, 40), Column("归属单位", 22), *_score_columns()]
    rows: Iterator[Sequence[Cell]] = (
        [
            pair.enterprise.values["name"],
            pair.rank,
            *_numbers(pair.holding),
            pair.holding.values["title"],
            pair.holding.institution,
            pair.score,
            pair.reason,
        ]
        for pair in pairs
    )
    return Sheet("按企业", columns, rows)


def _score_columns() -> list[Column]:
    return [
        Column(_MATCH.field("score").label, 10),
        Column(_MATCH.field("reasons").label, 80),
    ]


def _names_sheet(names: Sequence[UncheckedName]) -> Sheet:
    columns = [Column("单位名称", 34), Column("单位类型", 14), Column("核对结果", 18), Column("专利数")]
    columns += [Column("其中一件", 18), Column("名录中相近的名称（请人工判断）", 34), Column("处理意见", 24)]
    rows: Iterator[Sequence[Cell]] = (
        [
            name.name,
            name.institution_type,
            CHECK_LABELS[name.check],
            name.patents,
            name.example,
            name.proposal,
            None,
        ]
        for name in names
    )
    return Sheet("单位名称核对", columns, rows)


def _outside_sheet(rows: Sequence[Record]) -> Sheet:
    columns = [Column("文件", 24), Column("行", 8), *(Column(label, 18) for label in _NUMBERS)]
    columns += [Column("专利名称", 44), Column("申请（专利权）人", 40), Column("原因", 40)]
    cells: Iterator[Sequence[Cell]] = (
        [
            row.file,
            row.line,
            row.values["publication_no"],
            row.values["application_no"],
            row.values["title"],
            "|".join(row.values["applicants"] or ()),
            "权利人中没有高校、科研机构或医院，不在盘活范围",
        ]
        for row in rows
    )
    return Sheet("范围外专利", columns, cells)


def _ended_sheet(holdings: Sequence[Holding]) -> Sheet:
    columns = [Column("归属单位", 24), *(Column(label, 18) for label in _NUMBERS)]
    columns += [Column("专利名称", 44), Column("原因", 40)]
    rows: Iterator[Sequence[Cell]] = (
        [held.institution, *_numbers(held), held.values["title"], held.screening.reason] for held in holdings
    )
    return Sheet("已终止专利", columns, rows)


def _paged(sheet: Sheet, count: int) -> list[Sheet]:
    """One sheet holds 1,048,576 rows; what is more goes on in further sheets, read in order from the same rows."""
    rows = iter(sheet.rows)
    pages = max(ceil(count / _ROWS_A_SHEET), 1)
    if pages == 1:
        return [sheet]
    return [
        replace(sheet, title=f"{sheet.title}（{page}）", rows=islice(rows, _ROWS_A_SHEET))
        for page in range(1, pages + 1)
    ]


def _numbers(held: Holding) -> tuple[str | None, str | None]:
    return held.values["publication_no"], held.values["application_no"]


def _place(enterprise: Record) -> str:
    province, city = enterprise.values["province"] or "", enterprise.values["city"] or ""
    return province if city == province else province + city
