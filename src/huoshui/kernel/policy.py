"""Permissions as data: each room states its lines once; pages, actions, tests and docs read the same lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from huoshui.kernel.actor import Actor

ROLES = {
    "national": "国家管理部门",
    "bureau": "知识产权管理部门",
    "line": "行业主管部门",
    "office": "单位管理员",
    "secretary": "院系管理员",
    "inventor": "发明人",
    "enterprise": "企业",
    "expert": "专家",
    "operator": "节点运维",
    "visitor": "访客",
}
SIGNED_IN = frozenset(ROLES) - {"visitor", "operator"}


@dataclass(frozen=True, slots=True)
class Permission:
    name: str  # room.verb, the name of the action or query
    label: str
    roles: frozenset[str]


class Policy:
    """The permission lines of one room."""

    registry: ClassVar[dict[str, Permission]] = {}

    def __init__(self, *lines: tuple[str, str, Iterable[str]]) -> None:
        for name, label, roles in lines:
            known = frozenset(roles)
            if name in self.registry or not known <= set(ROLES):
                raise ValueError(f"permission stated twice or for an unknown role: {name}")
            self.registry[name] = Permission(name, label, known)

    @staticmethod
    def may(actor: Actor, name: str) -> bool:
        """Raises KeyError for a permission nobody stated: a typo never opens a door."""
        return bool(Policy.registry[name].roles & actor.roles)
