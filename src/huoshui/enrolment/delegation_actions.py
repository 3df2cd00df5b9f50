"""Acting for somebody, for a time: a colleague for an inventor, an agency for an institution."""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import make_aware

from huoshui.accounts import public as accounts
from huoshui.enrolment import queries
from huoshui.enrolment.rules import LONGEST_DELEGATION_DAYS
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound, WrongState
from huoshui.orgs import public as orgs


@action
def delegate_own(actor: Actor, *, username: str, name: str, until: date, reason: str) -> int:
    """代办: a colleague of the same institution sees and fills what is mine. Answers the membership."""
    require(actor, "enrolment.delegate_own", also=not actor.for_user_id)
    own = orgs.card(actor.org_id)
    top = orgs.card(own.parent_id) if own and own.parent_id else own
    house = [one.id for one in queries.own_house(top)] if top else []
    person = accounts.person_at(
        username=username.strip(), name=name.strip(), organisation_ids=house, roles=accounts.COLLEAGUES
    )
    if person is None or person == actor.user_id:
        message = "本单位没有这位同事，请核对工号和姓名"
        raise Invalid(message, fields={"username": message})
    return _give(actor, person, role="inventor", until=until, reason=reason, on_behalf_of_id=actor.user_id)


@action
def delegate_unit(actor: Actor, *, username: str, name: str, until: date, reason: str) -> int:
    """委托: a person of an agency views and drafts for the institution. Answers the membership."""
    own = orgs.card(actor.org_id)
    require(actor, "enrolment.delegate_unit")
    if own is None or own.kind != "institution" or "office" not in actor.roles:
        raise WrongState("只有高校院所医院的单位管理员可以委托服务机构")
    person = accounts.person_at(username=username.strip(), name=name.strip(), roles=("agency",))
    if person is None:
        message = "没有这位服务机构人员，请核对用户名和姓名"
        raise Invalid(message, fields={"username": message})
    return _give(actor, person, role="agent", until=until, reason=reason)


@action
def end_delegation(actor: Actor, *, membership_id: int, reason: str = "") -> None:
    """By who gave it, who holds it, or who looks after the organisation's accounts."""
    require(actor, "enrolment.end_delegation")
    is_living = accounts.may_end_delegation(actor, membership_id)
    if is_living is None:
        raise NotFound("没有这项代办或委托", membership_id=membership_id)
    if not is_living:
        raise WrongState("这项代办或委托已经结束")
    accounts.granting.end(membership_id=membership_id, reason=reason.strip()[:200] or "提前结束")
    note(actor, "enrolment.end_delegation", f"membership:{membership_id}")


def _give(actor: Actor, person: int, *, role: str, until: date, reason: str, on_behalf_of_id: int | None = None) -> int:
    if not reason.strip():
        raise Invalid("请写明事由", fields={"reason": "请写明事由"})
    membership_id = accounts.granting.grant(
        actor,
        user_id=person,
        organisation_id=actor.org_id,
        role=role,
        until=_end_of(until),
        on_behalf_of_id=on_behalf_of_id,
        reason=reason.strip()[:200],
    )
    note(actor, "enrolment.delegate", f"user:{person}", membership=membership_id, role=role, until=until.isoformat())
    return membership_id


def _end_of(until: date) -> datetime:
    """The last moment of the day. Raises Invalid for a day past, and for more than a year."""
    today = clock.today()
    if not today <= until <= today + timedelta(days=LONGEST_DELEGATION_DAYS):
        message = "有效期须在今天之后，最长一年"
        raise Invalid(message, fields={"until": message})
    return make_aware(datetime.combine(until, time.max))
