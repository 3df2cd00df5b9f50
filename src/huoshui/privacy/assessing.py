"""Settings of the security administrator: how long things are kept, and the impact assessments on record."""

from collections.abc import Mapping
from datetime import date, timedelta

from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound
from huoshui.orgs import public as orgs
from huoshui.privacy import queries, states
from huoshui.privacy.models import ImpactAssessment, RetentionRule
from huoshui.privacy.retention import rules_known

TEXTS = ("title", "processing", "purpose", "risks", "measures", "conclusion")
MOST_DAYS = 36_500


@action
def set_retention(actor: Actor, *, key: str, days: int) -> None:
    """For the whole node, so by a department's security administrator. Never below what the table says is needed."""
    require(actor, "privacy.set_retention", also=may_set_retention(actor))
    rule = rules_known().get(key)
    if rule is None:
        raise NotFound("没有这一项", key=key)
    if not rule.at_least <= days <= MOST_DAYS:
        raise Invalid(f"“{rule.what}”至少保存 {rule.at_least} 天", fields={"days": f"至少 {rule.at_least} 天"})
    before = days_of(key)
    RetentionRule.objects.update_or_create(
        key=key, defaults={"days": days, "set_by": actor.user_id, "set_at": clock.now()}
    )
    note(actor, "privacy.set_retention", f"retention:{key}", days=days, before=before)


def may_set_retention(actor: Actor) -> bool:
    own = orgs.card(actor.org_id)
    return own is not None and own.kind == "department"


def days_of(key: str) -> int:
    rule = rules_known()[key]
    return max(queries.days_set().get(key, rule.days), rule.at_least)


@action
def expire(actor: Actor) -> dict[str, int]:
    """What is over its time is removed, room by room; answers the counts. A second time finds nothing."""
    require(actor, "privacy.expire")
    moment = clock.now()
    counts = {
        key: rule.purge(moment - timedelta(days=days_of(key)))
        for key, rule in rules_known().items()
        if rule.purge is not None
    }
    note(actor, "privacy.expire", "retention", **counts)
    return counts


@action
def save_assessment(
    actor: Actor, *, values: Mapping[str, str], review_on: date, assessment_id: int = 0, propose: bool = False
) -> int:
    """A draft, or with `propose` laid before somebody else to approve."""
    require(actor, "privacy.assess")
    told = {name: str(values.get(name, "")).strip() for name in TEXTS}
    empty = {name: "请填写" for name, text in told.items() if not text} if propose else {}
    if empty or not told["title"]:
        raise Invalid("评估还没有写完", fields=empty or {"title": "请填写"})
    row = queries.assessment_of(actor, assessment_id) if assessment_id else ImpactAssessment(org_id=actor.org_id)
    for name, text in told.items():
        setattr(row, name, text)
    row.review_on, row.made_by, row.made_at = review_on, actor.user_id, clock.now()
    _move(row, "save")
    if propose:
        _move(row, "propose")
    note(actor, "privacy.assess", f"assessment:{row.pk}", propose=propose)
    return row.pk


@action
def approve_assessment(actor: Actor, *, assessment_id: int, is_approved: bool) -> None:
    """By another person than its author; what is approved is not changed any more, a new one follows it."""
    require(actor, "privacy.approve")
    row = queries.assessment_of(actor, assessment_id)
    if row.made_by == actor.user_id:
        raise NotAllowed("评估须由另一人批准", permission="privacy.approve")
    if is_approved:
        row.approved_by, row.approved_at = actor.user_id, clock.now()
    _move(row, "approve" if is_approved else "return")
    note(actor, "privacy.approve", f"assessment:{assessment_id}", is_approved=is_approved)


def _move(row: ImpactAssessment, move: str) -> None:
    row.state = states.ASSESSMENTS.take(move, row.state).target
    row.save()
