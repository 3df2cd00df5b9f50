"""再次确认身份: before a serious act, with the act's own fields carried through."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from huoshui.kernel.action import require
from huoshui.kernel.budget import give_back, spend
from huoshui.kernel.errors import TooMany
from huoshui.kernel.request import Request
from huoshui.signin import actions, entering, passkeys, sso
from huoshui.signin.codes import has_second_factor, take_code
from huoshui.signin.forms import CodeForm, ConfirmForm
from huoshui.signin.guesses import CONFIRM
from huoshui.signin.passwords import User, has_password, is_right
from huoshui.signin.sessions import SIGN_IN

CARRIED_FOR = 30 * 60  # seconds
NOT_CARRIED = ("csrfmiddlewaretoken", "current", "password", "again", "code", "credential")
WRONG = "不正确，请再试一次"


@dataclass(frozen=True, slots=True)
class Carried:
    """A POST that waits: where it goes and what it said. Signed, and good within one session alone."""

    path: str
    fields: list[list[str]]
    had_files: bool

    def sealed(self, request: HttpRequest) -> str:
        return signing.dumps([self.path, self.fields, self.had_files], salt=_salt(request), compress=True)


def carried_from(request: HttpRequest) -> Carried:
    fields = [[name, value] for name, values in request.POST.lists() if name not in NOT_CARRIED for value in values]
    return Carried(request.get_full_path(), [[str(a), str(b)] for a, b in fields], bool(request.FILES))


def unsealed(request: HttpRequest, text: str) -> Carried | None:
    try:
        return Carried(*signing.loads(text, salt=_salt(request), max_age=CARRIED_FOR))
    except signing.BadSignature:
        return None


def ask_to_confirm(request: HttpRequest, why: str) -> HttpResponseBase:
    """Instead of the page or the act that needs a confirmed identity."""
    if request.method == "POST":
        return _page(request, carried=carried_from(request), why=why, status=403)
    return redirect(f"{reverse('confirm')}?{urlencode({'next': request.get_full_path()})}")


@sensitive_post_parameters("password", "code")
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: Request) -> HttpResponse:
    require(request.actor, "signin.confirm_identity")
    carried = unsealed(request, request.POST.get("carried", ""))
    if request.method == "GET":
        return _page(request, carried=None)
    try:
        how = _proof(request)
    except TooMany as refusal:
        return _page(request, carried=carried, problem=refusal.message, status=429)
    if not how:
        return _page(request, carried=carried, problem=_what(request) + WRONG, status=422)
    actions.confirm_identity(request.actor, sign_in_id=request.session.get(SIGN_IN, 0), how=how)
    request.session.cycle_key()
    if carried is None:
        return redirect(_next(request))
    return render(request, "signin/confirmed.html", {"carried": carried})


def _proof(request: Request) -> str:
    """How the person has just proved who they are; "" for not at all. Raises TooMany."""
    user_id = request.actor.user_id
    spend(CONFIRM, str(user_id), message="确认次数过多，请过几分钟再试")
    how = ""
    if "credential" in request.POST:
        owner = entering.try_passkey(request, request.POST["credential"])
        how = "passkey" if owner is not None and owner.pk == user_id else ""
    elif "code" in request.POST:
        how = take_code(user_id, request.POST["code"])
    elif "password" in request.POST:
        how = "password" if is_right(User.objects.get(pk=user_id), request.POST["password"]) else ""
    if how:
        give_back(CONFIRM, str(user_id))
    return how


def _what(request: Request) -> str:
    return "通行密钥" if "credential" in request.POST else "验证码" if "code" in request.POST else "密码"


def _page(
    request: HttpRequest, *, carried: Carried | None, why: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    user_id = request.actor.user_id  # type: ignore[attr-defined]
    user = User.objects.get(pk=user_id)
    has_factor = has_second_factor(user_id)
    context = {
        "password_form": ConfirmForm() if has_password(user) else None,
        "code_form": CodeForm() if has_factor else None,
        "with_passkeys": has_factor and passkeys.are_possible(request),
        "ways": sso.ways_to_confirm(user_id, then=_page_before(request) if carried else _next(request)),
        "carried": carried.sealed(request) if carried else "",
        "had_files": carried.had_files if carried else False,
        "next": _next(request),
        "why": why,
        "problem": problem,
    }
    return render(request, "signin/confirm.html", context, status=status)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if wanted and safe else "/"


def _page_before(request: HttpRequest) -> str:
    """A provider leads back to a page, not to an act: the person presses the button there once more."""
    return urlsplit(request.headers.get("Referer", "")).path or "/"


def _salt(request: HttpRequest) -> str:
    return f"huoshui.carried.{request.session.get(SIGN_IN, 0)}"
