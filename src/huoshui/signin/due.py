"""What must be done before anything else: a new password, a second factor, a choice of role. Until then every way
leads there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from huoshui.signin.sessions import DUE

WORDS = {
    "password": "请先修改密码，再继续使用",
    "factor": "您的角色须有第二因子，请先启用动态口令或添加通行密钥",
    "role": "您有多个身份，请先选择以哪个身份办事",
}
LANDING = {"password": "password-change", "factor": "account-security", "role": "account"}
OPEN = {
    "password": frozenset({"password-change", "confirm", "passkey-options", "sign-out"}),
    "factor": frozenset(
        {"account-security", "one-time-code", "passkey-add", "passkey-options", "confirm", "sign-out", "notices-read"}
    ),
    "role": frozenset({"account", "account-security", "confirm", "sign-out", "join"}),
}
PUBLIC = ("/catalogue/", "/api/v1/catalogue")  # what a visitor may read
SHARED = frozenset({"sso-start", "sso-return"})  # confirming who one is at the provider


def what_is_due(request: HttpRequest) -> HttpResponseBase | None:
    """Where to go first, or None. The API says it as a problem."""
    due: str = getattr(request, DUE, "")
    if not due or request.path.startswith(PUBLIC) or _name(request) in OPEN[due] | SHARED:
        return None
    if request.path.startswith("/api/"):
        body = {"type": f"urn:huoshui:problem:{due}_due", "title": WORDS[due], "status": 403, "code": f"{due}_due"}
        return JsonResponse(body, status=403, content_type="application/problem+json")
    messages.warning(request, WORDS[due])
    return redirect(LANDING[due])


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""
