"""Everything that changes break-glass, and the few things administrators may set going."""

from datetime import timedelta

from huoshui.accounts import public as accounts
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound
from huoshui.kernel.outbox import retry_held
from huoshui.orgs import public as orgs
from huoshui.security import queries, rules, states
from huoshui.security.at_tenant import at_seat_of
from huoshui.security.models import BreakGlass
from huoshui.signin import public as signin


@action
def request_break_glass(actor: Actor, *, organisation_id: int, reason: str, hours: int) -> int:
    """A system administrator asks; nothing opens until another person has approved."""
    require(actor, "security.request_break_glass")
    rules.check_request(reason, hours)
    card = orgs.card(organisation_id)
    if card is None or not queries.administered(actor).covers(card.seat, card.line_seat):
        raise NotFound("没有这家单位", organisation_id=organisation_id)
    if card.kind != "institution":
        raise Invalid("只能申请查看高校院所医院的数据", fields={"organisation": "请选择高校、科研机构或医院"})
    with queries.before_administrators(actor):
        row = BreakGlass.objects.create(
            org_id=card.id,
            seat=card.seat,
            line_seat=card.line_seat,
            reason=reason.strip()[:500],
            hours=hours,
            asked_by=actor.user_id,
            asked_at=clock.now(),
        )
        note(at_seat_of(actor, row), "security.request_break_glass", f"breakglass:{row.pk}", hours=hours)
    return int(row.pk)


@action
def decide_break_glass(actor: Actor, *, break_glass_id: int, is_approved: bool) -> str:
    """By a security administrator who is not the one asking. Answers the state."""
    require(actor, "security.decide_break_glass")
    with queries.before_administrators(actor):
        row = _locked(break_glass_id)
        if row.asked_by == actor.user_id:
            raise NotAllowed("申请人不能批准自己的申请", permission="security.decide_break_glass")
        row.decided_by, row.decided_at = actor.user_id, clock.now()
        if is_approved:
            _open(actor, row)
        _move(actor, row, "approve" if is_approved else "decline")
        return row.state


def _open(actor: Actor, row: BreakGlass) -> None:
    """What this person held here before and ran out is settled first: a membership holds once."""
    for old in BreakGlass.objects.filter(org_id=row.org_id, asked_by=row.asked_by, state=states.ACTIVE):
        if old.until is not None and old.until > clock.now():
            raise Invalid("该申请人对这家单位已有一次未到期的应急查看", break_glass_id=old.pk)
        _close(old)
        _move(actor, old, "lapse")
    row.until = clock.now() + timedelta(hours=row.hours)
    row.membership_id = accounts.granting.grant(
        actor,
        user_id=row.asked_by,
        organisation_id=row.org_id,
        role=rules.ROLE,
        until=row.until,
        reason=f"应急查看 {row.pk}",
    )


@action
def withdraw_break_glass(actor: Actor, *, break_glass_id: int) -> None:
    """Before it was decided, by whoever asked."""
    require(actor, "security.request_break_glass")
    with queries.before_administrators(actor):
        row = _locked(break_glass_id)
        require(actor, "security.request_break_glass", also=row.asked_by == actor.user_id)
        _move(actor, row, "withdraw")


@action
def end_break_glass(actor: Actor, *, break_glass_id: int) -> None:
    """At any time, by a security administrator or by the office of the organisation looked into: out at once."""
    require(actor, "security.end_break_glass")
    with queries.before_administrators(actor):
        row = _locked(break_glass_id)
        states.MACHINE.take("end", row.state)
        row.ended_by, row.ended_at = actor.user_id, clock.now()
        _close(row)
        _move(actor, row, "end")


@action
def lapse_break_glass(actor: Actor) -> int:
    """Writes down what the clock has ended already."""
    require(actor, "security.lapse_break_glass")
    due = list(queries.run_out().order_by("pk").select_for_update())
    for row in due:
        row.ended_at = row.until
        _close(row)
        _move(actor, row, "lapse")
    note(actor, "security.lapse_break_glass", "breakglass", lapsed=len(due))
    return len(due)


@action
def retry_events(actor: Actor) -> int:
    """What was held after several failures is told again; answers how many."""
    require(actor, "security.retry_events")
    again = retry_held()
    note(actor, "security.retry_events", "events", again=again)
    return again


@action
def end_sessions(actor: Actor, *, user_id: int) -> int:
    """Of a person of the administrator's territory; they may sign in again. Answers how many ended."""
    require(actor, "security.end_sessions")
    queries.person_in_view(actor, user_id)
    ended = signin.end_sessions(user_id)
    note(actor, "security.end_sessions", f"user:{user_id}", ended=ended)
    return ended


def _close(row: BreakGlass) -> None:
    if row.membership_id is not None:
        accounts.granting.end(membership_id=row.membership_id, reason="应急查看结束")


def _locked(break_glass_id: int) -> BreakGlass:
    row: BreakGlass | None = BreakGlass.objects.select_for_update().filter(pk=break_glass_id).first()
    if row is None:
        raise NotFound("没有这次应急查看", break_glass_id=break_glass_id)
    return row


def _move(actor: Actor, row: BreakGlass, name: str) -> None:
    before, move = row.state, states.MACHINE.take(name, row.state)
    row.state = move.target
    row.save()
    note(
        at_seat_of(actor, row), f"security.{name}_break_glass", f"breakglass:{row.pk}", before=before, after=move.target
    )
