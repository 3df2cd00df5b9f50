"""Coming in by a link: for the first time, with a username of one's own, or with the account one has."""

from dataclasses import replace

from huoshui.accounts import public as accounts
from huoshui.enrolment import queries
from huoshui.enrolment.models import Invitation
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound
from huoshui.kernel.reach import reach_of_organisation
from huoshui.kernel.tenancy import scope, widened
from huoshui.orgs import public as orgs
from huoshui.signin import public as signin
from huoshui_core.standards import Unclean, clean, load

ACCOUNT = load("account")
WHY = "the link was given out by this organisation, and what it opens is written there"


@action
def accept(actor: Actor, *, token: str, password: str, username: str = "", name: str = "") -> int:
    """Sets the password, and for an open link makes the person. Answers the person. Raises NotFound for a dead link."""
    require(actor, "enrolment.accept")
    row = _opened(actor, token)
    if row.purpose == "link":
        raise Invalid("这个链接须登录后由本人接受")
    with widened(actor, reach_of_organisation(row.seat), why=WHY):
        if row.purpose == "join":
            username, name = _chosen(username, row.name or name)
        else:
            username, name = row.username, row.name
        problems = signin.password_problems(password, username=username, name=name, organisation=_name(row))
        if problems:
            raise Invalid("密码不符合要求", fields={"password": "；".join(problems)})
        user_id = row.user_id or _new_person(row, username, name)
        signin.set_password(user_id, password)
        _grant(actor, row, user_id)
    return user_id


@action
def accept_as_self(actor: Actor, *, token: str) -> int:
    """By somebody who is signed in: the role joins those they hold. Answers the membership's organisation."""
    require(actor, "enrolment.accept", also=not actor.is_visitor)
    row = _opened(actor, token)
    if row.user_id not in (None, actor.user_id) or row.purpose == "open":
        raise Invalid("这个邀请是发给另一个账号的")
    if actor.for_user_id:
        raise Invalid("请先切换到您本人的身份，再接受邀请")
    with widened(actor, reach_of_organisation(row.seat), why=WHY):
        _grant(actor, row, actor.user_id)
    return row.org_id


def _opened(actor: Actor, token: str) -> Invitation:
    row = queries.open_invitation(actor, token, lock=True)
    if row is None:
        raise NotFound("链接已失效")
    return row


def _chosen(username: str, name: str) -> tuple[str, str]:
    problems: dict[str, str] = {}
    values = {"username": username, "name": name}
    for field, raw in values.items():
        try:
            values[field] = str(clean(ACCOUNT.field(field), raw))
        except Unclean as fault:
            problems[field] = fault.message
    if problems:
        raise Invalid("有内容需要补充或更正", fields=problems)
    return values["username"], values["name"]


def _new_person(row: Invitation, username: str, name: str) -> int:
    user_id, is_new = accounts.granting.person(username=username, name=name, demonstration=row.demonstration)
    if not is_new:
        message = "这个用户名已被使用，请换一个；如果是您本人的账号，请先登录，再打开这个链接"
        raise Invalid(message, fields={"username": message})
    return user_id


def _grant(actor: Actor, row: Invitation, user_id: int) -> None:
    """An account opened beforehand has its role already, or has lost it meanwhile: that is not given back here."""
    if row.purpose != "open":
        giver = replace(actor, user_id=row.made_by)
        accounts.granting.grant(
            giver, user_id=user_id, organisation_id=row.org_id, role=row.role, position=row.position
        )
    row.user_id, row.used_at = user_id, clock.now()
    row.save(update_fields=["user_id", "used_at"])
    person = replace(actor, user_id=user_id, org_id=row.org_id, seat=row.seat, line_seat=row.line_seat)
    with scope(person):  # the line is theirs, not a visitor's
        note(person, "enrolment.accept", f"user:{user_id}", invitation=row.pk, role=row.role)


def _name(row: Invitation) -> str:
    place = orgs.card(row.org_id)
    return place.name if place else ""
