"""What rooms above put on the page of one patent: rights, fees, funding. They register in their `apps.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import Policy
from huoshui.patents.public import PatentCard

Context = Callable[[Actor, PatentCard], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    permission: str
    template: str
    context: Context
    order: int


@dataclass(frozen=True, slots=True)
class Shown:
    title: str
    template: str
    context: dict[str, Any]


_sections: dict[str, Section] = {}


def add_section(title: str, permission: str, template: str, context: Context, order: int) -> None:
    """The template sees what `context` answers as `section`, and `csrf_token`; None leaves the section out.

    Lower orders come first. The same title again takes the place of the former.
    """
    _sections[title] = Section(title, permission, template, context, order)


def sections_of(actor: Actor, card: PatentCard) -> list[Shown]:
    shown = []
    for one in sorted(_sections.values(), key=lambda one: (one.order, one.title)):
        context = one.context(actor, card) if Policy.may(actor, one.permission) else None
        if context is not None:
            shown.append(Shown(one.title, one.template, context))
    return shown
