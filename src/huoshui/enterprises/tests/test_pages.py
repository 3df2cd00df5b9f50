from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from tests.world import World

from huoshui.enterprises import public as enterprises
from huoshui.enterprises.tests.files import BATTERY, PUMP, csv_file

User = get_user_model()

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(world: World, tmp_path: Path) -> World:
    enterprises.import_enterprises(world.operator, path=csv_file(tmp_path, BATTERY, PUMP))
    return world


def signed_in(person: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=person))
    return client


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"南湖试验电池有限公司", "西岭试验水泵有限公司"}),
        ("?q=水泵", {"西岭试验水泵有限公司"}),
        ("?enterprise_type=high_tech", {"南湖试验电池有限公司"}),
        ("?subclass=h01m", {"南湖试验电池有限公司"}),
    ],
)
def test_the_list_narrows(loaded: World, query: str, found: set[str]) -> None:
    text = signed_in("national").get(reverse("enterprises") + query).content.decode()
    assert {row["企业名称"] for row in (BATTERY, PUMP) if row["企业名称"] in text} == found


def test_a_department_reads_the_profile_without_the_need_and_with_a_masked_contact(loaded: World) -> None:
    org_id = loaded.orgs["battery_maker"].id
    text = signed_in("hunan").get(reverse("enterprise", args=[org_id])).content.decode()
    assert "软包电池" in text
    assert BATTERY["技术需求"] not in text
    assert BATTERY["联系人"] not in text
    assert BATTERY["联系电话"] not in text
    assert "赵* 0731-****88" in text


def test_an_enterprise_of_another_territory_is_not_found(loaded: World) -> None:
    org_id = loaded.orgs["pump_maker"].id
    assert signed_in("hunan").get(reverse("enterprise", args=[org_id])).status_code == 404


@pytest.mark.parametrize(("person", "name"), [("office", "enterprises"), ("hunan", "enterprise-own")])
def test_the_wrong_role_is_not_let_in(loaded: World, person: str, name: str) -> None:
    assert signed_in(person).get(reverse(name)).status_code == 403


def test_an_enterprise_edits_its_own_profile(loaded: World) -> None:
    client = signed_in("enterprise")
    text = client.get(reverse("enterprise-own")).content.decode()
    assert BATTERY["技术需求"] in text
    reply = client.post(reverse("enterprise-own"), _form(version=1, products="电芯；电池包", need_text="低温快充"))
    assert reply.status_code == 302
    assert "低温快充" in client.get(reverse("enterprise-own")).content.decode()


def test_a_wrong_value_is_shown_at_its_field(loaded: World) -> None:
    reply = signed_in("enterprise").post(reverse("enterprise-own"), _form(version=1, industry_codes="不是代码"))
    assert reply.status_code == 422
    assert "国民经济行业代码" in reply.content.decode()


def test_the_api_gives_the_same_as_the_pages(loaded: World) -> None:
    client = signed_in("hunan")
    [row] = client.get("/api/v1/enterprises/").json()["rows"]
    assert (row["name"], row["ipc_profile"]) == ("南湖试验电池有限公司", {"H01M": 12, "B60L": 3})
    assert client.get(f"/api/v1/enterprises/{row['id']}").json() == row
    assert "need_text" not in row
    own = signed_in("enterprise").get("/api/v1/enterprises/own").json()
    assert (own["version"], own["values"]["need_text"]) == (1, BATTERY["技术需求"])


def _form(**values: Any) -> dict[str, Any]:
    return {"enterprise_types": ["high_tech"], **values}
