"""The door of pages: who comes in becomes an actor, and a refusal becomes a page in plain Chinese."""

import logging
import secrets
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from huoshui.kernel.actor import VISITOR, Actor
from huoshui.kernel.errors import ConfirmationNeeded, Refusal
from huoshui.kernel.tenancy import scope
from huoshui.security.public import write_down_look
from huoshui.signin.public import COMMITS_AT_ONCE, ask_to_confirm, set_device_cookie, what_is_due
from huoshui.web.api import refused
from huoshui.web.budgets import charge
from huoshui.web.entering import API, actor_for_request
from huoshui.web.refused_rights import tell_ledger

log = logging.getLogger(__name__)
HEADINGS = {
    400: "请求有误",
    403: "没有权限",
    404: "没有找到",
    409: "现在不能这样做",
    413: "内容太大",
    422: "填写有误",
    429: "请稍后再试",
    500: "系统出错了",
}


class ActorMiddleware:
    """Every request runs in one scope: both walls stand before the first query and while the page is drawn."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path in ("/healthz",):
            return self.get_response(request)
        response = self._answer(request)
        set_device_cookie(request, response)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        stands_alone = request.path in COMMITS_AT_ONCE
        try:
            actor = VISITOR if stands_alone else actor_for_request(request)
            charge(request, actor)
        except Refusal as refusal:
            request.actor = VISITOR  # type: ignore[attr-defined]
            return refused(request, refusal) if request.path.startswith(API) else refusal_page(request, refusal)
        request.actor = actor  # type: ignore[attr-defined]
        if stands_alone:
            # What a guess costs must stand before the guess is looked at: no transaction round the request, no tenant.
            return self.get_response(request)
        with scope(actor):
            response = what_is_due(request) or self.get_response(request)
            write_down_look(actor, method=str(request.method), path=request.path, status=response.status_code)
            return response

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponseBase | None:
        if isinstance(fault, Refusal):
            return refusal_page(request, fault)
        return None


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponseBase:
    actor: Actor = getattr(request, "actor", VISITOR)
    if refusal.status == 403 and actor.is_visitor:
        return redirect_to_login(request.get_full_path())
    if isinstance(refusal, ConfirmationNeeded):
        return ask_to_confirm(request, refusal.message)
    tell_ledger(request, refusal)
    looking = request.method in ("GET", "HEAD")  # whoever mistyped a search has saved nothing and wants to go on
    context = {
        "status": refusal.status,
        "heading": HEADINGS.get(refusal.status, "不能这样做"),
        "message": refusal.message,
        "problems": getattr(refusal, "problems", ()),
        "looking": looking,
        "layout": "base.html" if looking and refusal.status == 422 and not actor.is_visitor else "layouts/bare.html",
    }
    response = render(request, "errors/refusal.html", context, status=refusal.status)
    if "retry_after" in refusal.facts:
        response["Retry-After"] = str(refusal.facts["retry_after"])
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    reference = secrets.token_hex(4)
    log.error("page failed, reference %s: %s %s", reference, request.method, request.path)
    return render(request, "errors/500.html", {"reference": reference}, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/403.html", {"message": "页面已过期，请返回上一页刷新后重新提交。"}, status=403)
