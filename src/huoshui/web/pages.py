"""Home, health, style guide."""

from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from huoshui.kernel.actor import Actor
from huoshui.kernel.request import Request
from huoshui.web.desks import desk_for
from huoshui.web.styleguide import sample_context


@require_GET
def home(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    if actor.is_visitor:
        return redirect("catalogue")
    return render(request, "home.html", desk_for(actor))


@require_GET
def healthz(request: Request) -> HttpResponse:
    """200 when the database answers; says nothing else to strangers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_GET
def style_guide(request: Request) -> HttpResponse:
    return render(request, "styleguide.html", sample_context())
