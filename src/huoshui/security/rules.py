"""What break-glass may be, and who may do a thing: worked out from roles and reach, never by a second rule."""

from collections.abc import Iterable

from huoshui.kernel.errors import Invalid
from huoshui.kernel.policy import ROLES, Permission

MOST_HOURS = 4
ROLE = "breakglass"
LOOKED = "security.looked"  # the ledger's word for each page seen by break-glass
SHORTEST_REASON = 10


def check_request(reason: str, hours: int) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid(
            f"请写明事由，至少 {SHORTEST_REASON} 个字：被查看的单位会看到它",
            fields={"reason": f"至少 {SHORTEST_REASON} 个字"},
        )
    if not 1 <= hours <= MOST_HOURS:
        raise Invalid(f"时长为 1 至 {MOST_HOURS} 小时", fields={"hours": f"1 至 {MOST_HOURS} 小时"})


def opening_roles(line: Permission, roles: Iterable[str]) -> list[str]:
    """Of somebody's roles those through which this line is theirs."""
    return [role for role in ROLES if role in line.roles and role in set(roles)]


def room_of(permission: str) -> str:
    return permission.split(".")[0]
