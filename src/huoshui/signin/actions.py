"""Everything that changes how a person proves who they are. Each is the person's own, but for the reset link."""

import secrets
from datetime import timedelta

from huoshui.accounts import public as accounts
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound, WrongState
from huoshui.kernel.policy import ADMINISTRATORS
from huoshui.signin import codes, guesses, notices, passwords
from huoshui.signin.devices import forget_devices
from huoshui.signin.models import Notice, OneTimeCode, Passkey, RecoveryCode, ResetLink, SignIn
from huoshui.signin.queries import browser_of, reset_digest, reset_link
from huoshui.signin.sessions import needs_factor

RESET_WITHIN = timedelta(hours=24)


class NotCurrent(Invalid):
    """The password in force is another."""


def _me(actor: Actor) -> str:
    return f"user:{actor.user_id}"


@action
def open_session(actor: Actor, *, how: str, address: str, agent: str, new_browser: bool) -> int:
    """Every way in ends here. Answers the session."""
    require(actor, "signin.sign_in")
    moment = clock.now()
    row = SignIn.objects.create(
        user_id=actor.user_id,
        how=how,
        address=address[:45],
        agent=agent[:200],
        opened_at=moment,
        seen_at=moment,
        confirmed_at=moment,
    )
    if new_browser:
        notices.tell(actor.user_id, "new_browser", browser=browser_of(agent))
    note(actor, "signin.signed_in", _me(actor), how=how)
    return row.pk


@action
def sign_out(actor: Actor, *, sign_in_id: int) -> None:
    require(actor, "signin.sign_in")
    _end(actor, sign_in_id, "signed_out")
    note(actor, "signin.signed_out", _me(actor))


@action
def end_session(actor: Actor, *, sign_in_id: int) -> None:
    require(actor, "signin.end_session")
    if not _end(actor, sign_in_id, "ended"):
        raise NotFound("没有这个登录", sign_in_id=sign_in_id)
    note(actor, "signin.end_session", _me(actor), sign_in=sign_in_id)


@action
def end_other_sessions(actor: Actor, *, keep: int) -> int:
    """Answers how many ended."""
    require(actor, "signin.end_session")
    ended = _end_others(actor.user_id, keep, "ended")
    note(actor, "signin.end_session", _me(actor), ended=ended)
    return ended


@action
def confirm_identity(actor: Actor, *, sign_in_id: int, how: str) -> None:
    """Whoever calls has checked the password, code or passkey."""
    require(actor, "signin.confirm_identity")
    SignIn.objects.filter(pk=sign_in_id, user_id=actor.user_id).update(confirmed_at=clock.now())
    if how == "recovery":
        notices.tell(actor.user_id, "recovery_confirmed")
    note(actor, "signin.confirm_identity", _me(actor), how=how)


@action
def change_password(actor: Actor, *, password: str, current: str, keep: int) -> None:
    """Ends the person's other sessions. `current` is not asked of who has none yet; a wrong one is `NotCurrent`.
    Raises Invalid with everything that is wrong with the new one."""
    require(actor, "signin.change_password")
    user = passwords.User.objects.get(pk=actor.user_id)
    if passwords.has_password(user) and not passwords.is_right(user, current):
        raise NotCurrent("当前密码不正确")
    _choose_password(actor.user_id, password, organisation=actor.org_name)
    _end_others(actor.user_id, keep, "password")
    notices.tell(actor.user_id, "password_changed")
    note(actor, "signin.change_password", _me(actor))


def _choose_password(user_id: int, password: str, *, organisation: str) -> None:
    user = passwords.User.objects.get(pk=user_id)
    problems = passwords.password_problems(
        password, username=user.get_username(), name=user.name, organisation=organisation
    )
    if not problems and passwords.was_used(user, password):
        problems = ["这个密码正在用或最近用过，请换一个"]
    if problems:
        raise Invalid("新密码不符合要求", problems=problems)
    passwords.set_password(user_id, password)


@action
def begin_one_time_code(actor: Actor) -> None:
    """Gives a secret to copy into the phone; it counts only after the first right code."""
    require(actor, "signin.change_factors")
    row, is_new = OneTimeCode.objects.get_or_create(user_id=actor.user_id, defaults={"secret": codes.new_secret()})
    if not is_new and row.confirmed_at is None:
        row.secret = codes.new_secret()
        row.save(update_fields=["secret"])
    elif not is_new:
        raise WrongState("动态口令已经启用")
    note(actor, "signin.begin_one_time_code", _me(actor))


@action
def confirm_one_time_code(actor: Actor, *, code: str) -> list[str]:
    """Answers recovery codes where there are none yet."""
    require(actor, "signin.change_factors")
    plain = "".join(code.split())
    if not codes.take_one_time_code(actor.user_id, plain, is_confirmed=False):
        raise Invalid("口令不对。请核对手机时间是否准确，再输入当前显示的 6 位数字")
    OneTimeCode.objects.filter(user_id=actor.user_id).update(confirmed_at=clock.now())
    notices.tell(actor.user_id, "code_added")
    note(actor, "signin.add_one_time_code", _me(actor))
    return _first_recovery_codes(actor)


@action
def remove_one_time_code(actor: Actor) -> None:
    require(actor, "signin.change_factors")
    if needs_factor(actor) and not Passkey.objects.filter(user_id=actor.user_id).exists():
        raise WrongState("您的角色必须有第二因子，请先添加通行密钥")
    if not OneTimeCode.objects.filter(user_id=actor.user_id).delete()[0]:
        raise NotFound("没有启用动态口令")
    notices.tell(actor.user_id, "code_removed")
    note(actor, "signin.remove_one_time_code", _me(actor))


@action
def add_passkey(actor: Actor, *, passkey: Passkey) -> list[str]:
    """As `passkeys.new_passkey` has proved it. Answers recovery codes where there are none yet."""
    require(actor, "signin.change_factors")
    if passkey.user_id != actor.user_id or Passkey.objects.filter(credential_id=passkey.credential_id).exists():
        raise WrongState("这个通行密钥已经登记过")
    passkey.save()
    notices.tell(actor.user_id, "passkey_added")
    note(actor, "signin.add_passkey", _me(actor), passkey=passkey.pk)
    return _first_recovery_codes(actor)


@action
def remove_passkey(actor: Actor, *, passkey_id: int) -> None:
    require(actor, "signin.change_factors")
    own = Passkey.objects.filter(user_id=actor.user_id)
    row = own.filter(pk=passkey_id).first()
    if row is None:
        raise NotFound("没有这个通行密钥", passkey_id=passkey_id)
    has_codes = OneTimeCode.objects.filter(user_id=actor.user_id).exclude(confirmed_at=None).exists()
    if needs_factor(actor) and own.count() == 1 and not has_codes:
        raise WrongState("您的角色必须有第二因子，请先启用动态口令或添加另一个通行密钥")
    row.delete()
    notices.tell(actor.user_id, "passkey_removed")
    note(actor, "signin.remove_passkey", _me(actor), passkey=passkey_id)


@action
def make_recovery_codes(actor: Actor) -> list[str]:
    """The former ones are worth nothing from now on."""
    require(actor, "signin.change_factors")
    made = codes.new_recovery_codes(actor.user_id)
    notices.tell(actor.user_id, "recovery_made")
    note(actor, "signin.make_recovery_codes", _me(actor))
    return made


@action
def read_notices(actor: Actor) -> None:
    require(actor, "signin.view_own")
    read = Notice.objects.filter(user_id=actor.user_id, read_at=None).update(read_at=clock.now())
    note(actor, "signin.read_notices", _me(actor), read=read)


@action
def issue_reset(actor: Actor, *, user_id: int, clears_factors: bool = False) -> str:
    """Answers the token of the page `reset/<token>/`: shown once, good once and for a day. An older link ends.

    For a person whose every role is the actor's to look after; a security administrator those of the own
    organisation. The three administrators are not at each other's mercy: see `_may_reset`.
    """
    require(actor, "signin.issue_reset", also=_may_reset(actor, user_id))
    moment, token = clock.now(), secrets.token_urlsafe(32)
    ResetLink.objects.filter(user_id=user_id, used_at=None).update(used_at=moment)
    ResetLink.objects.create(
        user_id=user_id,
        digest=reset_digest(token),
        clears_factors=clears_factors,
        made_by=actor.user_id,
        made_at=moment,
        expires_at=moment + RESET_WITHIN,
    )
    notices.tell(user_id, "reset_issued")
    note(actor, "signin.issue_reset", f"user:{user_id}", clears_factors=clears_factors)
    return token


def _may_reset(actor: Actor, user_id: int) -> bool:
    """An administrator's password is reset by the operator alone, but a system administrator's by the security one."""
    if "operator" in actor.roles:
        return True
    held = accounts.memberships_of(user_id)
    administers = {one.role for one in held} & ADMINISTRATORS
    if user_id == actor.user_id or not held:
        return False
    if "security_admin" in actor.roles:
        return administers <= {"system_admin"} and all(one.organisation.id == actor.org_id for one in held)
    return not administers and accounts.looks_after_person(actor, user_id)


@action
def redeem_reset(actor: Actor, *, token: str, password: str) -> None:
    """By the person the link is for, whom its token proves: `actor` is that person. Ends all sessions, and what any
    browser knew of the account."""
    require(actor, "signin.sign_in")
    link = reset_link(token)
    if link is None or link.user_id != actor.user_id:
        raise NotFound("链接已失效或已用过")
    _choose_password(actor.user_id, password, organisation=actor.org_name)
    if ResetLink.objects.filter(pk=link.pk, used_at=None).update(used_at=clock.now()) != 1:
        raise NotFound("链接已失效或已用过")
    if link.clears_factors:
        for model in (OneTimeCode, Passkey, RecoveryCode):
            model.objects.filter(user_id=actor.user_id).delete()
    _end_others(actor.user_id, 0, "reset")
    forget_devices(actor.user_id)
    guesses.forgive(link.user.get_username())
    notices.tell(actor.user_id, "password_reset")
    note(actor, "signin.redeem_reset", _me(actor), cleared_factors=link.clears_factors)


def _first_recovery_codes(actor: Actor) -> list[str]:
    if RecoveryCode.objects.filter(user_id=actor.user_id, used_at=None).exists():
        return []
    return codes.new_recovery_codes(actor.user_id)


def _end(actor: Actor, sign_in_id: int, why: str) -> int:
    own = SignIn.objects.filter(pk=sign_in_id, user_id=actor.user_id, ended_at=None)
    return own.update(ended_at=clock.now(), ended_why=why)


def _end_others(user_id: int, keep: int, why: str) -> int:
    others = SignIn.objects.filter(user_id=user_id, ended_at=None).exclude(pk=keep)
    return others.update(ended_at=clock.now(), ended_why=why)
