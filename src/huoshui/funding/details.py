"""What the pages of funding say: figures that open their list, one patent's declaration, projects, clock, reasons."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.forms import Form
from django.urls import reverse

from huoshui.accounts import public as accounts
from huoshui.display.parts import (
    Cell,
    Column,
    Empty,
    Event,
    Fact,
    Figure,
    Link,
    PageHead,
    Problems,
    Row,
    Step,
    Table,
    Tag,
)
from huoshui.funding import queries, rules, states
from huoshui.funding.actions import SheetOutcome
from huoshui.funding.forms import DeclareForm, ProjectForm, ReasonForm
from huoshui.funding.listings import STATE_TONES, TONES
from huoshui.funding.models import Declaration, Project, Reason
from huoshui.funding.rules import CLOCK_SOURCE, CLOCKS, FUNDED, IMPLEMENTATION, NO_CLOCK, ORIGINS, REASON_NOTE, STANDARD
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import Policy
from huoshui.patents.public import PatentCard

SHOWN = 200  # problems on one page
TRAIL = "财政资助"
CLOCK_FORMULA = "财政资助、授权满五年、未实施、没有登记理由"


def figures(actor: Actor, counts: Mapping[str, int]) -> list[Figure]:
    here = reverse("funding")
    told: dict[str, Any] = {"unit": "件", "source": CLOCK_SOURCE, "as_of": clock.today()}
    return [
        Figure("满五年无理由", counts["passed"], f"{here}?clock=passed", tone="bad", formula=CLOCK_FORMULA, **told),
        Figure("一年内满五年", counts["due_soon"], f"{here}?clock=due_soon", tone="warn", **told),
        Figure(
            "满五年，实施状态未说明",
            counts["unclear"],
            f"{here}?clock=unclear",
            note="先在盘点档案里填写实施状态",
            **told,
        ),
        Figure("财政资助", counts["funded"], f"{here}?is_funded=yes", **told),
        Figure("待声明", counts["noted"], f"{here}?state=noted", tone="info", **told),
    ]


def list_context(actor: Actor) -> dict[str, Any]:
    counts = queries.counts(actor)
    others = []
    if Policy.may(actor, "funding.import"):
        others.append(Step("按表格声明", reverse("funding-sheet")))
    if Policy.may(actor, "funding.report"):
        others.append(Step("年度报告", reverse("funding-report")))
    step, why = None, ""
    if Policy.may(actor, "funding.give_reason") and counts["passed"]:
        why = f"{counts['passed']} 件财政资助专利授权超过五年没有实施，也没有登记理由"
        step = Step("去登记", f"{reverse('funding')}?clock=passed")
    head = PageHead("财政资助", subtitle=actor.org_name, why=why, step=step, others=tuple(others))
    return {"head": head, "figures": figures(actor, counts), "source": CLOCK_SOURCE}


def patent_context(actor: Actor, row: Declaration, forms: Mapping[str, Form] | None = None) -> dict[str, Any]:
    given = dict(forms or {})
    inside = Policy.may(actor, "funding.read_projects")
    projects = queries.projects_of([row.pk]).get(row.pk, []) if inside else []
    reasons = queries.reasons_of([row.pk]).get(row.pk, []) if inside else []
    may_declare, may_reason = Policy.may(actor, "funding.declare"), Policy.may(actor, "funding.give_reason")
    is_open = row.state == states.DECLARED and row.is_funded == "yes"
    return {
        "row": row,
        "head": PageHead(
            f"财政资助：{row.patent.title}",
            subtitle=f"{row.org_name} · {row.patent.publication_no or row.patent.application_no}",
            trail=(Link(TRAIL, reverse("funding")),),
            others=(Step("专利详情", reverse("patent", args=[row.patent_id])),),
        ),
        "tags": (Tag(states.LABELS[row.state], STATE_TONES[row.state]), *_clock_tag(row)),
        "facts": facts(row, inside=inside),
        "projects": _projects(row, projects, may_remove=may_declare and is_open) if inside else None,
        "declare_form": (given.get("declare") or _declare_form(row)) if may_declare else None,
        "project_form": (given.get("project") or ProjectForm()) if may_declare and is_open else None,
        "may_withdraw": may_declare and row.state == states.DECLARED,
        "reason_form": (given.get("reason") or ReasonForm()) if may_reason and row.is_funded == "yes" else None,
        "reasons": _events(reasons),
        "living_reasons": [one for one in reasons if one.ended_at is None] if may_reason else [],
        "reason_note": REASON_NOTE,
        "standard": {field.name: field for field in STANDARD.fields},
    }


def _declare_form(row: Declaration) -> Form:
    said = {"yes": True, "no": False}.get(row.is_funded)
    return DeclareForm(initial={"is_funded": said, "declared_on": row.declared_on})


def _clock_tag(row: Declaration) -> tuple[Tag, ...]:
    state = queries.clock_of(row)
    return (Tag(CLOCKS[state], TONES[state]),) if state in TONES else ()


def facts(row: Declaration, *, inside: bool) -> tuple[Fact, ...]:
    origin = f"（{ORIGINS[row.origin]}）" if row.origin else ""
    found = [
        Fact("是否由财政资助的科研项目形成", FUNDED[row.is_funded] + (origin if inside else ""), "assumed", _source()),
        Fact("授权公告日", row.granted_on),
        Fact(
            "满五年日",
            None if row.clock_ends_on == NO_CLOCK else row.clock_ends_on,
            "official",
            CLOCK_SOURCE,
        ),
        Fact("五年期限", CLOCKS[queries.clock_of(row)], "local", CLOCK_SOURCE),
    ]
    if inside:
        since = f"（{row.implementation_on:%Y-%m-%d} 盘点）" if row.implementation_on else ""
        found += [
            Fact("声明日期", row.declared_on, "assumed", _source()),
            Fact("实施状态", IMPLEMENTATION[row.implementation] + since, "assumed", "取自盘点档案"),
        ]
    return tuple(found)


def _source() -> str:
    return STANDARD.field("is_funded").source


def project_words(project: Project) -> dict[str, str]:
    """Heading → words, in the order of the standard."""
    words = {}
    for name in rules.PROJECT_FIELDS:
        field, value = STANDARD.field(name), getattr(project, name)
        words[field.label] = field.codes.values.get(value, value) if field.codes else value
    return words


def _projects(row: Declaration, projects: Sequence[Project], *, may_remove: bool) -> dict[str, Any]:
    columns = tuple(Column(STANDARD.field(name).label) for name in rules.PROJECT_FIELDS)
    lines = tuple(Row(tuple(Cell(value) for value in project_words(one).values())) for one in projects)
    empty = Empty("还没有登记项目", "声明为财政资助后，登记项目编号或名称；一件专利可以有多个项目。")
    return {
        "table": Table(columns, lines, empty=empty),
        "removable": [(one.pk, str(one)) for one in projects] if may_remove else [],
    }


def _events(reasons: Sequence[Reason]) -> list[Event]:
    people = accounts.people({one.by for one in reasons if one.by})
    return [
        Event(
            one.at,
            "已撤回的理由" if one.ended_at else "未实施的理由",
            people[one.by].name if one.by in people else "",
            one.text,
            "neutral" if one.ended_at else "info",
        )
        for one in reasons
    ]


def sheet_context(form: Form, problems: Sequence[Any], outcome: SheetOutcome | None) -> dict[str, Any]:
    head = PageHead(
        "按表格声明财政资助",
        subtitle="一行一件专利的一个项目；有一处不对就一行都不写入；同一份表格再次写入不会产生变化",
        trail=(Link(TRAIL, reverse("funding")),),
        why="先下载空白表格，或直接使用科研系统导出的项目专利对照表",
        step=Step("下载空白表格", reverse("funding-template")),
    )
    told = f"检查通过：{outcome.rows} 行，{outcome.patents} 件专利，将更新 {outcome.changed} 件" if outcome else ""
    found = Problems("未写入任何内容，请改正后重新上传", tuple(problems[:SHOWN]), len(problems)) if problems else None
    return {"form": form, "head": head, "problems": found, "told": told, "source": STANDARD.source}


def section(actor: Actor, card: PatentCard) -> dict[str, Any] | None:
    """For the page of the patent."""
    row = queries.declarations_in_view(actor).filter(patent_id=card.id).first()
    if row is None:
        return None
    return {
        "facts": facts(row, inside=Policy.may(actor, "funding.read_projects"))[:4],
        "tags": (Tag(states.LABELS[row.state], STATE_TONES[row.state]), *_clock_tag(row)),
        "url": reverse("funding-patent", args=[card.id]),
        "may_declare": Policy.may(actor, "funding.declare"),
    }
