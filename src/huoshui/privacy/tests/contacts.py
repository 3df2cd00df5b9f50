"""A unit's contact person and a person's own contact, put there by the actions."""

from django.db import connection
from tests.world import World

from huoshui.privacy import actions, own

PHONE, EMAIL = "13812345678", "zhangsan@nanhu.example.cn"
NAME = "张三丰"


def unit_contact(world: World, who: str = "office", *, is_office: bool = False, duty: str = "专利转化联系人") -> int:
    actor = world.actor(who)
    raw = {"name": NAME, "duty": duty, "phone": PHONE, "email": EMAIL}
    return actions.add_contact(actor, org_id=actor.org_id, raw=raw, is_office=is_office)


def own_contact(world: World, who: str = "inventor") -> int:
    return own.keep_own_contact(world.actor(who), raw={"name": NAME, "phone": PHONE, "email": EMAIL})


def lines(verb: str) -> list[tuple[str, dict[str, object], int]]:
    """Read past the wall: as the auditors of everything."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('huoshui.audit_lo', '0', true), set_config('huoshui.audit_hi', %s, true)", [str(10**18)]
        )
        cursor.execute(
            "SELECT subject, facts::text, user_id FROM kernel_ledgerline WHERE verb = %s ORDER BY id", [verb]
        )
        return list(cursor.fetchall())
