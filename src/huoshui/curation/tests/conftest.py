"""A directory with one university, and a load that brought two names nobody knows."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.permissions.stage import deliver
from tests.world import World

from huoshui.patents import public as patents
from huoshui.patents.tests.files import BRANCH, GRANT, HILL, UTILITY, csv_file

NEW = UTILITY | {"公开（公告）号": "CN208000009U", "申请人": "东江试验研究院", "标题": "一种试验台"}


@pytest.fixture
def loaded(world: World, tmp_path: Path) -> World:
    path = csv_file(tmp_path, GRANT, BRANCH, HILL, NEW)
    patents.import_patents(world.operator, path=path, file_name="patents.csv")
    deliver(world)
    return world


def signed_in(person: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=person))
    return client
