"""Everything that changes who may sign in."""

from huoshui.accounts import granting, queries
from huoshui.accounts.models import POSITIONS, SERVICES, Membership
from huoshui.accounts.queries import memberships_of
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from huoshui.orgs import public as orgs


@action
def open_account(
    actor: Actor,
    *,
    username: str,
    name: str,
    password: str,
    organisation_id: int,
    role: str,
    demonstration: bool = False,
) -> int:
    """A known username is linked to the further role, never opened twice; its password stays as it is."""
    organisation = orgs.card(organisation_id)
    within = organisation is not None and actor.reach.covers(organisation.seat, organisation.line_seat)
    require(actor, "accounts.open", also=within)
    if not username.strip() or not name.strip():
        raise Invalid("用户名和姓名都要填写", username=username)
    if organisation is None or role not in orgs.roles_in(organisation):
        raise Invalid("这家单位没有这个角色", role=role)
    user_id, _ = granting.person(username=username, name=name, password=password, demonstration=demonstration)
    granting.grant(actor, user_id=user_id, organisation_id=organisation_id, role=role)
    note(actor, "accounts.open", f"user:{user_id}", organisation=organisation_id, role=role)
    return user_id


@action
def act_as(actor: Actor, *, membership_id: int) -> int:
    """Choose another of one's own roles; answers the membership."""
    require(actor, "accounts.act_as")
    membership = next((one for one in memberships_of(actor.user_id) if one.id == membership_id), None)
    if membership is None:
        raise NotFound("没有这个身份", membership_id=membership_id)
    note(actor, "accounts.act_as", f"user:{actor.user_id}", membership=membership_id, role=membership.role)
    return membership.id


@action
def end_membership(actor: Actor, *, membership_id: int, reason: str) -> int:
    """Out at the next request; answers the person."""
    row = _looked_after(actor, membership_id)
    if not reason.strip():
        raise Invalid("请写明事由", fields={"reason": "请写明事由"})
    fallen = granting.end(membership_id=row.pk, reason=reason.strip()[:200])
    facts = {"organisation": row.organisation_id, "role": row.role}
    note(actor, "accounts.end", f"user:{row.user_id}", **facts, **_with(fallen))
    return row.user_id


@action
def set_manager(actor: Actor, *, membership_id: int, is_manager: bool) -> int:
    """Makes or unmakes somebody who looks after the accounts of their organisation; answers the person."""
    row = _looked_after(actor, membership_id)
    if not orgs.manages_accounts(row.role) or row.until is not None:
        raise WrongState("这个角色不能管理账号", role=row.role)
    granting.set_manager(membership_id=row.pk, is_manager=is_manager)
    note(actor, "accounts.manager", f"user:{row.user_id}", organisation=row.organisation_id, is_manager=is_manager)
    return row.user_id


@action
def set_standing(actor: Actor, *, membership_id: int, position: str, service: str) -> int:
    """在职、退休、离开单位；教师、学生. Open dossiers follow, see the room of the inventory. Answers the person."""
    row = _looked_after(actor, membership_id)
    if position not in POSITIONS or service not in SERVICES:
        raise Invalid("没有这种身份或在职状态", position=position, service=service)
    fallen = granting.set_standing(membership_id=row.pk, position=position, service=service)
    facts = {"position": position, "service": service}
    note(actor, "accounts.standing", f"user:{row.user_id}", organisation=row.organisation_id, **facts, **_with(fallen))
    return row.user_id


@action
def set_active(actor: Actor, *, user_id: int, is_active: bool) -> int:
    """Closes an account altogether, or opens it again: only for whom every role is the actor's to look after."""
    require(actor, "accounts.manage")
    if not queries.memberships_in_view(actor).filter(user_id=user_id).exists():
        raise NotFound("没有这个人", user_id=user_id)
    if user_id == actor.user_id:
        raise WrongState("不能停用自己的账号")
    if not queries.looks_after_person(actor, user_id):
        raise NotAllowed("此人在其他单位还有身份，只能结束其在本单位的身份", permission="accounts.manage")
    fallen = granting.set_active(user_id=user_id, is_active=is_active)
    note(actor, "accounts.active", f"user:{user_id}", is_active=is_active, **_with(fallen))
    return user_id


def _with(fallen: list[int]) -> dict[str, list[int]]:
    """Said only where something ended along with it."""
    return {"delegations": fallen} if fallen else {}


def _looked_after(actor: Actor, membership_id: int) -> Membership:
    require(actor, "accounts.manage")
    row = queries.memberships_in_view(actor).filter(pk=membership_id, ended_at=None).first()
    if row is None:
        raise NotFound("没有这个身份", membership_id=membership_id)
    require(actor, "accounts.manage", also=queries.looks_after(actor, row))
    return row
