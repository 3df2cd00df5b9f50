from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from tests.permissions.stage import deliver
from tests.world import World

from huoshui.kernel.clock import clock_at
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.patents.tests.files import APPLICATION, GRANT, HILL, UTILITY, csv_file

Patent = apps.get_model("patents.Patent")
TODAY = datetime.fromisoformat("2026-11-28T10:00:00+08:00")
ENDED = UTILITY | {"公开（公告）号": "CN208000010U", "标题": "一种失效的托盘", "法律状态": "失效"}
UNDATED = UTILITY | {"公开（公告）号": "CN208000011U", "标题": "一种没有申请日的托盘", "申请日": ""}
SOON = UTILITY | {
    "公开（公告）号": "CN208000012U",
    "标题": "一种快到缴费日的支架",
    "申请日": "2019-12-20",
    "公开（公告）日": "2020-09-01",
    "法律状态": "有效",
}
WAITING = APPLICATION | {"公开（公告）号": "CN107000009A", "申请号": "", "标题": "一种尚未授权的方法"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock_at(TODAY):
        yield


@pytest.fixture(autouse=True)
def search_folder(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_FOLDER = tmp_path / "search"


@pytest.fixture
def loaded(world: World, tmp_path: Path) -> dict[str, int]:
    """Publication number → patent, with their fees worked out as a load does it."""
    path = csv_file(tmp_path, GRANT, UTILITY, HILL, ENDED, UNDATED, SOON, WAITING)
    patents.import_patents(world.operator, path=path, file_name=path.name)
    deliver(world)
    with scope(world.operator):
        return dict(Patent.objects.values_list("publication_no", "id"))
