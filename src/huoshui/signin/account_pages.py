"""账号安全: one's own password, second factors, sessions, notices."""

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huoshui.display.query import whole_number
from huoshui.kernel.action import require
from huoshui.kernel.budget import give_back, spend
from huoshui.kernel.errors import Invalid, WrongState
from huoshui.kernel.request import Request
from huoshui.signin import actions, codes, passkeys, queries
from huoshui.signin.forms import ChangePasswordForm, FirstCodeForm, NewPasswordForm, PasskeyForm
from huoshui.signin.guesses import CONFIRM
from huoshui.signin.passwords import User, has_password, password_rules
from huoshui.signin.sessions import DUE, SIGN_IN


@never_cache
@require_GET
def security(request: Request) -> HttpResponse:
    require(request.actor, "signin.view_own")
    known = queries.security_of(request.actor.user_id, this=_this(request))
    context = {
        "security": known,
        "due": getattr(request, DUE, ""),
        "with_passkeys": passkeys.are_possible(request),
        "new_notices": sum(one.is_new for one in known.notices),
    }
    return render(request, "signin/security.html", context)


@sensitive_post_parameters("current", "password", "again")
@never_cache
@require_http_methods(["GET", "POST"])
def change_password(request: Request) -> HttpResponse:
    require(request.actor, "signin.change_password")
    user = User.objects.get(pk=request.actor.user_id)
    form = (ChangePasswordForm if has_password(user) else NewPasswordForm)(request.POST or None)
    if form.is_bound and form.is_valid():
        guess = f"change:{user.pk}"
        spend(CONFIRM, guess, message="当前密码输错次数过多，请过几分钟再试")
        try:
            actions.change_password(
                request.actor,
                password=form.cleaned_data["password"],
                current=form.cleaned_data.get("current", ""),
                keep=_this(request),
            )
        except actions.NotCurrent as refusal:
            form.add_error("current", refusal.message)
        except Invalid as refusal:
            give_back(CONFIRM, guess)
            for problem in refusal.problems:
                form.add_error("password", problem)
        else:
            give_back(CONFIRM, guess)
            request.session.cycle_key()
            messages.success(request, "密码已修改，其他设备上的登录已全部退出")
            return redirect("home" if getattr(request, DUE, "") else "account-security")
    context = {
        "form": form,
        "rules": password_rules(),
        "is_due": getattr(request, DUE, "") == "password",
        "is_first": user.must_change_password,
        "username": user.get_username(),
    }
    return render(request, "signin/change_password.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def one_time_code(request: Request) -> HttpResponse:
    """A POST without a code begins; the page then shows the secret until the first right code."""
    require(request.actor, "signin.change_factors")
    if request.method == "POST" and "code" not in request.POST:
        actions.begin_one_time_code(request.actor)
        return redirect("one-time-code")
    secret = queries.setup_secret(request.actor.user_id)
    if not secret:
        return redirect("account-security")
    form = FirstCodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        spend(CONFIRM, f"first:{request.actor.user_id}")
        try:
            return _after_factor(request, actions.confirm_one_time_code(request.actor, **form.cleaned_data))
        except Invalid as refusal:
            form.add_error("code", refusal.message)
    context = {"form": form, "secret": " ".join(_fours(secret)), "picture": _picture(request, secret)}
    return render(request, "signin/one_time_code.html", context, status=422 if form.errors else 200)


def _picture(request: Request, secret: str) -> str:
    username = User.objects.values_list("username", flat=True).get(pk=request.actor.user_id)
    return str(segno.make(codes.address_for_app(secret, username), error="m").svg_data_uri(scale=4, border=2))


def _fours(text: str) -> list[str]:
    return [text[at : at + 4] for at in range(0, len(text), 4)]


@require_POST
def remove_one_time_code(request: Request) -> HttpResponse:
    actions.remove_one_time_code(request.actor)
    messages.success(request, "动态口令已停用")
    return redirect("account-security")


@never_cache
@require_http_methods(["GET", "POST"])
def add_passkey(request: Request) -> HttpResponse:
    require(request.actor, "signin.change_factors")
    form = PasskeyForm(request.POST or None)
    if form.is_bound and form.is_valid():
        made = passkeys.new_passkey(
            request, form.cleaned_data["credential"], user_id=request.actor.user_id, name=form.cleaned_data["name"]
        )
        if made is not None:
            return _after_factor(request, actions.add_passkey(request.actor, passkey=made))
        form.add_error(None, "没有登记成功，请再试一次")
    context = {"form": form, "with_passkeys": passkeys.are_possible(request)}
    return render(request, "signin/add_passkey.html", context, status=422 if form.errors else 200)


@require_POST
def remove_passkey(request: Request) -> HttpResponse:
    actions.remove_passkey(request.actor, passkey_id=whole_number(request.POST.get("passkey", "")))
    messages.success(request, "通行密钥已删除")
    return redirect("account-security")


@never_cache
@require_POST
def recovery_codes(request: Request) -> HttpResponse:
    """Shown in the answer itself and never again."""
    require(request.actor, "signin.change_factors")
    known = queries.security_of(request.actor.user_id, this=_this(request))
    if not known.has_codes and not known.passkeys:
        raise WrongState("先启用动态口令或通行密钥，恢复码在它们用不了时才用得上")
    return _show_codes(request, actions.make_recovery_codes(request.actor))


def _after_factor(request: Request, recovery: list[str]) -> HttpResponse:
    if recovery:
        return _show_codes(request, recovery)
    messages.success(request, "第二因子已启用，下次登录时会用到")
    return redirect("account-security")


def _show_codes(request: Request, recovery: list[str]) -> HttpResponse:
    return render(request, "signin/recovery_codes.html", {"codes": recovery})


@require_POST
def end_session(request: Request) -> HttpResponse:
    actions.end_session(request.actor, sign_in_id=whole_number(request.POST.get("session", "")))
    messages.success(request, "已退出那次登录")
    return redirect("account-security")


@require_POST
def end_other_sessions(request: Request) -> HttpResponse:
    ended = actions.end_other_sessions(request.actor, keep=_this(request))
    messages.success(request, f"已退出其他 {ended} 次登录" if ended else "没有其他登录")
    return redirect("account-security")


@require_POST
def read_notices(request: Request) -> HttpResponse:
    actions.read_notices(request.actor)
    return redirect("account-security")


def _this(request: Request) -> int:
    return int(request.session.get(SIGN_IN) or 0)
