"""The page of one's own API tokens."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huoshui.display.parts import Link, PageHead
from huoshui.kernel import clock
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import Policy
from huoshui.kernel.request import Request
from huoshui.signin import tokens as keeping

DAYS = [("30", "30 天"), ("90", "90 天"), ("365", "一年")]


class TokenForm(forms.Form):
    name = forms.CharField(label="用途", max_length=60, help_text="写明哪个程序用它，如“科研系统每日同步”")
    days = forms.ChoiceField(label="有效期", choices=DAYS, initial="90", widget=forms.RadioSelect)
    permissions = forms.MultipleChoiceField(label="权限", widget=forms.CheckboxSelectMultiple)

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        rooms = keeping.open_permissions(actor)
        self.fields["permissions"].choices = [  # type: ignore[attr-defined]
            (one.name, f"{room}：{one.label}") for room, many in rooms.items() for one in many
        ]


@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: Request) -> HttpResponse:
    require(request.actor, "signin.tokens")
    form = TokenForm(request.actor, request.POST or None)
    made = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = keeping.make_token(
            request.actor, name=said["name"], permissions=said["permissions"], days=int(said["days"])
        )
        form = TokenForm(request.actor)
    trail = (Link("账号安全", reverse("account-security")),)
    context = {
        "head": PageHead("接口令牌", "供程序代您调用接口，只能做所选的事", trail),
        "form": form,
        "made": made and made.token,
        "actor": request.actor,
        "tokens": [(row, _state(row), _labels(row)) for row in keeping.tokens_of(request.actor.user_id)],
    }
    return render(request, "signin/tokens.html", context, status=422 if form.errors else 200)


@require_POST
def end(request: Request, token_id: int) -> HttpResponse:
    keeping.end_token(request.actor, token_id=token_id)
    messages.success(request, "已撤销，使用它的程序即刻不能再访问")
    return redirect("tokens")


def _state(row: Any) -> str:
    """ "" while it holds."""
    if row.ended_at:
        return "已撤销"
    return "" if row.expires_at > clock.now() else "已过期"


def _labels(row: Any) -> str:
    return "、".join(Policy.registry[name].label for name in row.permissions if name in Policy.registry)
