"""What the pages of the base library say: facts with their standing, heads with the next step, outcomes of imports."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.forms import Form
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
    Problems,
    Row,
    RowProblem,
    Step,
    Table,
    Tag,
    Tone,
)
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import Policy
from huoshui.orgs import public as orgs
from huoshui.patents import rules
from huoshui.patents.models import ATTRIBUTIONS, RUN_STATES, STANDARD, ImportRun, Patent
from huoshui.patents.outcome import Counts
from huoshui_core.reference import ipc_title

UNKNOWN_STATUS = "未知"
BASIC = (
    "publication_no",
    "application_no",
    "kind",
    "stage",
    "applicants",
    "inventors",
    "filing_date",
    "publication_date",
    "grant_date",
    "main_class",
    "classes",
    "legal_status",
    "province",
    "city",
)


def facts(row: Patent, names: Iterable[str] = BASIC) -> tuple[Fact, ...]:
    """Fields of the standard by name, with the standing of their value list."""
    return tuple(_fact(row, name) for name in names)


def _fact(row: Patent, name: str) -> Fact:
    field = STANDARD.field(name)
    value = getattr(row, name)
    standing = field.codes.standing if field.codes else ""
    if name == "legal_status":
        label = field.codes.label(value) if field.codes and value else UNKNOWN_STATUS
        return Fact(field.label, f"{label}（截至 {row.as_of:%Y-%m-%d}）", standing, field.source)
    if field.codes and isinstance(value, str):
        value = field.codes.values.get(value, value)
    if name == "main_class" and value:
        title = "" if row.kind == "design" else ipc_title(value[:4]) or ""
        value = f"{value} {title}".strip()
    return Fact(field.label, value, standing, field.source if standing else "", wide=name == "classes")


def origin_facts(row: Patent) -> tuple[Fact, ...]:
    """Where the row comes from, and what the system works out from it."""
    today = clock.today()
    in_force = rules.is_in_force(row.stage, row.legal_status, row.expires_on, today)
    return (
        Fact("保护期限届满日", row.expires_on, "local", "由申请日和《专利法》第四十二条推算，未计期限补偿"),
        Fact("是否有效", {True: "有效", False: "非有效", None: "未知，以登记簿为准"}[in_force]),
        Fact("所属单位", row.org_name),
        Fact("归属", ATTRIBUTIONS[row.attribution]),
        Fact("数据来源", row.source),
        Fact("数据日期", row.as_of),
    )


def patent_context(row: Patent) -> dict[str, Any]:
    return {
        "row": row,
        "head": PageHead(
            row.title, subtitle=f"{row.org_name} · {row}", trail=(Link("专利基础库", reverse("patents")),)
        ),
        "tag": Tag("归属待核对", "warn") if row.attribution == "unconfirmed" else None,
        "facts": facts(row),
        "origin": origin_facts(row),
        "labels": {name: STANDARD.field(name).label for name in ("abstract", "first_claim")},
    }


def list_head(actor: Actor) -> PageHead:
    others = [Step("各单位件数", reverse("patents-institutions"))]
    if Policy.may(actor, "patents.import"):
        others.insert(0, Step("导入专利", reverse("patents-import")))
    return PageHead(
        "专利基础库", subtitle="国家知识产权局公布的著录数据，按单位归集；盘点从这里开始", others=tuple(others)
    )


def _has_something_to_take(run: ImportRun) -> bool:
    return run.state == "checked" and bool(run.upload) and run.new + run.changed > 0


def run_context(run: ImportRun) -> dict[str, Any]:
    checked = run.state == "checked"
    return {
        "run": run,
        "head": PageHead(
            "核对后确认导入" if checked else "导入结果",
            subtitle=run.file_name,
            trail=(Link("专利基础库", reverse("patents")), Link("导入", reverse("patents-import"))),
        ),
        "figures": _figures(run),
        "problems": _problems(run),
        "may_confirm": _has_something_to_take(run),
        "may_replace": checked and bool(run.upload) and not _has_something_to_take(run),
        "gone": checked and not run.upload,
        "unmatched": run.unmatched_names,
        "out_of_scope": run.out_of_scope_names[:50],
        "notices": run.notices[:200],
    }


def _figures(run: ImportRun) -> list[Figure]:
    here = reverse("patents-import-run", args=[run.pk])
    tones: dict[str, Tone] = {"new": "good", "changed": "info", "refused": "bad"}
    units = {"unmatched": "家"}
    return [
        Figure(_column(name), getattr(run, name), here, units.get(name, "行"), tone=tones.get(name, "neutral"))
        for name in Counts.__slots__
        if getattr(run, name) or name in ("rows", "new", "changed", "same")
    ]


def _column(name: str) -> str:
    return str(getattr(ImportRun._meta.get_field(name), "verbose_name", name))


def _problems(run: ImportRun) -> Problems | None:
    if not run.problems:
        return None
    rows = tuple(
        RowProblem(one["message"], one["file"], one["line"] or None, one["column"], one["value"])
        for one in run.problems
    )
    next_step = "请按提示修改文件后重新上传。" if run.state == "checked" else ""
    if _has_something_to_take(run):
        next_step = "请按提示修改文件后重新上传；也可以跳过这些行，先导入其余的。"
    return Problems(f"{run.refused} 行有误", rows[:200], len(rows), next_step)


def institutions_context(totals: Sequence[Mapping[str, int]]) -> dict[str, Any]:
    cards = orgs.cards(row["org_id"] for row in totals)
    rows = tuple(_institution_row(cards[row["org_id"]], row) for row in totals)
    table = Table(
        columns=(
            Column("单位"),
            Column("专利", number=True),
            Column("授权", number=True),
            Column("授权发明", number=True),
            Column("归属待核对", number=True),
        ),
        rows=rows,
        pager=Pager(len(rows), len(rows)),
        empty=Empty("还没有专利", "导入后按单位显示件数。"),
    )
    return {"head": PageHead("各单位件数", trail=(Link("专利基础库", reverse("patents")),)), "table": table}


def _institution_row(card: orgs.OrganisationCard, row: Mapping[str, int]) -> Row:
    here = f"{reverse('patents')}?org={card.id}"
    numbers = (
        Cell(row["total"], here),
        Cell(row["granted"], f"{here}&stage=granted"),
        Cell(row["invention"], f"{here}&stage=granted&kind=invention"),
        Cell(row["unconfirmed"]),
    )
    return Row((Cell(card.name, note="" if card.standing == "confirmed" else "名称待核对"), *numbers), here)


def upload_context(form: Form, runs: Iterable[ImportRun]) -> dict[str, Any]:
    numbers = ("rows", "new", "changed", "refused")
    rows = tuple(
        Row(
            (
                Cell(run.file_name),
                Cell(timezone.localtime(run.at).strftime("%Y-%m-%d %H:%M")),
                Cell(run.state, tag=Tag(RUN_STATES[run.state], "good" if run.state == "done" else "neutral")),
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
