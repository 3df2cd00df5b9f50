"""Signing in and out."""

from django.contrib.auth import authenticate, login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from huoshui.accounts import public as accounts
from huoshui.kernel.request import Request
from huoshui.signin.forms import SignInForm


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: Request) -> HttpResponse:
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        if user is not None:
            login(request, user)
            return redirect(_next(request))
        # One sentence for every cause: a stranger learns nothing about which names exist.
        form.add_error(None, "用户名或密码不正确")
        status = 422
    context = {
        "form": form,
        "next": request.GET.get("next", ""),
        "demonstration_people": accounts.demonstration_people(),
    }
    return render(request, "signin/sign_in.html", context, status=status)


@require_POST
def sign_out(request: Request) -> HttpResponse:
    logout(request)
    return redirect("sign-in")


def _next(request: Request) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted and safe else "/"
