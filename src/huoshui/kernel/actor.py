"""Who acts, for which organisation, how far they see, through which door."""

from dataclasses import dataclass, field

from huoshui.kernel.reach import EVERYWHERE, NOWHERE, Reach


@dataclass(frozen=True, slots=True)
class Actor:
    """Never None: a visitor, a nightly job and a partner node are actors too."""

    user_id: int  # 0: no person (visitor, job, command)
    org_id: int
    seat: int
    line_seat: int
    reach: Reach
    roles: frozenset[str]
    channel: str = "web"  # web | api | cli | job | exchange
    name: str = ""
    org_name: str = field(default="", compare=False)

    @property
    def is_visitor(self) -> bool:
        return self.user_id == 0 and self.reach == NOWHERE


VISITOR = Actor(0, 0, 0, 0, NOWHERE, frozenset({"visitor"}), name="访客")


def operator(channel: str) -> Actor:
    """The node itself: commands run by its operator, and jobs. Sees everything the node holds."""
    return Actor(0, 0, 0, 0, EVERYWHERE, frozenset({"operator"}), channel, "本节点")
