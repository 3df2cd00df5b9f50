"""What the pages of imports say: the form with former runs, the outcome with what to do next."""

from collections.abc import Iterable
from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils import timezone

from huoshui.display.parts import (
    Cell,
    Column,
    Figure,
    Link,
    PageHead,
    Problems,
    Row,
    RowProblem,
    Step,
    Table,
    Tag,
    Tone,
)
from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import Policy
from huoshui.rights.models import RUN_STATES, SUBJECTS, EventRun
from huoshui.rights.outcome import EventCounts

SHOWN = 200


def list_head(actor: Actor) -> PageHead:
    others = (Step("导入法律事件", reverse("legal-events-import")),) if Policy.may(actor, "rights.import") else ()
    return PageHead(
        "法律事件", subtitle="授权、缴费、终止、恢复、转移、许可、质押、保全、无效，各有来源和日期", others=others
    )


def upload_context(form: Form, runs: Iterable[EventRun]) -> dict[str, Any]:
    numbers = ("rows", "new", "refused", "unmatched")
    rows = tuple(
        Row(
            (
                Cell(run.file_name, note=SUBJECTS[run.subject]),
                Cell(timezone.localtime(run.at).strftime("%Y-%m-%d %H:%M")),
                Cell(run.state, tag=Tag(RUN_STATES[run.state], "good" if run.state == "done" else "neutral")),
                *(Cell(getattr(run, name)) for name in numbers),
            ),
            reverse("legal-events-run", args=[run.pk]),
        )
        for run in runs
    )
    heads = [Column(_column(name), number=True) for name in numbers]
    table = Table((Column("文件"), Column("时间", phone=False), Column("状态"), *heads), rows)
    head = PageHead(
        "导入法律事件",
        subtitle="先检查，列出将要新增的、有误的和基础库中没有的；确认后才写入。同一事件再次导入不会重复。",
        trail=_trail(),
    )
    return {"form": form, "head": head, "table": table if rows else None}


def run_context(run: EventRun) -> dict[str, Any]:
    checked = run.state == "checked"
    may_take = checked and bool(run.upload) and run.new > 0
    return {
        "run": run,
        "head": PageHead(
            "核对后确认导入" if checked else "导入结果",
            subtitle=f"{SUBJECTS[run.subject]} · {run.file_name}" + (f" · 截至 {run.as_of}" if run.as_of else ""),
            trail=(*_trail(), Link("导入", reverse("legal-events-import"))),
        ),
        "figures": _figures(run),
        "problems": _problems(run, may_take=may_take),
        "may_confirm": may_take,
        "may_replace": checked and bool(run.upload) and not may_take,
        "gone": checked and not run.upload,
        "unmatched": run.unmatched_numbers[:SHOWN],
    }


def _trail() -> tuple[Link, ...]:
    return (Link("法律事件", reverse("legal-events")),)


def _figures(run: EventRun) -> list[Figure]:
    here = reverse("legal-events-run", args=[run.pk])
    tones: dict[str, Tone] = {"new": "good", "refused": "bad", "unmatched": "warn"}
    return [
        Figure(
            _column(name),
            getattr(run, name),
            here,
            "件" if name == "patents" else "行",
            tone=tones.get(name, "neutral"),
        )
        for name in EventCounts.__slots__
        if getattr(run, name) or name in ("rows", "new", "same")
    ]


def _column(name: str) -> str:
    return str(getattr(EventRun._meta.get_field(name), "verbose_name", name))


def _problems(run: EventRun, *, may_take: bool) -> Problems | None:
    if not run.problems:
        return None
    rows = tuple(
        RowProblem(one["message"], one["file"], one["line"] or None, one["column"], one["value"])
        for one in run.problems
    )
    next_step = "请按提示修改文件后重新上传。" if run.state == "checked" else ""
    if may_take:
        next_step = "请按提示修改文件后重新上传；也可以跳过这些行，先导入其余的。"
    return Problems(f"{run.refused} 行有误", rows[:SHOWN], len(rows), next_step)
