from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.world import World

from huoshui.rights.tests.conftest import Load
from huoshui.rights.tests.lists import EXCLUSIVE, LAPSE, RESTORED, events_file
from huoshui.rights.tests.test_pages import NUMBER, signed_in

pytestmark = pytest.mark.django_db


def test_a_program_reads_the_right_of_any_day(world: World, ids: dict[str, int], load: Load) -> None:
    load(LAPSE, RESTORED, EXCLUSIVE)
    client = signed_in("office")
    today = client.get(f"/api/v1/rights/{ids[NUMBER]}").json()
    assert (today["status"], today["may_be_offered"], len(today["events"])) == ("in_force", False, 3)
    assert today["owners"][0] == {"name": "南湖试验大学", "share": None, "since": "2017-07-21"}
    assert [one["code"] for one in today["offers"]["ordinary"]] == ["exclusive_licence"]
    then = client.get(f"/api/v1/rights/{ids[NUMBER]}?on=2024-01-01").json()
    assert (then["status"], then["lapsed_on"]) == ("lapsed", "2023-07-21")
    assert client.get(f"/api/v1/rights/{ids['CN208000003U']}").status_code == 404
    assert signed_in("enterprise").get(f"/api/v1/rights/{ids[NUMBER]}").status_code == 403


def test_a_program_loads_a_list(world: World, ids: dict[str, int], tmp_path: Path) -> None:
    path = events_file(tmp_path, LAPSE, LAPSE | {"申请号": "201310699744.2"})
    file = SimpleUploadedFile(path.name, path.read_bytes())
    answer = signed_in("office").post("/api/v1/rights/imports", {"file": file, "as_of": "2024-12-01"}).json()
    assert (answer["new"], answer["unmatched"]) == (1, 1)
    assert answer["unmatched_numbers"] == [{"number": "201310699744.2", "rows": 1}]
