"""What rooms above offer to do with a search: to keep it, say. They register in their `apps.py`."""

from django.http import QueryDict
from django.urls import reverse

from huoshui.display.parts import Link
from huoshui.display.query import query_url
from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import Policy

_steps: dict[str, tuple[str, str]] = {}


def add_search_step(label: str, url_name: str, permission: str) -> None:
    """The address is given the query of the list. The same label again takes the place of the former."""
    _steps[label] = (url_name, permission)


def steps_for(actor: Actor, query: QueryDict) -> list[Link]:
    return [
        Link(label, f"{reverse(url_name)}{query_url(query)}")
        for label, (url_name, permission) in _steps.items()
        if Policy.may(actor, permission)
    ]
