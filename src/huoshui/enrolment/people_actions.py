"""Opening one account, and links for people who are expected."""

from huoshui.accounts import public as accounts
from huoshui.enrolment import opening, queries
from huoshui.enrolment.invitation_links import renew
from huoshui.enrolment.models import Invitation
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound, WrongState
from huoshui.orgs import public as orgs
from huoshui_core.standards import Unclean, clean, load

ACCOUNT = load("account")


@action
def open_account(
    actor: Actor, *, username: str, name: str, organisation_id: int, role: str, position: str = ""
) -> opening.Opened:
    """Without a password: the invitation lets the person in. A known person gets the role, never a second account."""
    place = _place(actor, organisation_id, role, "enrolment.open")
    values = _cleaned(username=username, name=name, position=position)
    known = accounts.known_people(actor, [values["username"]]).get(values["username"])
    answer = opening.answer_for(known, username=values["username"], name=values["name"], role=role, place=place)
    if answer.verdict == "refused":
        raise Invalid(answer.message, fields={answer.field: answer.message})
    if answer.verdict == "same":
        raise Invalid("此人已有这个身份，不需要再开设", fields={"username": "此人已有这个身份，不需要再开设"})
    wanted = opening.Wanted(
        values["username"], values["name"], role, values["position"], place, answer, known.id if known else 0
    )
    opened = opening.write(actor, wanted)
    note(actor, "enrolment.open", f"user:{opened.user_id}", organisation=place.id, role=role, how=answer.verdict)
    return opened


@action
def invite(actor: Actor, *, organisation_id: int, role: str, name: str = "", position: str = "") -> int:
    """A link for somebody who chooses a username themselves; answers the invitation."""
    place = _place(actor, organisation_id, role, "enrolment.invite")
    values = _cleaned(name=name or "待填写", position=position)
    row = opening.invitation(place, purpose="join")
    row.name, row.role, row.position = name and values["name"], role, values["position"]
    renew(row, actor)
    row.save()
    note(actor, "enrolment.invite", f"invitation:{row.pk}", organisation=place.id, role=role)
    return row.pk


@action
def renew_invitation(actor: Actor, *, invitation_id: int) -> int:
    """Another link, good for as long again; the former leads nowhere."""
    return _renew(actor, _mine_to_give(actor, invitation_id))


@action
def revoke_invitation(actor: Actor, *, invitation_id: int) -> int:
    row = _mine_to_give(actor, invitation_id)
    row.revoked_at = clock.now()
    row.save(update_fields=["revoked_at"])
    note(actor, "enrolment.revoke", f"invitation:{row.pk}", organisation=row.org_id)
    return row.pk


@action
def invite_again(actor: Actor, *, user_id: int) -> int:
    """For an account that nobody has entered yet: its link anew, whoever made the first. Answers the invitation."""
    require(actor, "enrolment.invite", also=accounts.looks_after_person(actor, user_id))
    rows = queries.invitations_in_view(actor).filter(user_id=user_id, purpose="open", used_at=None)
    row = rows.order_by("-id").first()
    if row is None:
        raise NotFound("没有这个邀请", user_id=user_id)
    return _renew(actor, _mine_to_give(actor, row.pk))


def _renew(actor: Actor, row: Invitation) -> int:
    if row.purpose == "open" and row.user is not None and row.user.password_set_at is not None:
        raise WrongState("此人已启用账号；忘记密码时请在人员页发新的登录链接")
    renew(row, actor)
    row.save()
    note(actor, "enrolment.renew", f"invitation:{row.pk}", organisation=row.org_id)
    return row.pk


def _place(actor: Actor, organisation_id: int, role: str, permission: str) -> orgs.OrganisationCard:
    """Where the role is given; refused outside what this actor may open."""
    require(actor, permission)
    place = orgs.card(organisation_id)
    if place is None:
        raise Invalid("没有这家单位", fields={"organisation": "没有这家单位"})
    given = accounts.roles_to_issue(actor, place)
    require(actor, permission, also=bool(given))
    if role not in given:
        raise Invalid("您不能在这家单位开设这个角色", fields={"role": "您不能在这家单位开设这个角色"})
    return place


def _mine_to_give(actor: Actor, invitation_id: int) -> Invitation:
    require(actor, "enrolment.invite")
    row = queries.invitations_in_view(actor).filter(pk=invitation_id).select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound("没有这个邀请", invitation_id=invitation_id)
    place = orgs.card(row.org_id)
    may_give = place is not None and row.role in accounts.roles_to_issue(actor, place)
    require(actor, "enrolment.invite", also=may_give)
    if row.used_at is not None:
        raise WrongState("这个邀请已被接受")
    return row


def _cleaned(**given: str) -> dict[str, str]:
    """By the standard of the sheet, so that page, sheet and API answer alike."""
    values, problems = {}, {}
    for field, raw in given.items():
        try:
            values[field] = str(clean(ACCOUNT.field(field), raw) or "")
        except Unclean as fault:
            problems[field] = fault.message
    if problems:
        raise Invalid("有内容需要补充或更正", fields=problems)
    return values
