"""How one address is described to the permission tests."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Route:
    """`permission` "" is open to everybody. `whose` has the right in Hunan; `stranger` has it elsewhere."""

    permission: str
    whose: str = "office"
    stranger: str = "other_office"
    method: str = "get"
    body: dict[str, object] = field(default_factory=dict)
    upload: bool = False
    is_spent: bool = False  # dealt with already: even the right person is told so by 404


OPEN = Route("")
