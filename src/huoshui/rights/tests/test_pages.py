from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.world import World

from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.patents.tests.files import GRANT, csv_file
from huoshui.rights.models import EventRun, LegalEvent
from huoshui.rights.tests.conftest import Load
from huoshui.rights.tests.lists import EXCLUSIVE, GRANT_NO, LAPSE, PLEDGE, UTILITY_PUBLICATION, events_file

pytestmark = pytest.mark.django_db
NUMBER = "CN107000001B"


def signed_in(person: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=person))
    return client


def upload(client: Client, path: Path, **more: Any) -> Any:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post(reverse("legal-events-import"), {"file": file, **more})


def page_of(person: str, patent_id: int) -> str:
    return signed_in(person).get(reverse("patent", args=[patent_id])).content.decode()


def test_the_page_of_a_patent_tells_what_happened_and_how_it_may_be_offered(
    world: World, ids: dict[str, int], load: Load
) -> None:
    load(PLEDGE, EXCLUSIVE)
    for person in ("office", "hunan", "education", "inventor"):
        text = page_of(person, ids[NUMBER])
        for words in ("独占许可", "南湖试验银行", "Y2024430000009", "PE01", "民法典第四百四十四条", "法律状态.csv"):
            assert words in text, (person, words)
    assert "未载明" in page_of("office", ids[NUMBER])  # shares of the co-owners


def test_a_patent_without_events_says_so(world: World, ids: dict[str, int]) -> None:
    text = page_of("office", ids["CN208000002U"])
    assert "还没有导入这件专利的法律事件" in text
    assert "保护期限届满日" in text


def test_pairs_of_one_day_are_proposed(world: World, ids: dict[str, int], load: Load, tmp_path: Path) -> None:
    """The utility model of the world has another title; only a like one is proposed."""

    twin = GRANT | {
        "公开（公告）号": "CN208000009U",
        "申请号": "",
        "专利类型": "实用新型",
        "标题": "一种软包电池的热管理装置",
    }
    path = csv_file(tmp_path, twin, name="twin.csv")
    patents.import_patents(world.operator, path=path, file_name=path.name)
    text = page_of("office", ids[NUMBER])
    assert "同日申请的发明与实用新型" in text
    assert "系统推测，待核对" in text
    assert "一种电池托盘" not in text


def test_the_list_is_filtered_and_shows_one_reach_only(world: World, load: Load) -> None:
    utility = {"公开号": UTILITY_PUBLICATION, "法律状态": "CF01", "法律状态公告日": "2020-01-03"}
    load(LAPSE, PLEDGE, utility)
    client = signed_in("office")
    here = reverse("legal-events")
    assert client.get(here).content.decode().count("未缴年费终止</") >= 2
    text = client.get(f"{here}?code=PE01&since=2024-01-01").content.decode()
    assert "南湖试验银行" in text
    assert UTILITY_PUBLICATION not in text
    assert GRANT_NO not in signed_in("shanxi").get(here).content.decode()
    exported = client.get(f"{here}?export=csv").content.decode()
    assert "终止日期：2023.07.21" in exported
    assert client.get(f"{here}?since=yesterday").status_code == 422


def test_a_file_is_checked_then_confirmed(world: World, ids: dict[str, int], tmp_path: Path) -> None:
    client = signed_in("office")
    path = events_file(tmp_path, LAPSE, PLEDGE | {"申请号": "201310699744.2"}, LAPSE | {"法律状态": "没有这种"})
    answer = upload(client, path, as_of="2024-12-01")
    here = answer["Location"]
    text = client.get(here).content.decode()
    assert "201310699744.2" in text
    assert "跳过有误的行" in text
    with scope(world.operator):
        assert not LegalEvent.objects.exists()
    run_id = int(here.rstrip("/").split("/")[-1])
    done = client.post(reverse("legal-events-confirm", args=[run_id]), {"skip": "1"})
    assert "新增" in client.get(done["Location"]).content.decode()
    with scope(world.operator):
        assert LegalEvent.objects.get().as_of.isoformat() == "2024-12-01"
        assert EventRun.objects.get(pk=run_id).upload == ""
    assert signed_in("hospital").get(here).status_code == 404


def test_a_file_of_another_kind_is_refused_by_its_name(world: World, ids: dict[str, int], tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("姓名,电话\n张三,1\n", "utf-8")
    answer = upload(signed_in("office"), path)
    assert answer.status_code == 422
    assert "other.csv" in answer.content.decode()
