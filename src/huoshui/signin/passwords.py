"""What a password must be, said before anybody types one, and the only place that sets one."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, is_password_usable, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from huoshui.kernel import clock
from huoshui.kernel.action import within_action
from huoshui.signin.models import OldPassword

User = get_user_model()
BACKEND = "huoshui.signin.passwords.PasswordBackend"
NOBODYS = "!"  # what Django calls unusable
OURS = ("活水", "huoshui")
SHORTEST_WORD = {True: 2, False: 3}  # of a name within a password; two Chinese characters are a name, two letters not


@dataclass(frozen=True, slots=True)
class PasswordPolicy:
    """Zero: not asked for. `days` until it must be renewed; `remembered`: how many former ones can't be taken again."""

    shortest: int
    classes: int = 0
    days: int = 0
    remembered: int = 0
    longest: int = 128


POLICIES = {
    "dengbao": PasswordPolicy(10, classes=3, days=90, remembered=5),  # GB/T 22239-2019, level 3, 身份鉴别 a)
    "asvs": PasswordPolicy(12),  # OWASP ASVS 5.0, 6.2.5 and 6.2.10: neither composition nor rotation
}


def password_policy() -> PasswordPolicy:
    """Raises KeyError for a name nobody stated: a typo in the settings must not mean no policy."""
    return POLICIES[settings.PASSWORD_POLICY]


def password_rules() -> list[str]:
    """All at once, for the page where one is chosen."""
    policy = password_policy()
    rules = [f"{policy.shortest} 到 {policy.longest} 个字符，可以用空格和汉字"]
    if policy.classes:
        rules.append(f"大写字母、小写字母、数字、其他符号四类中至少有 {policy.classes} 类")
    rules.append("不含用户名、姓名、单位名称和“活水”“huoshui”字样")
    rules.append("不是常见密码或已泄露的密码")
    if policy.remembered:
        rules.append(f"不与当前密码和最近用过的 {policy.remembered} 个密码相同")
    if policy.days:
        rules.append(f"每 {policy.days} 天须更换一次")
    return rules


def password_problems(password: str, *, username: str = "", name: str = "", organisation: str = "") -> list[str]:
    """What is wrong with it, in words; empty when it may be taken. Former passwords: see `was_used`."""
    policy = password_policy()
    problems = []
    if len(password) < policy.shortest:
        problems.append(f"密码至少要有 {policy.shortest} 个字符，现在是 {len(password)} 个")
    if len(password) > policy.longest:
        problems.append(f"密码最多 {policy.longest} 个字符")
    if policy.classes and classes_in(password) < policy.classes:
        problems.append(f"大写字母、小写字母、数字、其他符号四类中至少要有 {policy.classes} 类")
    if found := _word_within(password, (username, name, organisation, *OURS)):
        problems.append(f"密码里不能有“{found}”")
    if _is_common(password):
        problems.append("这是常见密码或已泄露的密码，请换一个")
    return problems


def classes_in(password: str) -> int:
    tests = (str.isupper, str.islower, str.isdigit)
    named = sum(any(test(one) for one in password) for test in tests)
    return named + any(not any(test(one) for test in tests) for one in password)


def _word_within(password: str, words: tuple[str, ...]) -> str:
    typed = password.casefold()
    for word in words:
        clean = word.strip().casefold()
        if len(clean) >= SHORTEST_WORD[not clean.isascii()] and clean in typed:
            return word
    return ""


@cache
def _common() -> list[CommonPasswordValidator]:
    further = [CommonPasswordValidator(settings.PASSWORD_LIST)] if settings.PASSWORD_LIST else []
    return [CommonPasswordValidator(), *further]


def _is_common(password: str) -> bool:
    for validator in _common():
        try:
            validator.validate(password)
        except ValidationError:
            return True
    return False


def has_password(user: Any) -> bool:
    """Who came by a link or by a provider may have none."""
    return bool(user.password_set_at) and is_password_usable(user.password)


def is_right(user: Any, password: str) -> bool:
    """Nobody's is never right, and takes as long: Django then hashes something else."""
    return check_password(password, user.password if user else NOBODYS)


def was_used(user: Any, password: str) -> bool:
    """Now or lately, where the policy remembers."""
    remembered = password_policy().remembered
    if not remembered:
        return False
    former = OldPassword.objects.filter(user_id=user.pk).order_by("-id").values_list("password", flat=True)
    return any(check_password(password, one) for one in [user.password, *former[:remembered]])


def set_password(user_id: int, password: str, *, must_change: bool = False) -> None:
    """Inside the action of whoever decides on it, who has asked `password_problems` before. `must_change`: somebody
    else knows it, so that the person renews it at the first sign-in."""
    within_action()
    user = User.objects.select_for_update().get(pk=user_id)
    if is_password_usable(user.password):
        OldPassword.objects.create(user=user, password=user.password)
    kept = OldPassword.objects.filter(user=user).order_by("-id").values("pk")[: password_policy().remembered]
    OldPassword.objects.filter(user=user).exclude(pk__in=kept).delete()
    user.password = make_password(password)
    user.password_set_at = clock.now()
    user.must_change_password = must_change
    user.save(update_fields=["password", "password_set_at", "must_change_password"])


def renewal_due(user: Any) -> bool:
    """The invented people of a demonstration keep the password printed on the sign-in page."""
    if user.must_change_password:
        return True
    days = password_policy().days
    if not days or user.password_set_at is None or user.demonstration:
        return False
    return bool(clock.now() - user.password_set_at > timedelta(days=days))


class PasswordBackend(BaseBackend):
    """Only finds the person again: a password is checked in `entering.py`, where guesses are counted."""

    def get_user(self, user_id: int) -> Any:
        return User.objects.filter(pk=user_id, is_active=True).first()
