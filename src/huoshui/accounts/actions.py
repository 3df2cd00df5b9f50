"""Everything that changes who may sign in."""

from huoshui.accounts import granting
from huoshui.accounts.queries import memberships_of
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound
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
