"""A unit's contact person and a person's own contact, put there by the actions."""

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
