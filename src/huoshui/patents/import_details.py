"""What the pages of an import say: figures that open their rows, what becomes another, what is wrong and what to do."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

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
from huoshui.kernel.errors import NotFound
from huoshui.patents import returning, states
from huoshui.patents.details import field_label, shown_value
from huoshui.patents.forms import ColumnsForm, UploadForm
from huoshui.patents.loading.samples import NAMES
from huoshui.patents.loading.spool import Spool
from huoshui.patents.models import RUN_STATES, ImportRun
from huoshui.patents.outcome import COUNTED
from huoshui.patents.rules import SOURCE_LABELS
from huoshui_core.standards import writing
from huoshui_core.standards.reading import ColumnProposal

SHOWN = 200
FEW = 20  # problems that are read one by one
RETURNING = "returning"
TONES: dict[str, Tone] = {"new": "good", "changed": "info", "refused": "bad", "disagreements": "warn"}
UNITS = {"unmatched": "家", "disagreements": "项"}
TITLES = {states.CHECKING: "正在检查", states.CHECKED: "核对后确认导入", states.APPLYING: "正在导入"}
STATE_TONES: dict[str, Tone] = {states.DONE: "good", states.FAILED: "bad", states.APPLYING: "info"}


def upload_context(form: UploadForm, runs: Iterable[ImportRun]) -> dict[str, Any]:
    numbers = ("rows", "new", "changed", "refused")
    rows = tuple(
        Row(
            (
                Cell(run.file_name),
                Cell(timezone.localtime(run.at).strftime("%Y-%m-%d %H:%M")),
                Cell(run.state, tag=Tag(RUN_STATES[run.state], STATE_TONES.get(run.state, "neutral"))),
                *(Cell(getattr(run, name)) for name in numbers),
            ),
            reverse("patents-import-run", args=[run.pk]),
        )
        for run in runs
    )
    heads = [Column(_column(name), number=True) for name in numbers]
    table = Table((Column("文件"), Column("时间", phone=False), Column("状态"), *heads), rows)
    head = PageHead(
        "导入专利",
        subtitle="先检查，列出将要新增、更新和有误的行；确认后才写入。同一文件再次导入不会产生变化。",
        trail=(Link("专利基础库", reverse("patents")),),
    )
    return {"form": form, "head": head, "table": table if rows else None}


def run_context(run: ImportRun) -> dict[str, Any]:
    checked = run.state == states.CHECKED
    may_confirm = checked and bool(run.spool) and run.new + run.changed + run.disagreements > 0
    return {
        "run": run,
        "head": _head(run, TITLES.get(run.state, "导入结果")),
        "progress": progress(run) if stage(run) else None,
        "figures": _figures(run) if run.rows and run.state != states.CHECKING else [],
        "problems": _problems(run, may_confirm),
        "may_confirm": may_confirm,
        "may_replace": checked and not may_confirm,
        "may_correct": run.state in {states.CHECKED, states.CHECKING} and bool(run.upload),
        "may_go_on": run.state == states.APPLYING,
        "about": _about(run),
        "changes": _changes_table(run) if run.changed else None,
        "unmatched": run.unmatched_names,
        "out_of_scope": run.out_of_scope_names[:50],
        "notices": run.notices[:SHOWN],
    }


def stage(run: ImportRun) -> str:
    """What is being worked at, "" for nothing."""
    if run.state in {states.CHECKING, states.APPLYING}:
        return run.state
    return RETURNING if returning.is_awaited(run) else ""


def progress(run: ImportRun) -> Progress:
    now = stage(run)
    url = f"{reverse('patents-import-progress', args=[run.pk])}?stage={now}"
    if now == states.CHECKING:
        return Progress(
            "正在检查", "running", url, Spool(run.spool).told(), 0, "读取、清洗并与库内比对；可以离开这一页"
        )
    if now == states.APPLYING:
        note = f"已新增 {run.applied_new} 件、更新 {run.applied_changed} 件；中断后从已完成处继续"
        return Progress("正在导入", "running", url, run.next_row, run.last_row, note)
    if now == RETURNING:
        return Progress("正在写出标明问题的文件", "running", url, note="写好后在下面下载；不必等它，可以离开这一页")
    state = "failed" if run.state == states.FAILED else "done"
    return Progress(RUN_STATES[run.state], state, "", run.last_row, run.last_row)  # type: ignore[arg-type]


def _head(run: ImportRun, title: str, *trail: Link) -> PageHead:
    above = (Link("专利基础库", reverse("patents")), Link("导入", reverse("patents-import")), *trail)
    return PageHead(title, subtitle=f"{run.file_name} · {RUN_STATES[run.state]}", trail=above)


def _figures(run: ImportRun) -> list[Figure]:
    shown = (*COUNTED, "disagreements")
    always = ("rows", "new", "changed", "same")
    return [
        Figure(
            _column(name), getattr(run, name), _url(run, name), UNITS.get(name, "行"), tone=TONES.get(name, "neutral")
        )
        for name in shown
        if getattr(run, name) or name in always
    ]


def _url(run: ImportRun, name: str) -> str:
    """The list behind a figure; of what is loaded, the patents themselves."""
    if name in {"new", "changed"} and run.state == states.DONE:
        return f"{reverse('patents')}?import_run={run.pk}"
    return f"{reverse('patents-import-rows', args=[run.pk])}?what={name}"


def _column(name: str) -> str:
    return str(getattr(ImportRun._meta.get_field(name), "verbose_name", name))


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
    return tuple(facts)


def _problems(run: ImportRun, may_confirm: bool) -> Problems | None:
    """Where there are many the kinds come first, and then fewer rows."""
    if not run.problems or run.state == states.CHECKING:
        return None
    total = max(run.problem_count, len(run.problems))
    is_many = total > FEW and bool(run.problem_kinds)
    next_step = "请按提示修改文件后重新上传。" if run.state != states.DONE else ""
    if may_confirm:
        next_step = "请按提示修改文件后重新上传；也可以跳过这些行，先导入其余的。"
    return Problems(
        f"{run.refused:,} 行有误" if run.refused else "文件没有通过检查",
        tuple(_problem(run, one) for one in run.problems[: FEW if is_many else SHOWN]),
        total,
        next_step,
        reverse("patents-import-errors", args=[run.pk]) if returning.may_ask(run) else "",
        "下载原文件，逐行标明问题",
        tuple(ProblemKind(_problem(run, one), one["count"]) for one in run.problem_kinds) if is_many else (),
    )


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
    return Table(
        (Column("专利"), Column("项目"), Column("库内现值"), Column("文件中的值")),
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


def rows_context(run: ImportRun, what: str) -> dict[str, Any]:
    """The first rows of a verdict; what is not kept row by row is on the page of the import itself."""
    if what in NAMES.values():
        table = _sample(run, what)
    elif what in (*COUNTED, "disagreements"):
        table = _listed(run, what)
    else:
        raise NotFound("没有这个清单", what=what)
    back = Link(run.file_name, reverse("patents-import-run", args=[run.pk]))
    return {"head": _head(run, f"{_column(what)}（{getattr(run, what)}）", back), "table": table}


def _sample(run: ImportRun, what: str) -> Table:
    rows = tuple(
        Row((Cell(int(line)), Cell(file or run.file_name), Cell(number or application), Cell(title)))
        for line, file, number, application, title in Spool(run.spool).records(f"sample-{what}", SHOWN)
    )
    columns = (Column("行", number=True), Column("文件", phone=False), Column("号码"), Column("专利名称"))
    return Table(columns, rows, Pager(len(rows), getattr(run, what)), empty=Empty("没有这样的行"))


def _listed(run: ImportRun, what: str) -> Table:
    if what == "refused":
        cells = [(one["line"], one["column"], one["value"], one["message"]) for one in run.problems]
        heads = ("行", "栏目", "填写的是", "问题")
    elif what in {"unmatched", "out_of_scope"}:
        kept = run.unmatched_names if what == "unmatched" else run.out_of_scope_names
        cells = [(one["name"], one["rows"], one.get("hint", ""), "") for one in kept]
        heads = ("名称", "行数", "说明", "")
    else:
        cells = [(_column(name), getattr(run, name), "", "") for name in COUNTED if name != "rows"]
        heads = ("类别", "行数", "", "")
    rows = tuple(Row(tuple(Cell(value) for value in row)) for row in cells[:SHOWN])
    return Table(tuple(map(Column, heads)), rows, Pager(len(rows), len(cells)), empty=Empty("没有记录"))


def columns_context(run: ImportRun, form: ColumnsForm, proposal: ColumnProposal) -> dict[str, Any]:
    columns = [form[f"column_{at}"] for at in range(len(proposal.columns))]
    head = PageHead(
        "核对栏目",
        subtitle=f"{run.file_name}：每一栏是什么。确认后记住，下次同样的文件不再询问。",
        trail=(Link("专利基础库", reverse("patents")), Link("导入", reverse("patents-import"))),
        others=(Step("放弃", reverse("patents-import-confirm", args=[run.pk]), "post", "drop", "1"),),
    )
    return {"run": run, "form": form, "head": head, "columns": columns, "missing": proposal.missing}
