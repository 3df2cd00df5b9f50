"""Every read of the security room: break-glass in view, and who may do what, from memberships and reach."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from huoshui.accounts import public as accounts
from huoshui.accounts.public import Holder
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import NotFound
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.policy import ADMINISTRATORS, ROLES, Permission, Policy
from huoshui.kernel.reach import NOWHERE, Reach
from huoshui.kernel.tenancy import scope, widened
from huoshui.orgs import public as orgs
from huoshui.security import rules, states
from huoshui.security.models import BreakGlass

MOST_LOOKS = 500


def administered(actor: Actor) -> Reach:
    """Whose accounts and requests an administrator looks after: a department's its territory, else their own
    organisation. No business row lies in it: that is `Actor.reach`, which is nowhere."""
    own = orgs.card(actor.org_id)
    if own is None or not actor.roles & ADMINISTRATORS:
        return NOWHERE
    return orgs.audit_reach_for("audit_admin", own)


@contextmanager
def before_administrators(actor: Actor) -> Iterator[None]:
    """Requests stand at the seat of the organisation they concern, where its office reads them by itself."""
    if actor.roles & ADMINISTRATORS:
        with widened(actor, administered(actor), why="break-glass requests are laid before the administrators"):
            yield
    else:
        yield


def break_glass_in_view(actor: Actor) -> list[BreakGlass]:
    """The newest first."""
    with before_administrators(actor):
        return list(BreakGlass.objects.order_by("-id")[:200])


def break_glass(actor: Actor, break_glass_id: int) -> BreakGlass:
    with before_administrators(actor):
        row: BreakGlass | None = BreakGlass.objects.filter(pk=break_glass_id).first()
    if row is None:
        raise NotFound("没有这次应急查看", break_glass_id=break_glass_id)
    return row


def open_now(rows: Sequence[BreakGlass]) -> list[BreakGlass]:
    moment = clock.now()
    return [row for row in rows if row.state == states.ACTIVE and row.until is not None and row.until > moment]


def run_out() -> QuerySet[BreakGlass]:
    rows: QuerySet[BreakGlass] = BreakGlass.objects.filter(state=states.ACTIVE, until__lte=clock.now())
    return rows


def looks(actor: Actor, row: BreakGlass) -> list[LedgerLine]:
    """What was looked at: the ledger's lines at the seat of the organisation, for those who may see the request."""
    if row.decided_at is None:
        return []
    with scope(replace(actor, audit=Reach(row.seat, row.seat))):
        lines = LedgerLine.objects.filter(
            verb=rules.LOOKED, user_id=row.asked_by, seat=row.seat, at__gte=row.decided_at, at__lte=row.until
        )
        return list(lines.order_by("-id")[:MOST_LOOKS])


@dataclass(frozen=True, slots=True)
class MayDo:
    """One person and the roles through which they may; `own_only` where it is their own things alone."""

    holder: Holder
    through: tuple[str, ...]
    own_only: bool


def who_may(line: Permission, organisation: orgs.OrganisationCard) -> list[MayDo]:
    """Everybody who may do it with what belongs to this organisation: the role has the line, the reach covers it."""
    found = []
    for holder in accounts.holders_concerning(organisation, line.roles):
        through = rules.opening_roles(line, holder.roles)
        reach = orgs.reach_for(holder.role, holder.organisation)
        if through and (
            reach.covers(organisation.seat, organisation.line_seat) or _is_of_the_node(holder, organisation)
        ):
            found.append(MayDo(holder, tuple(through), holder.role == "inventor"))
    return found


def _is_of_the_node(holder: Holder, organisation: orgs.OrganisationCard) -> bool:
    """An administrator has no business row in reach, and administers what lies in their organisation's territory."""
    if holder.role not in ADMINISTRATORS:
        return False
    return orgs.audit_reach_for("audit_admin", holder.organisation).covers(organisation.seat, organisation.line_seat)


def permissions_of(roles: frozenset[str]) -> list[Permission]:
    return [line for line in Policy.registry.values() if line.roles & roles]


def may_name(actor: Actor, organisation: orgs.OrganisationCard) -> bool:
    """Whose people this actor is told by name: those of their own organisation and of what they look after."""
    if actor.org_id in (organisation.id, organisation.parent_id):
        return True
    return administered(actor).covers(organisation.seat, organisation.line_seat)


def organisation_in_view(actor: Actor, organisation_id: int) -> orgs.OrganisationCard:
    card = orgs.card(organisation_id)
    if card is None or not may_name(actor, card):
        raise NotFound("没有这家单位", organisation_id=organisation_id)
    return card


def person_in_view(actor: Actor, user_id: int) -> list[Holder]:
    """The roles held, where one of them is in an organisation this actor looks after."""
    held = accounts.roles_held(user_id)
    if not any(may_name(actor, one.organisation) for one in held):
        raise NotFound("没有这个人", user_id=user_id)
    return [one for one in held if may_name(actor, one.organisation)]


def reach_in_words(holder: Holder) -> str:
    if holder.role in ADMINISTRATORS:
        return "不接触业务数据"
    if holder.role == "national":
        return "全国"
    if holder.role == "bureau":
        return f"{holder.organisation.name}的辖区"
    if holder.role == "line":
        return f"{holder.organisation.name}辖区内的本条线"
    if holder.role == "inventor":
        return "本人名下的专利"
    return f"{holder.organisation.name}" + ("及其院系" if holder.organisation.parent_id is None else "")


def role_words(holder: Holder) -> str:
    label = ROLES[holder.role] + ("（账号管理员）" if "manager" in holder.roles else "")
    return label + (f"，代 {holder.for_name}" if holder.for_name else "")


def people_by_id(ids: set[int]) -> dict[int, str]:
    return {key: card.name for key, card in accounts.people(ids).items()}
