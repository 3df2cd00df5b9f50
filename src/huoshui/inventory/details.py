"""What the inventory's pages say: heads with the one next step, figures, facts of the patent beside its form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.forms import Form
from django.urls import reverse

from huoshui.display.parts import (
    Cell,
    Column,
    Empty,
    Fact,
    Figure,
    Link,
    PageHead,
    Problems,
    Row,
    Step,
    Suggestion,
    Table,
    Tag,
)
from huoshui.inventory import forms, queries, rules, states
from huoshui.inventory.listings import TONES
from huoshui.inventory.models import Dossier
from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import Policy
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents
from huoshui.rights import public as rights

SHOWN = 200  # problems on one page
FIRST = ("publication_no", "kind", "grant_date")
MORE = ("application_no", "applicants", "inventors", "filing_date", "classes")


def state_link(*wanted: str) -> str:
    return f"{reverse('dossiers')}?state={wanted[0]}" if len(wanted) == 1 else reverse("dossiers")


def state_figures(counts: Mapping[str, int]) -> list[Figure]:
    return [
        Figure(label, counts[state], state_link(state), "件", tone=TONES.get(state, "neutral"))
        for state, label in states.LABELS.items()
        if counts[state] or state in (states.UNOPENED, states.ACCEPTED)
    ]


def list_head(actor: Actor, counts: Mapping[str, int]) -> PageHead:
    """The step that this role's day begins with."""
    waiting = {
        "secretary": (states.COLLEGE_REVIEW, "件待您初审", "去审核"),
        "office": (states.SCHOOL_REVIEW, "件待单位审核", "去审核"),
        "inventor": (states.UNOPENED, "件专利等您确认，每件约两分钟", "开始盘点"),
    }
    for role, (state, why, label) in waiting.items():
        if role in actor.roles and counts[state]:
            return PageHead(
                "盘点", why=f"{counts[state]} {why}", step=Step(label, state_link(state)), others=_others(actor)
            )
    return PageHead("盘点", subtitle="每件专利一份档案：预填、确认、审核、入库", others=_others(actor))


def _others(actor: Actor) -> tuple[Step, ...]:
    return (Step("批量填报", reverse("dossier-batch")),) if Policy.may(actor, "inventory.fill") else ()


def bulk_steps(actor: Actor) -> list[Step]:
    """Buttons under the list, for the rows ticked."""
    verdicts = (("pass", "inventory.review_college"), ("accept", "inventory.review_school"))
    own = orgs.card(actor.org_id)
    machine = states.machine(two_step=own is None or own.two_step_review)
    return [
        Step(machine.moves[name].label, reverse("dossier-review"), "post", "verdict", name)
        for name, permission in verdicts
        if name in machine.moves and Policy.may(actor, permission)
    ]


def people_to_assign(actor: Actor) -> list[tuple[int, str]]:
    """Account and name of the inventors of the institution, or of the actor's college; [] for who may not assign."""
    people = queries.inventors_to_entrust(actor) if Policy.may(actor, "inventory.assign") else []
    return sorted(((one.user_id, one.name) for one in people), key=lambda one: one[1])


def dossier_context(actor: Actor, row: Dossier, form: Form) -> dict[str, Any]:
    organisation = orgs.card(row.org_id)
    machine = states.machine(two_step=bool(organisation and organisation.two_step_review))
    moves = {move.name for move in machine.open_moves(row.state)}
    may_fill = Policy.may(actor, "inventory.fill") and "submit" in moves
    return {
        "row": row,
        "head": PageHead(
            row.patent.title,
            subtitle=organisation.name if organisation else "",
            trail=(Link("盘点", reverse("dossiers")),),
        ),
        "tag": Tag(states.LABELS[row.state], TONES.get(row.state, "neutral")),
        "facts": patents.facts(row.patent_id, FIRST),
        "more_facts": patents.facts(row.patent_id, MORE),
        "abstract": row.patent.abstract,
        "barred": rights.barred([row.patent_id]).get(row.patent_id, ""),
        "values": value_facts(row) if Policy.may(actor, "inventory.read_values") else (),
        "form": form if may_fill else None,
        "may_submit": Policy.may(actor, "inventory.submit"),
        "fields": _fields(row, form) if may_fill else (),
        "reviews": _review_steps(actor, moves),
        "may_reopen": "reopen" in moves and Policy.may(actor, "inventory.reopen"),
        "demonstration": row.demonstration,
    }


def _fields(row: Dossier, form: Form) -> list[dict[str, Any]]:
    suggested = forms.suggestions_of(row)
    return [
        {
            "field": form[field.name],
            "look": getattr(form.fields[field.name], "look", ""),
            "suggestion": _told(suggested.get(field.name), form[field.name].value()),
            "standing": field.standing,
            "source": field.source,
        }
        for field in rules.FIELDS
    ]


def _told(suggestion: Suggestion | None, value: Any) -> Suggestion | None:
    """A suggestion that the field holds already has nothing left to accept."""
    held = tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)
    return replace(suggestion, accepted=held == suggestion.values) if suggestion else None


def _review_steps(actor: Actor, moves: set[str]) -> list[Step]:
    verdicts = {
        "pass": "inventory.review_college",
        "accept": "inventory.review_school",
        "return": "inventory.review_college",
        "send_back": "inventory.review_school",
    }
    return [
        Step(states.TWO_STEP.moves[name].label, reverse("dossier-review"), "post", "verdict", name)
        for name, permission in verdicts.items()
        if name in moves and Policy.may(actor, permission)
    ]


def value_facts(row: Dossier) -> list[Fact]:
    return [
        Fact(field.label, _text(field.name, row.values.get(field.name)), field.standing, field.source)
        for field in rules.FIELDS
    ]


def _text(name: str, value: Any) -> str:
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    values = value if isinstance(value, list) else [value]
    return "、".join(forms.label_of(name, str(one)) for one in values)


def batch_context(form: Form, problems: Sequence[Any], *, waiting: int) -> dict[str, Any]:
    return {
        "head": PageHead(
            "批量填报",
            subtitle="先下载预填好的工作簿，在 Excel 里填写，再整份上传；有一处不对就一行都不写入",
            trail=(Link("盘点", reverse("dossiers")),),
            why=f"{waiting} 件待填写",
            step=Step("下载工作簿", reverse("dossier-sheet")),
        ),
        "form": form,
        "problems": Problems("未写入任何内容，请改正后重新上传", tuple(problems[:SHOWN]), len(problems))
        if problems
        else None,
    }


def waiting_table(rows: Iterable[Dossier]) -> Table:
    """For the first page: the next few, each one tap away."""
    lines = [
        Row(
            (Cell(row.patent.title), Cell(tag=Tag(states.LABELS[row.state], TONES.get(row.state, "neutral")))),
            reverse("dossier", args=[row.pk]),
        )
        for row in rows
    ]
    return Table(
        (Column("专利名称"), Column("盘点状态")),
        tuple(lines),
        empty=Empty("没有待您填写的专利"),
        caption="接下来的几件",
    )
