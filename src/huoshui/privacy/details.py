"""What the pages of personal information say."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from huoshui.accounts import public as accounts
from huoshui.display.parts import Cell, Column, Empty, Fact, Link, PageHead, Row, Step, Table, Tag, Tone
from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import Policy
from huoshui.privacy import assessing, classes, queries, rules, states
from huoshui.privacy.forms import AssessmentForm
from huoshui.privacy.listings import LABELS
from huoshui.privacy.models import Contact, ImpactAssessment, PrivacyRequest
from huoshui.privacy.own import Section
from huoshui.privacy.retention import rules_known

DIRECTORY = Link("单位联系人", "/privacy/contacts/")
TONES: dict[str, Tone] = {states.OPEN: "warn", states.DONE: "good", states.APPROVED: "good", states.PROPOSED: "warn"}


def directory_head(actor: Actor) -> PageHead:
    step = Step("登记联系人", reverse("contact-new")) if Policy.may(actor, "privacy.edit_contacts") else None
    return PageHead(
        "单位联系人",
        subtitle="姓名和号码默认遮盖；显示或导出都会留下记录，本人可以看到",
        why="登记本单位的联系人，供上级和合作方联系" if step else "",
        step=step,
        others=(Step("个人信息保护说明", reverse("privacy")),),
    )


def contact_context(actor: Actor, row: Contact, words: rules.Words | None = None) -> dict[str, Any]:
    """With `words` the contact stands in clear, this once."""
    shown = {name: getattr(words, name) if words else queries.masked(row, name) for name in rules.FIELDS}
    facts = [Fact("职务/职责", row.duty), *(Fact(LABELS[name], value) for name, value in shown.items() if value)]
    is_own = queries.is_own(actor, row.org_id) and Policy.may(actor, "privacy.edit_contacts")
    return {
        "row": row,
        "head": PageHead(row.org_name, subtitle=row.duty or "联系人", trail=(DIRECTORY,)),
        "facts": [*facts, Fact("用途", rules.PURPOSES[row.purpose]), Fact("更新时间", queries.moment(row.changed_at))],
        "in_clear": words is not None or row.is_office,
        "may_reveal": Policy.may(actor, "privacy.reveal"),
        "may_edit": is_own,
    }


def section_table(section: Section) -> Table:
    headings = tuple(section.rows[0]) if section.rows else ()
    return Table(
        tuple(Column(heading) for heading in headings),
        tuple(Row(tuple(Cell(value) for value in row.values())) for row in section.rows),
        empty=Empty("没有"),
    )


def class_table() -> Table:
    rows = [Row((Cell(known), *(Cell(word) for word in words))) for known, words in classes.CLASSES.items()]
    return Table((Column("等级"), Column("名称"), Column("内容"), Column("能否离开本单位")), tuple(rows))


def field_table() -> Table:
    rows = [
        Row((Cell(title), Cell(known), Cell("、".join(labels))))
        for title, known, labels in classes.groups_of_standards()
    ]
    return Table((Column("数据集"), Column("等级"), Column("字段")), tuple(rows))


def retention_table() -> Table:
    days = queries.days_set()
    rows = [
        Row((Cell(rule.what), Cell(_days(days.get(key, rule.days))), Cell(rule.why), Cell(rule.then)))
        for key, rule in rules_known().items()
    ]
    return Table((Column("内容"), Column("保存"), Column("为什么"), Column("到期以后")), tuple(rows))


def retention_rows() -> list[dict[str, Any]]:
    return [
        {"rule": rule, "days": assessing.days_of(key), "is_set": key in queries.days_set()}
        for key, rule in rules_known().items()
    ]


def _days(days: int) -> str:
    return f"{days // 365} 年" if days and days % 365 == 0 else f"{days} 天"


def request_lines(rows: Iterable[PrivacyRequest]) -> list[dict[str, Any]]:
    known = list(rows)
    people = accounts.people({row.user_id for row in known})
    return [
        {
            "row": row,
            "person": people[row.user_id].name if row.user_id in people else "",
            "tag": Tag(row.get_state_display(), TONES.get(row.state, "neutral")),
            "is_open": row.state == states.OPEN,
        }
        for row in known
    ]


def assessment_table(rows: Iterable[ImpactAssessment]) -> Table:
    known = list(rows)
    people = accounts.people({row.made_by for row in known} | {row.approved_by for row in known})
    lines = [
        Row(
            (
                Cell(row.title),
                Cell(tag=Tag(row.get_state_display(), TONES.get(row.state, "neutral"))),
                Cell(people[row.made_by].name if row.made_by in people else ""),
                Cell(people[row.approved_by].name if row.approved_by in people else ""),
                Cell(row.made_at.date()),
                Cell(row.review_on),
            ),
            reverse("assessment", args=[row.pk]),
        )
        for row in known
    ]
    names = ("评估事项", "状态", "评估人", "批准人", "评估日期", "下次复评")
    empty = Empty("还没有评估", "自动推荐、委托处理、向外提供或公开个人信息之前要先评估（个人信息保护法第五十五条）。")
    return Table(tuple(Column(name) for name in names), tuple(lines), empty=empty)


def assessment_context(actor: Actor, row: ImpactAssessment) -> dict[str, Any]:
    people = accounts.people({row.made_by, row.approved_by})
    facts = [
        Fact("状态", row.get_state_display()),
        Fact("评估人", people[row.made_by].name if row.made_by in people else ""),
        Fact("评估时间", queries.moment(row.made_at)),
        Fact("批准人", people[row.approved_by].name if row.approved_by in people else ""),
        Fact("批准时间", queries.moment(row.approved_at)),
        Fact("下次复评", row.review_on),
    ]
    texts = [
        (AssessmentForm.base_fields[name].label, getattr(row, name)) for name in assessing.TEXTS if name != "title"
    ]
    waits = row.state == states.PROPOSED and row.made_by != actor.user_id
    return {
        "row": row,
        "head": PageHead(row.title, trail=(Link("影响评估", reverse("assessments")),)),
        "facts": facts,
        "texts": texts,
        "may_edit": row.state != states.APPROVED and Policy.may(actor, "privacy.assess"),
        "may_approve": waits and Policy.may(actor, "privacy.approve"),
        "waits_for_another": row.state == states.PROPOSED and row.made_by == actor.user_id,
    }
