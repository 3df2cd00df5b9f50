"""Keeping, masking, revealing and forgetting contacts."""

import pytest
from tests.world import World

from huoshui.kernel.action import ActionIncomplete
from huoshui.kernel.errors import Invalid
from huoshui.kernel.tenancy import scope
from huoshui.privacy.models import Contact
from huoshui.privacy.public import keep_contact


def test_a_contact_is_kept_only_inside_an_action(world: World) -> None:
    office = world.actor("office")
    with scope(office), pytest.raises(ActionIncomplete):
        keep_contact(office, org_id=office.org_id, name="张三", phone="13812345678")
    assert Invalid
    assert Contact
