"""Response headers that close the page: nothing inline, nothing from elsewhere, no framing; files are only saved."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from huoshui.kernel.actor import VISITOR, Actor
from huoshui.kernel.errors import Refusal
from huoshui.web.api import refused
from huoshui.web.doors import refusal_page
from huoshui.web.entering import API

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# A file, even one that calls itself a page, gets no script, no origin and nothing to load.
FILE_POLICY = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
CLOSED = ("camera", "geolocation", "microphone", "payment", "usb", "display-capture", "browsing-topics")
PERMISSIONS_POLICY = ", ".join(f"{name}=()" for name in CLOSED)
FIXED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What a browser may show; anything else a view answers is a file and is saved.
SHOWN = frozenset({"text/html", "application/json", "application/problem+json"})


# Whatever else a client invents; TRACE above all, which would hand a request's own headers back.
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


class TooLarge(Refusal):
    code, status = "too_large", 413


class PlainHttp(Refusal):
    code, status = "https_only", 403


class SecurityHeaders:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = _not_taken(request) or self.get_response(request)
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        is_file = not request.path.startswith(settings.STATIC_URL) and _is_file(response)
        if is_file:
            response.headers.setdefault("Content-Disposition", "attachment")
        # Not setdefault: a file keeps its sandbox whatever the view said.
        response.headers["Content-Security-Policy"] = FILE_POLICY if is_file else CONTENT_SECURITY_POLICY
        if _is_personal(request, response):
            response.headers["Cache-Control"] = "private, no-store"
        return response


def _not_taken(request: HttpRequest) -> HttpResponseBase | None:
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    if settings.SECURE_SSL_REDIRECT and request.path.startswith(API) and not request.is_secure():
        # A program led to https would go on showing its token on the open line, unnoticed.
        return refused(request, PlainHttp("接口只接受 HTTPS；经明文发出的令牌请立即撤销"))
    return _too_large(request)


def _too_large(request: HttpRequest) -> HttpResponseBase | None:
    """Before a byte of it is read: uploads are otherwise written to disk first."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    if told.isascii() and told.isdigit() and int(told) <= settings.LARGEST_REQUEST:
        return None
    refusal = TooLarge(f"一次最多提交 {settings.LARGEST_REQUEST >> 20} MB，请分成几次")
    return refused(request, refusal) if request.path.startswith(API) else refusal_page(request, refusal)


def _is_file(response: HttpResponseBase) -> bool:
    kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    return "Content-Disposition" in response.headers or bool(kind and kind not in SHOWN)


def _is_personal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Of somebody signed in, or with a cookie: never to be kept by a browser or a proxy."""
    actor: Actor = getattr(request, "actor", VISITOR)
    return not actor.is_visitor or bool(response.cookies)
