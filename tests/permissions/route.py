"""How one address is described to the permission tests."""

from dataclasses import dataclass, field

from huoshui.kernel.errors import NotAllowed


@dataclass(frozen=True)
class Route:
    """`permission` "" is open to everybody. Who else may what with whose object is worked out, not stated here.

    `body` may name objects of the stage: {"dossier_ids": ["{dossier_id}"]} is asked with each dossier there is.
    `whose` and `stranger` are read no more.
    """

    permission: str
    whose: str = ""
    stranger: str = ""
    method: str = "get"
    body: dict[str, object] = field(default_factory=dict)
    upload: bool = False
    is_spent: bool = False  # dealt with already: even the right person is told so by 404
    elsewhere: tuple[int, ...] = (404,)  # what an object out of reach is answered with
    not_for: tuple[str, ...] = ()  # people who hold the permission and are refused all the same
    asks: str = ""  # the permission behind an open door, which everybody holds
    absent_for: tuple[str, ...] = ()  # people who hold the permission, where there is nothing of theirs: 404


OPEN = Route("")


def shown(value: object) -> None:
    """For ACTIONS: a permission that opens a field, not an address. Nothing there is a refusal."""
    if not value:
        raise NotAllowed("not shown")
