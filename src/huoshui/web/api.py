"""The API: the same reads and writes as the pages, OpenAPI 3, problems as RFC 9457 `application/problem+json`."""

import logging
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer, SessionAuth

from huoshui.kernel.actor import VISITOR, Actor
from huoshui.kernel.errors import Refusal
from huoshui.web.refused_rights import tell_ledger
from huoshui.web.rooms import ROUTERS

log = logging.getLogger(__name__)


class SignedIn(SessionAuth):
    """A signed-in session; unsafe methods also need the CSRF token, as on a page."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        actor: Actor = getattr(request, "actor", VISITOR)
        return None if actor.is_visitor else actor


class Token(HttpBearer):
    """An API token, made on the page “接口令牌”; the door has looked it up already. Needs no CSRF token."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        actor: Actor = getattr(request, "actor", VISITOR)
        return actor if getattr(request, "by_token", False) and not actor.is_visitor else None


api = NinjaAPI(
    title="活水 API",
    version="1",
    description="高校和科研机构存量专利盘活系统的数据接口。列表用游标翻页；错误以 problem+json 返回。",
    auth=[Token(), SignedIn(csrf=True)],
    docs_url=None,
    urls_namespace="api",
)
for prefix, router, is_public in ROUTERS:
    api.add_router(prefix, router, auth=None if is_public else api.auth)


def _problem(request: HttpRequest, status: int, code: str, title: str, **more: Any) -> HttpResponse:
    body = {"type": f"urn:huoshui:problem:{code}", "title": title, "status": status, "code": code, **more}
    response = api.create_response(request, body, status=status)
    response["Content-Type"] = "application/problem+json"
    return response


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    tell_ledger(request, refusal)
    problems = [str(one) for one in getattr(refusal, "problems", ())][:100]
    more = {"facts": refusal.facts} | ({"problems": problems} if problems else {})
    response = _problem(request, refusal.status, refusal.code, refusal.message, **more)
    if "retry_after" in refusal.facts:
        response["Retry-After"] = str(refusal.facts["retry_after"])
    if refusal.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    fields = [{"at": list(one["loc"]), "message": one["msg"]} for one in fault.errors]
    return _problem(request, 422, "invalid", "请求的内容不符合数据标准", fields=fields)


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, fault: HttpError) -> HttpResponse:
    titles = {401: "请先登录", 403: "没有权限或页面已过期"}
    code = {401: "signed_out", 403: "not_allowed"}.get(fault.status_code, "http")
    return _problem(request, fault.status_code, code, titles.get(fault.status_code, str(fault)))


@api.exception_handler(Exception)
def failed(request: HttpRequest, fault: Exception) -> HttpResponse:
    reference = secrets.token_hex(4)
    log.exception("operation failed, reference %s: %s %s", reference, request.method, request.path, exc_info=fault)
    return _problem(request, 500, "failed", "系统出错了，请把编号告知管理员", reference=reference)
