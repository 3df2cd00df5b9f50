from pathlib import Path
from typing import Any

import pytest
from tests.permissions.stage import deliver
from tests.world import World

from huoshui.inventory import public as inventory
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.patents.tests.files import GRANT, HILL, UTILITY, csv_file

CONTENT = {
    "fiscal_funded": "否",
    "implementation": "未实施",
    "maturity": "5",
    "self_grade": "4",
    "scene": "电池热管理",
}
OFFERED = CONTENT | {"willingness": "转让"}


@pytest.fixture
def progressed(world: World, settings: Any, tmp_path: Path) -> World:
    """南湖试验大学: accepted and offered, accepted and kept, in review, untouched. 西岭试验大学: one untouched."""
    settings.SEARCH_FOLDER = tmp_path / "search"
    numbers = [f"CN20800000{n}U" for n in (4, 5, 6)]
    rows = [GRANT, *(UTILITY | {"公开（公告）号": number, "标题": f"托盘{number}"} for number in numbers), HILL]
    patents.import_patents(world.operator, path=csv_file(tmp_path, *rows), file_name="patents.csv")
    deliver(world)
    office = world.actor("office")
    with scope(office):
        ids = inventory.dossier_ids_by_number()
    inventory.register_dossiers(office, contents={ids["CN107000001B"]: OFFERED, ids[numbers[0]]: CONTENT})
    inventory.fill_dossiers(office, contents={ids[numbers[1]]: OFFERED}, move="submit")
    deliver(world)
    return world
