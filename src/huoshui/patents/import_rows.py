"""The lists behind the figures of an import. What is cut says so, and where the rest is."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from django.urls import reverse

from huoshui.display.parts import Cell, Column, Empty, Link, PageHead, Row, Step, Table
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import NotFound
from huoshui.patents import queries, returning, states
from huoshui.patents.details import field_label, shown_value
from huoshui.patents.import_facts import figure_of, label_of, state_of, unit_of, verbose_name
from huoshui.patents.loading.samples import NAMES
from huoshui.patents.loading.spool import Spool
from huoshui.patents.models import DISAGREEMENT_STATES, ImportRun
from huoshui.patents.outcome import COUNTED
from huoshui.patents.quality import unread_files

SHOWN = 200
REPEATED = "完全相同的重复行只计数，不逐行列出"


def rows_context(actor: Actor, run: ImportRun, what: str) -> dict[str, Any]:
    """The first rows of a verdict; what is not kept row by row is on the page of the import itself."""
    if what in NAMES.values():
        table = _sample(run, what)
    elif what in {"unmatched", "out_of_scope"}:
        table = _names(run, what)
    elif what == "refused":
        table = _refused(run)
    elif what == "rows":
        table = _kinds_of_rows(run)
    elif what == "disagreements":
        table = _disagreements(actor, run)
    else:
        raise NotFound("没有这个清单", what=what)
    return {"head": _head(run, what), "table": table}


def _head(run: ImportRun, what: str) -> PageHead:
    trail = (
        Link("专利基础库", reverse("patents")),
        Link("导入", reverse("patents-import")),
        Link(run.file_name, reverse("patents-import-run", args=[run.pk])),
    )
    count = f"{figure_of(run, what):,} {unit_of(run, what)}"
    ending = "，按结果分类" if what == "rows" else ""
    others: tuple[Step, ...] = ()
    if what == "refused" and returning.may_ask(run):
        others = (Step("下载原文件，逐行标明问题", reverse("patents-import-errors", args=[run.pk])),)
    title = f"{label_of(run, what)}（{count}）{ending}"
    return PageHead(title, subtitle=f"{run.file_name} · {state_of(run)}", trail=trail, others=others)


def _told(shown: int, total: int, unit: str, rest: str = "") -> str:
    if shown >= total:
        return f"共 {total:,} {unit}"
    return f"列出前 {shown:,} {unit}，共 {total:,} {unit}" + (f"；{rest}" if rest else "")


def _sample(run: ImportRun, what: str) -> Table:
    found = _sampled(run, what)
    rows = tuple(
        Row((Cell(int(line)), Cell(file or run.file_name), Cell(number or application), Cell(title)))
        for line, file, number, application, title in found
    )
    total = figure_of(run, what)
    told = _told(len(rows), total, "行", _rest(run, what))
    if len(rows) > total:
        told = f"检查时列出 {len(rows):,} 行，导入时库内已有变化，实际 {total:,} 行"
    columns = (Column("行", number=True), Column("文件", phone=False), Column("号码"), Column("专利名称"))
    empty = Empty("没有逐行列出的", f"{_rest(run, what)}。") if total else Empty("没有这样的行")
    return Table(columns, rows, empty=empty, caption=told)


def _rest(run: ImportRun, what: str) -> str:
    if what == "superseded":
        return REPEATED
    if what in {"new", "changed"} and run.state == states.DONE:
        return "其余在专利基础库，从这次导入的“写入且此后未再更新”打开"
    return "其余请在原文件中查看"


def _sampled(run: ImportRun, what: str) -> list[Any]:
    """A row that only contradicts another source is applied with those that change, and is none of them."""
    found = list(Spool(run.spool).records(f"sample-{what}", SHOWN))
    if what != "changed" or len(found) in {run.changed, SHOWN}:
        return found
    numbers = _changed_numbers(run)
    kept = [one for one in found if numbers & set(one[2:4])]
    return kept if len(kept) == run.changed else found


def _changed_numbers(run: ImportRun) -> set[str]:
    """Those that the patents had before and have since."""
    changes = list(Spool(run.spool).records("changes"))
    after = (said for _, _, name, _, said in changes if name in {"publication_no", "application_no"})
    return {number for number in chain((one[1] for one in changes), after) if number}


def _refused(run: ImportRun) -> Table:
    rows = _rows((one["line"] or "", one["file"], one["column"], one["value"], one["message"]) for one in run.problems)
    total = max(run.problem_count, len(rows))
    rest = "全部见“下载原文件，逐行标明问题”" if returning.may_ask(run) else "原文件已不在系统中，不能再逐行标明"
    columns = (Column("行", number=True), *map(Column, ("文件", "栏目", "填写的是", "问题")))
    return Table(columns, rows, empty=Empty("没有记录"), caption=_told(len(rows), total, "处问题", rest))


def _names(run: ImportRun, what: str) -> Table:
    kept = run.unmatched_names if what == "unmatched" else run.out_of_scope_names
    rows = _rows((one["name"], one["rows"], one.get("hint", "")) for one in kept)
    if what == "unmatched":
        told = _told(len(rows), run.unmatched, "家", "导入后全部列入“待复核单位名称”，由主管部门复核")
    else:
        listed = sum(one["rows"] for one in kept)
        told = f"按名称列出 {listed:,} 行，共 {run.out_of_scope:,} 行"
        told += "；其余名称行数更少，请在原文件中查看" if listed < run.out_of_scope else ""
    columns = (Column("名称"), Column("行数", number=True), Column("说明"))
    return Table(columns, rows, empty=Empty("没有记录"), caption=told)


def _kinds_of_rows(run: ImportRun) -> Table:
    """Each row once. Institutions to be checked are no rows."""
    counts = {name: getattr(run, name) for name in COUNTED if name not in {"rows", "unmatched"}}
    counts["refused"] -= unread_files(run)
    rows = _rows((verbose_name(name), count) for name, count in counts.items())
    return Table((Column("结果"), Column("行数", number=True)), rows)


def _disagreements(actor: Actor, run: ImportRun) -> Table:
    """They are opened while the file is being loaded."""
    mine = queries.disagreements_in_view(actor).filter(import_run_id=run.pk)
    found, total = list(mine[:SHOWN]), mine.count()
    titles = {row.pk: row.title for row in queries.patents_by_id(one.patent_id for one in found)}
    rows = tuple(
        Row(
            (
                Cell(titles.get(one.patent_id, "—"), reverse("patent", args=[one.patent_id])),
                Cell(field_label(one.field)),
                Cell(shown_value(one.field, one.kept), note=one.kept_source),
                Cell(shown_value(one.field, one.other)),
                Cell(DISAGREEMENT_STATES[one.state]),
            )
        )
        for one in found
    )
    heads = ("专利", "项目", "发现时的现值", "文件中的值", "状态")
    told = _told(len(rows), total, "项", "其余在数据质量的“来源不一致”里") if rows else ""
    empty = Empty("导入后逐项列出", "库内现值不变，另一来源的值在导入时列入核对清单。")
    return Table(tuple(map(Column, heads)), rows, empty=empty, caption=told)


def _rows(lines: Iterable[Sequence[object]]) -> tuple[Row, ...]:
    return tuple(Row(tuple(map(Cell, line))) for line in lines)
