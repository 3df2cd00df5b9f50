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
    for_user_id: int = 0  # the person acted for, where that is somebody else's delegation
    audit: Reach = NOWHERE  # whose ledger lines are open besides the own ones
    only: frozenset[str] | None = None  # the permissions of a token; None: all that the roles give
    must_choose: bool = False  # the person holds several roles and has not said which one acts
    is_fresh: bool = True  # identity was confirmed lately; a web session loses this with time

    @property
    def is_visitor(self) -> bool:
        return "visitor" in self.roles

    @property
    def role(self) -> str:
        """The one in which it acts: looking after accounts comes beside another. "" for a person without any, in whose
        name the node does something."""
        if self.user_id and "operator" in self.roles:
            return ""
        return next(iter(sorted(self.roles - {"manager"})), "")

    @property
    def person_id(self) -> int:
        """Whose own things these are: the person acted for, or oneself."""
        return self.for_user_id or self.user_id


VISITOR = Actor(0, 0, 0, 0, NOWHERE, frozenset({"visitor"}), name="访客")


def operator(channel: str) -> Actor:
    """The node itself: commands run by its operator, and jobs. Sees everything the node holds, its ledger too."""
    return Actor(0, 0, 0, 0, EVERYWHERE, frozenset({"operator"}), channel, "本节点", audit=EVERYWHERE)
