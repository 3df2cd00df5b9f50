"""Links that rooms above put on the page of an organisation: its people, its contacts, its profile."""

from collections.abc import Callable
from dataclasses import dataclass

from huoshui.display.parts import Link
from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import Policy
from huoshui.orgs.models import Organisation


@dataclass(frozen=True, slots=True)
class Section:
    """`url_of` takes id and kind of the organisation; "" where the section has nothing for it."""

    label: str
    permission: str
    url_of: Callable[[int, str], str]


_sections: dict[str, Section] = {}


def add_section(label: str, permission: str, url_of: Callable[[int, str], str]) -> None:
    """Called in `apps.py` of the room above. The same label again takes the place of the former."""
    _sections[label] = Section(label, permission, url_of)


def sections_of(actor: Actor, row: Organisation) -> list[Link]:
    found = [(one, one.url_of(row.pk, row.kind)) for one in _sections.values() if Policy.may(actor, one.permission)]
    return [Link(one.label, url) for one, url in found if url]
