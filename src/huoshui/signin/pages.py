"""Signing in and out, the second step, and the page behind a reset link."""

import math

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from huoshui.accounts import public as accounts
from huoshui.kernel.action import require
from huoshui.kernel.budget import Allowance, spend
from huoshui.kernel.errors import Invalid, TooMany
from huoshui.kernel.request import Request
from huoshui.signin import actions, entering, passkeys, sso
from huoshui.signin.devices import remember_device
from huoshui.signin.forms import CodeForm, GuardedSignInForm, NewPasswordForm, SignInForm
from huoshui.signin.guesses import ACCOUNT, ADDRESS, address_of
from huoshui.signin.passwords import User, password_rules
from huoshui.signin.queries import reset_link
from huoshui.signin.sessions import SIGN_IN

WRONG = "用户名或密码不正确"
WRONG_WITH_CODE = "用户名、密码或验证码不正确"
WRONG_CODE = "验证码不正确，或已经用过"
WRONG_PASSKEY = "没有认出这个通行密钥，请再试一次或改用密码"
GUARDED = "这个用户名近来输错密码的次数过多，已受保护：请连同动态口令或恢复码一起填写"
ASKING = Allowance("signin.passkey", 60, 900)


@sensitive_post_parameters("password", "code")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: Request) -> HttpResponse:
    if request.method == "GET":
        return _sign_in_page(request, SignInForm())
    if "credential" in request.POST:
        return _sign_in_by_passkey(request)
    form = (GuardedSignInForm if "code" in request.POST else SignInForm)(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form, status=422)
    try:
        tried = entering.try_password(request, **form.cleaned_data)
    except TooMany as refusal:
        return _too_many(request, form, refusal.message, refusal.facts["retry_after"])
    if tried.user is None:
        return _refused(request, form, is_guarded=tried.is_guarded)
    if tried.how:
        entering.enter(request, tried.user, how=tried.how)
        return redirect(next_of(request))
    entering.begin_second_step(request, tried.user)
    return redirect(f"{reverse('sign-in-second')}?{urlencode({'next': next_of(request)})}")


def _refused(request: Request, form: SignInForm, *, is_guarded: bool) -> HttpResponse:
    if not is_guarded:
        # One sentence for every cause: a stranger learns nothing about which names exist.
        form.add_error(None, WRONG)
        return _sign_in_page(request, form, status=422)
    has_code = "code" in form.cleaned_data
    asking = GuardedSignInForm(initial={"username": form.cleaned_data["username"]})
    wait = ACCOUNT.seconds // ACCOUNT.amount
    return _too_many(request, asking, WRONG_WITH_CODE if has_code else GUARDED, wait, is_guarded=True)


def _too_many(
    request: Request, form: SignInForm, message: str, seconds: int, *, is_guarded: bool = False
) -> HttpResponse:
    more = {"refusal": message, "minutes": math.ceil(seconds / 60), "is_guarded": is_guarded}
    response = _sign_in_page(request, form, status=429, **more)
    response["Retry-After"] = str(seconds)
    return response


def _sign_in_by_passkey(request: Request) -> HttpResponse:
    try:
        spend(ADDRESS, address_of(request))
    except TooMany as refusal:
        return _too_many(request, SignInForm(), refusal.message, refusal.facts["retry_after"])
    user = entering.try_passkey(request, request.POST["credential"])
    if user is None:
        form = SignInForm(data={})
        form.errors.clear()
        form.add_error(None, WRONG_PASSKEY)
        return _sign_in_page(request, form, status=422)
    entering.enter(request, user, how="passkey")
    return redirect(next_of(request))


def _sign_in_page(request: Request, form: SignInForm, *, status: int = 200, **more: object) -> HttpResponse:
    context = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "link_gone": "link" in request.GET,
        "with_passkeys": passkeys.are_possible(request),
        "choices": sso.sign_in_choices(then=next_of(request)),
        "demonstration_people": accounts.demonstration_people(),
    }
    return render(request, "signin/sign_in.html", context | more, status=status)


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def second_step(request: Request) -> HttpResponse:
    user = entering.half_signed_in(request)
    if user is None:
        return redirect("sign-in")
    form = CodeForm(request.POST if "code" in request.POST else None)
    if "credential" in request.POST:
        owner = entering.try_passkey(request, request.POST["credential"])
        how = "passkey" if owner == user else ""
        form = CodeForm({"code": "-"})
        form.is_valid()
        problem = WRONG_PASSKEY
    elif form.is_bound and form.is_valid():
        try:
            how, problem = entering.try_code(request, user, form.cleaned_data["code"]), WRONG_CODE
        except TooMany as refusal:
            form.add_error(None, refusal.message)
            return _second_page(request, form, status=429)
    else:
        return _second_page(request, form, status=422 if form.is_bound else 200)
    if not how:
        form.add_error(None, problem)
        return _second_page(request, form, status=422)
    entering.finish_second_step(request, user, how=how)
    return redirect(next_of(request))


def _second_page(request: Request, form: CodeForm, *, status: int) -> HttpResponse:
    context = {"form": form, "next": next_of(request), "with_passkeys": passkeys.are_possible(request)}
    return render(request, "signin/second_step.html", context, status=status)


@require_POST
def sign_out(request: Request) -> HttpResponse:
    if not request.actor.is_visitor:
        actions.sign_out(request.actor, sign_in_id=request.session.get(SIGN_IN, 0))
    logout(request)
    response = redirect("sign-in")
    response["Clear-Site-Data"] = '"cache", "storage"'  # not the cookies: the browser stays a known one
    return response


@never_cache
@require_POST
def passkey_options(request: Request) -> HttpResponse:
    """What the page's script hands to the browser: a fresh question, to be answered once."""
    spend(ASKING, address_of(request))
    if request.POST.get("for") == "add":
        require(request.actor, "signin.change_factors")
        options = passkeys.creation_options(request, user=User.objects.get(pk=request.actor.user_id))
    else:
        options = passkeys.request_options(request)
    return HttpResponse(options, content_type="application/json")


@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(["GET", "POST"])
def reset(request: Request, token: str) -> HttpResponse:
    """A token nobody issued costs the address as much as a guess."""
    link = reset_link(token)
    if link is None:
        spend(ADDRESS, address_of(request))
        return redirect(f"{reverse('sign-in')}?link=gone")
    form = NewPasswordForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            actions.redeem_reset(
                entering.actor_entering(link.user), token=token, password=form.cleaned_data["password"]
            )
        except Invalid as refusal:
            for problem in refusal.problems:
                form.add_error("password", problem)
        else:
            remember_device(request, link.user)
            messages.success(request, "新密码已生效，请用它登录")
            return redirect("sign-in")
    status = 422 if form.errors else 200
    context = {"form": form, "rules": password_rules(), "username": link.user.get_username(), "link": link}
    return render(request, "signin/reset.html", context, status=status)


def next_of(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted and safe else "/"
