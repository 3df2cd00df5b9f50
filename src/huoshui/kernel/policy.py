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
    "agency": "服务机构",
    "agent": "受托机构",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "audit_admin": "审计管理员",
    "breakglass": "应急查看",
    "manager": "账号管理员",
    "operator": "节点运维",
    "visitor": "访客",
}
# "manager" comes beside another role: who looks after the accounts of an organisation.
SIGNED_IN = frozenset(ROLES) - {"visitor", "operator", "manager"}
# Of the node, apart from each other and from the business (GB/T 22239).
ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})


@dataclass(frozen=True, slots=True)
class Permission:
    name: str  # room.verb, the name of the action or query
    label: str
    roles: frozenset[str]
    step_up: bool = False  # asks the person to confirm who they are, see `Actor.is_fresh`


class Policy:
    """The permission lines of one room. Those named in `step_up` ask for a confirmed identity."""

    registry: ClassVar[dict[str, Permission]] = {}

    def __init__(self, *lines: tuple[str, str, Iterable[str]], step_up: Iterable[str] = ()) -> None:
        serious = frozenset(step_up)
        if unknown := serious - {name for name, _, _ in lines}:
            raise ValueError(f"step-up for permissions not stated here: {sorted(unknown)}")
        for name, label, roles in lines:
            known = frozenset(roles)
            if name in self.registry or not known <= set(ROLES):
                raise ValueError(f"permission stated twice or for an unknown role: {name}")
            self.registry[name] = Permission(name, label, known, name in serious)

    @staticmethod
    def may(actor: Actor, name: str) -> bool:
        """Raises KeyError for a permission nobody stated: a typo never opens a door."""
        given = actor.only is None or name in actor.only
        return bool(Policy.registry[name].roles & actor.roles) and given
