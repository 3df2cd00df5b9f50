"""One page shape for every change of an organisation: a form, and what the action answers to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from huoshui.display.parts import Link, PageHead
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotAllowed, Refusal, WrongState
from huoshui.kernel.request import Request
from huoshui.orgs import details, queries
from huoshui.orgs.models import Organisation


@dataclass(frozen=True, slots=True)
class Change:
    """How the page of a change is headed; `submit` is its button."""

    title: str
    submit: str
    note: str = ""
    template: str = "orgs/change.html"


def changeable(actor: Actor, permission: str, organisation_id: int, *, own: bool = False) -> Organisation:
    """The page's own asking, before the action asks again. Raises NotAllowed, NotFound."""
    require(actor, permission)
    row = queries.organisation_in_view(actor, organisation_id)
    is_own = own and row.pk == actor.org_id
    require(actor, permission, also=is_own or queries.corrects(actor, queries.as_place(row)))
    return row


def change_page(
    request: Request,
    row: Organisation,
    form: Form,
    change: Change,
    *,
    act: Callable[[dict[str, Any]], object],
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except (Invalid, WrongState, NotAllowed) as refusal:
            explain(form, refusal)
        else:
            messages.success(request, f"「{row.name}」：{change.title}已登记")
            return redirect("organisation", row.pk)
    context = {
        "row": row,
        "head": PageHead(change.title, subtitle=row.name, trail=details.trail(row)),
        "form": form,
        "submit": change.submit,
        "note": change.note,
        "back": Link("返回", reverse("organisation", args=[row.pk])),
        **(more or {}),
    }
    return render(request, change.template, context, status=422 if form.errors else 200)


def explain(form: Form, refusal: Refusal) -> None:
    """Beside the fields at fault, or above the form."""
    fields = refusal.facts.get("fields", {})
    for name, message in fields.items():
        form.add_error(name if name in form.fields else None, message)
    if not fields:
        form.add_error(None, refusal.message)
    for problem in getattr(refusal, "problems", ()):
        form.add_error(None, str(problem))
