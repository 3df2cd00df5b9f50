"""What the pages of an import say: figures that open their rows, what becomes another, what is wrong and what to do."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from huoshui.display.parts import (
    Cell,
    Column,
    Empty,
    Fact,
    Figure,
    Link,
    PageHead,
    Pager,
    ProblemKind,
    Problems,
    Progress,
    Row,
    RowProblem,
    Step,
    Table,
    Tag,
    Tone,
)
from huoshui.display.query import pager
from huoshui.kernel.actor import Actor
from huoshui.kernel.paging import Page, Sort
from huoshui.patents import queries, returning, states
from huoshui.patents.details import field_label, shown_value
from huoshui.patents.forms import ColumnsForm, UploadForm
from huoshui.patents.import_facts import (
    AWAITING,
    RETURNING,
    STOPPED,
    figure_of,
    label_of,
    may_go_on,
    pause,
    stage,
    state_of,
    unit_of,
    verbose_name,
)
from huoshui.patents.loading.samples import NAMES
from huoshui.patents.loading.spool import Spool
from huoshui.patents.models import ImportRun
from huoshui.patents.outcome import COUNTED
from huoshui.patents.quality import unread_files
from huoshui.patents.rules import SOURCE_LABELS
from huoshui_core.standards import writing
from huoshui_core.standards.reading import ColumnProposal
from huoshui_core.standards.reading.workbook import SHEET_LEFT_OUT

SHOWN = 200
NAMES_SHOWN = 50
FEW = 20  # problems that are read one by one
RUNS_SHOWN = 20
LATEST_FIRST = Sort("at", "id", descending=True)
ALWAYS = ("rows", "new", "changed", "same")
HELD = "这次导入新增或更新、后来没有被其他导入更新过的专利；随以后的导入减少"
TONES: dict[str, Tone] = {"new": "good", "changed": "info", "refused": "bad", "disagreements": "warn"}
TITLES = {states.CHECKING: "正在检查", states.CHECKED: "核对后确认导入", states.APPLYING: "正在导入"}
PAUSED = {AWAITING: "核对栏目", STOPPED: "导入没有完成"}
STATE_TONES: dict[str, Tone] = {
    states.DONE: "good",
    states.FAILED: "bad",
    states.APPLYING: "info",
    AWAITING: "warn",
    STOPPED: "warn",
}


def upload_context(form: UploadForm, page: Page, query: QueryDict) -> dict[str, Any]:
    numbers = ("rows", "new", "changed", "refused")
    rows = tuple(
        Row(
            (
                Cell(run.file_name),
                Cell(timezone.localtime(run.at).strftime("%Y-%m-%d %H:%M")),
                Cell(run.state, tag=Tag(state_of(run), STATE_TONES.get(pause(run) or run.state, "neutral"))),
                *(Cell(figure_of(run, name), note=_beside(run, name)) for name in numbers),
            ),
            reverse("patents-import-run", args=[run.pk]),
        )
        for run in page.rows
    )
    heads = [Column(verbose_name(name), number=True) for name in numbers]
    table = Table((Column("文件"), Column("时间", phone=False), Column("状态"), *heads), rows, pager(page, query))
    head = PageHead(
        "导入专利",
        subtitle="先检查，列出将要新增、更新和有误的行；确认后才写入。同一文件再次导入不会产生变化。",
        trail=(Link("专利基础库", reverse("patents")),),
    )
    return {"form": form, "head": head, "table": table if rows else None}


def run_context(actor: Actor, run: ImportRun) -> dict[str, Any]:
    checked, paused = run.state == states.CHECKED, pause(run)
    may_confirm = checked and bool(run.spool) and run.new + run.changed + run.disagreements > 0
    return {
        "run": run,
        "head": _head(run, paused),
        "progress": progress(run) if stage(run) or paused == STOPPED else None,
        "figures": _figures(actor, run) if run.rows and run.state != states.CHECKING else [],
        "problems": _problems(run, may_confirm),
        "may_confirm": may_confirm,
        "may_replace": checked and not may_confirm,
        "may_correct": run.state in {states.CHECKED, states.CHECKING} and bool(run.upload),
        "may_go_on": may_go_on(run),
        "may_stop": run.state == states.APPLYING,
        "skips": "无法读取的文件" if unread_files(run) == run.refused > 0 else "有误的行",
        "about": _about(run),
        "changes": _changes_table(run) if run.changed else None,
        "unmatched": run.unmatched_names[:NAMES_SHOWN],
        "out_of_scope": run.out_of_scope_names[:NAMES_SHOWN],
        **_notices(run),
    }


def _notices(run: ImportRun) -> dict[str, Any]:
    """What nobody refused and everybody should know: sheets that were not read, and rows put right by their number."""
    corrected = [one for one in run.notices if one["code"] != SHEET_LEFT_OUT]
    unread = [one["message"] for one in run.notices if one["code"] == SHEET_LEFT_OUT]
    return {"corrected": len(corrected), "notices": corrected[:SHOWN], "sheets": unread}


def progress(run: ImportRun) -> Progress:
    now = stage(run)
    url = f"{reverse('patents-import-progress', args=[run.pk])}?stage={now}"
    if now == states.CHECKING:
        return Progress(
            "正在检查", "running", url, Spool(run.spool).told(), 0, "读取、清洗并与库内比对；可以离开这一页"
        )
    rows = figure_of(run, "rows")
    done = run.next_row * rows // run.last_row if run.last_row else 0  # places have gaps where a file is read in parts
    if now == states.APPLYING:
        note = f"已新增 {run.applied_new:,} 件、更新 {run.applied_changed:,} 件；如果中断，可以从已完成处继续"
        return Progress("正在导入", "running", url, done, rows, note)
    if pause(run) == STOPPED:
        note = f"做到第 {done:,} 行，共 {rows:,} 行：已新增 {run.applied_new:,} 件、更新 {run.applied_changed:,} 件"
        return Progress("导入", "failed", "", done, rows, note)
    if now == RETURNING:
        return Progress("正在写出标明问题的文件", "running", url, note="写好后在下面下载；不必等它，可以离开这一页")
    state = "failed" if run.state == states.FAILED else "done"
    return Progress(state_of(run), state, "", rows, rows)  # type: ignore[arg-type]


def _head(run: ImportRun, paused: str) -> PageHead:
    above = (Link("专利基础库", reverse("patents")), Link("导入", reverse("patents-import")))
    title = PAUSED.get(paused) or TITLES.get(run.state, "导入结果")
    head = PageHead(title, subtitle=f"{run.file_name} · {state_of(run)}", trail=above)
    if paused != AWAITING:
        return head
    drop = Step("放弃", reverse("patents-import-confirm", args=[run.pk]), "post", "drop", "1")
    if returning.upload_of(run) is None:
        return replace(head, why="上传的文件只保留一天，已经过期。请放弃这次导入，重新上传。", step=drop)
    step = Step("核对栏目", reverse("patents-import-columns", args=[run.pk]))
    return replace(head, why="还不清楚每一栏是什么，核对后才开始检查。", step=step, others=(drop,))


def _figures(actor: Actor, run: ImportRun) -> list[Figure]:
    """Those whose list is kept no more are facts, see `_about`."""
    gone = _unlisted(run)
    names = [name for name in (*COUNTED, "disagreements") if getattr(run, name) or name in ALWAYS]
    figures = [_figure(run, name) for name in names if name not in gone]
    if run.applied_new + run.applied_changed or (run.state == states.DONE and run.new + run.changed):
        mine = queries.patents_in_view(actor).filter(import_run_id=run.pk).count()
        figures.append(
            Figure("写入且此后未再更新", mine, f"{reverse('patents')}?import_run={run.pk}", "件", formula=HELD)
        )
    return figures


def _figure(run: ImportRun, name: str) -> Figure:
    return Figure(
        label_of(run, name),
        figure_of(run, name),
        f"{reverse('patents-import-rows', args=[run.pk])}?what={name}",
        unit_of(run, name),
        note=_beside(run, name),
        tone=TONES.get(name, "neutral"),
    )


def _beside(run: ImportRun, name: str) -> str:
    unread = unread_files(run) if name == "refused" else 0
    return f"另有 {unread} 个文件无法读取" if 0 < unread < run.refused else ""


def _unlisted(run: ImportRun) -> list[str]:
    """What is listed from the spool, once that is gone."""
    if Spool(run.spool).folder.is_dir() and run.spool:
        return []
    return [name for name in NAMES.values() if getattr(run, name)]


def _about(run: ImportRun) -> tuple[Fact, ...]:
    used = "；".join(f"{heading} → {field_label(name)}" for heading, name in run.columns.items() if name)
    ignored = "、".join(heading for heading, name in run.columns.items() if not name)
    facts = [
        Fact("来源类别", SOURCE_LABELS.get(run.source_kind, ""), "assumed", "来源等级为本系统规则，决定冲突时以谁为准"),
        Fact("数据日期", run.as_of or timezone.localdate(run.at)),
    ]
    facts += [Fact("读取的栏目", used, wide=True)] if used else []
    facts += [Fact("未读取的栏目", ignored, wide=True)] if ignored else []
    facts += [Fact("有误的行", "已跳过")] if run.skip_bad_rows and run.refused else []
    facts += [
        Fact(verbose_name(name), f"{figure_of(run, name):,} 行", source="逐行清单只保留十四天，已经清理")
        for name in _unlisted(run)
    ]
    return tuple(facts)


def _problems(run: ImportRun, may_confirm: bool) -> Problems | None:
    """Where there are many the kinds come first, and then fewer rows."""
    if not run.problems or run.state == states.CHECKING:
        return None
    total = max(run.problem_count, len(run.problems))
    is_many = total > FEW and bool(run.problem_kinds)
    next_step = "请按提示修改文件后重新上传。" if run.state not in {states.APPLYING, states.DONE} else ""
    if may_confirm:
        next_step = "请按提示修改文件后重新上传；也可以跳过它们，先导入其余的。"
    return Problems(
        _problems_title(run),
        tuple(_problem(run, one) for one in run.problems[: FEW if is_many else SHOWN]),
        total,
        next_step,
        reverse("patents-import-errors", args=[run.pk]) if returning.may_ask(run) else "",
        "下载原文件，逐行标明问题",
        tuple(ProblemKind(_problem(run, one), one["count"]) for one in run.problem_kinds) if is_many else (),
    )


def _problems_title(run: ImportRun) -> str:
    unread = unread_files(run)
    said = [f"{run.refused - unread:,} 行有误"] if run.refused > unread else []
    said += [f"{unread:,} 个文件无法读取"] if unread else []
    return "，".join(said) or "文件没有通过检查"


def _problem(run: ImportRun, told: dict[str, Any]) -> RowProblem:
    """The name of the file stands above the page; packages have several."""
    file = told["file"] if told["file"] != run.file_name or not told["line"] else ""
    return RowProblem(told["message"], file, told["line"] or None, told["column"], told["value"])


def _changes_table(run: ImportRun) -> Table:
    rows = tuple(
        Row((Cell(number), Cell(field_label(name)), Cell(shown_value(name, before)), Cell(shown_value(name, after))))
        for _, number, name, before, after in Spool(run.spool).records("changes", SHOWN)
    )
    exports = (Link("全部变化（xlsx）", reverse("patents-import-changes", args=[run.pk])),)
    before = "库内原值" if run.state == states.DONE else "库内现值"
    return Table(
        (Column("专利"), Column("项目"), Column(before), Column("文件中的值")),
        rows,
        Pager(len(rows), len(rows), capped=len(rows) == SHOWN),
        exports,
        Empty("变化明细已过期"),
    )


def changes_workbook(run: ImportRun) -> BytesIO:
    columns = [writing.Column("专利", 18), writing.Column("项目", 18), writing.Column("库内原值", 50)]
    sheet = writing.Sheet("变化明细", [*columns, writing.Column("文件中的值", 50)], _change_lines(run))
    out = BytesIO()
    writing.write_workbook(out, [sheet], demonstration=False)
    return out


def _change_lines(run: ImportRun) -> Iterator[list[str]]:
    for _, number, name, before, after in Spool(run.spool).records("changes"):
        yield [number, field_label(name), shown_value(name, before), shown_value(name, after)]


def columns_context(run: ImportRun, form: ColumnsForm, proposal: ColumnProposal) -> dict[str, Any]:
    columns = [form[f"column_{at}"] for at in range(len(proposal.columns))]
    head = PageHead(
        "核对栏目",
        subtitle=f"{run.file_name}：每一栏是什么。确认后记住，下次同样的文件不再询问。",
        trail=(Link("专利基础库", reverse("patents")), Link("导入", reverse("patents-import"))),
        others=(Step("放弃", reverse("patents-import-confirm", args=[run.pk]), "post", "drop", "1"),),
    )
    return {"run": run, "form": form, "head": head, "columns": columns}
