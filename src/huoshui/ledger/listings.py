"""The ledger as a list: for who audits, and everybody's own part."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date

from huoshui.display.filters import Filter
from huoshui.display.listing import Column, Listing, contains, equals
from huoshui.display.parts import Empty
from huoshui.kernel.errors import Invalid
from huoshui.kernel.paging import Sort
from huoshui.kernel.policy import ROLES
from huoshui.ledger import labels, queries


def _from(days: int, bound: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    def apply(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        try:
            day = parse_date(value)
        except ValueError:
            day = None
        if day is None:
            raise Invalid(f"日期应如 2026-11-20，现为 {value}", field="date")
        moment = timezone.make_aware(datetime.combine(day, time.min)) + timedelta(days=days)
        return rows.filter(**{bound: moment})

    return apply


def _by_person(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(user_id__in=queries.people_named(text))


def _by_subject(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """`contact:12` is that one, `contact:` or a word all that begin so."""
    return rows.filter(subject=text) if text.partition(":")[2] else rows.filter(subject__startswith=text)


def _person(row: Any) -> str:
    name = row.person or ("访客或本节点" if row.user_id == 0 else f"用户 {row.user_id}")
    return f"{name}（代 {row.for_person or row.on_behalf_of}）" if row.on_behalf_of else name


def subject(row: Any) -> str:
    named = row.subject_person or row.subject_organisation
    return f"{labels.subject(row.subject)} {named}" if named else labels.subject(row.subject)


def at(row: Any) -> str:
    return f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}"


def seal(row: Any) -> str:
    return f"已封存 no. {row.n}" if row.n else "待封存"


_AT = Column("at", "时间", at, sort="at", width=20)
_PERSON = Column("person", "操作人", _person)
_ORGANISATION = Column("organisation", "单位", lambda row: row.organisation or "—", width=24, phone=False)
_ROLE = Column("role", "角色", lambda row: ROLES.get(row.role, row.role) or "—", width=14, phone=False)
_REST = [
    Column("verb", "动作", lambda row: labels.verb(row.verb), width=20),
    Column("subject", "对象", subject, width=28),
    Column(
        "outcome",
        "结果",
        lambda row: labels.OUTCOMES.get(row.outcome, row.outcome),
        tone=lambda row: "good" if row.outcome == "done" else "warn",
        width=10,
    ),
    Column("facts", "要点", lambda row: labels.facts(row.facts) or "—", width=40),
    Column("channel", "渠道", lambda row: labels.CHANNELS.get(row.channel, row.channel), width=10, phone=False),
    Column("seal", "封存", seal, width=18, phone=False),
    Column("line", "记录编号", lambda row: row.pk, on_page=False, width=12),
    Column("verb_code", "动作代码", lambda row: row.verb, on_page=False),
    Column("subject_code", "对象代码", lambda row: row.subject, on_page=False, width=24),
]


@cache
def lines() -> Listing:
    """Made at the first asking: by then every room has stated its permissions, which name the verbs."""
    return Listing(
        name="ledger",
        title="操作台账",
        columns=[_AT, _PERSON, _ROLE, _ORGANISATION, *_REST],
        sorts=[Sort("at", "at", descending=True)],
        filters=[
            Filter("person", "操作人", _by_person, kind="text", placeholder="姓名或用户名"),
            Filter("organisation", "单位", contains("organisation"), kind="text", placeholder="名称中的字"),
            *_filters(),
        ],
        empty=Empty("没有符合条件的记录", "可以放宽日期，或去掉部分筛选条件。"),
    )


@cache
def own() -> Listing:
    whole = lines()
    return replace(
        whole,
        name="my-activity",
        title="我的操作记录",
        columns=[_AT, _ROLE, _ORGANISATION, *_REST],
        filters=_filters(),
        empty=Empty("还没有记录", "您登录后办理的每件事都会记在这里，任何人都不能改动。"),
    )


def _filters() -> list[Filter]:
    return [
        Filter("verb", "动作", equals("verb"), choices=labels.verbs()),
        Filter("subject", "对象", _by_subject, kind="text", placeholder="如 contact:12"),
        Filter("outcome", "结果", equals("outcome"), choices=list(labels.OUTCOMES.items())),
        Filter(
            "role", "角色", equals("role"), choices=[(key, label) for key, label in ROLES.items() if key != "manager"]
        ),
        Filter("channel", "渠道", equals("channel"), choices=list(labels.CHANNELS.items())),
        Filter("since", "从", _from(0, "at__gte"), kind="date"),
        Filter("until", "到", _from(1, "at__lt"), kind="date"),
    ]
