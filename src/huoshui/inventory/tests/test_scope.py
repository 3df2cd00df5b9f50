"""What is inventoried, in which batch, and what comes first."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from tests.permissions.stage import deliver
from tests.world import World

from huoshui.inventory import actions, queries, scope_rules, scoping
from huoshui.inventory.models import Dossier
from huoshui.inventory.rule_pages import look
from huoshui.inventory.scope_rules import Wanted
from huoshui.inventory.tests.dossiers import FILLED, FIRST, FOREIGN, SECOND, get, submit
from huoshui.kernel import clock
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.patents.tests.files import GRANT, csv_file

LATER = GRANT | {"公开（公告）号": "CN117000001B", "申请号": "", "标题": "一种电芯", "公开（公告）日": "2024-03-05"}


def signed_in(person: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=person))
    return client


def load(world: World, folder: Path, *rows: dict[str, str]) -> None:
    path = csv_file(folder, *rows)
    patents.import_patents(world.operator, path=path, file_name=path.name)
    deliver(world)


def dossiers(world: World, person: str = "office") -> dict[str, Dossier]:
    with scope(world.actor(person)):
        return {one.patent.publication_no: one for one in queries.dossiers_in_view(world.actor(person))}


def test_a_later_grant_rolls_in_with_the_day_and_a_to_do(world: World, opened: dict[str, int], tmp_path: Path) -> None:
    assert dossiers(world)[FIRST].batch == "stock"
    load(world, tmp_path, LATER)
    late = dossiers(world)["CN117000001B"]
    assert (late.batch, late.rolled_on) == ("rolling", clock.today())
    home = signed_in("office").get("/").content.decode()
    assert "新授权 1 件待建档（动态盘点）" in home
    answer = signed_in("office").get(reverse("dossiers") + "?state=unopened&batch=rolling")
    assert [row.cells[0].value for row in answer.context["view"].table.rows] == ["一种电芯"]


def test_the_day_of_the_stock_is_a_setting(world: World, opened: dict[str, int]) -> None:
    scoping.set_scope(world.actor("office"), stock_until=date(2018, 12, 31), grants="valid", first_owner_only=False)
    deliver(world)
    assert {number: one.batch for number, one in dossiers(world).items()} == {
        FIRST: "rolling",
        SECOND: "stock",
        "CN208000007U": "stock",
    }
    assert dossiers(world, "other_office")[FOREIGN].batch == "stock"


def test_what_falls_out_of_scope_goes_only_where_nobody_has_touched_it(
    world: World, opened: dict[str, int], tmp_path: Path
) -> None:
    given = GRANT | {"公开（公告）号": "CN107000011B", "申请号": "", "标题": "一种已转让的方法", "法律状态": "权利转移"}
    begun = GRANT | {"公开（公告）号": "CN107000012B", "申请号": "", "标题": "一种已许可的方法", "法律状态": "许可"}
    load(world, tmp_path, given, begun)
    here = dossiers(world)
    actions.save_dossier(world.actor("office"), dossier_id=here["CN107000012B"].pk, values=FILLED, version=1)
    scoping.set_scope(
        world.actor("office"), stock_until=date(2023, 12, 31), grants="unconverted", first_owner_only=False
    )
    deliver(world)
    assert dossiers(world).keys() == here.keys() - {"CN107000011B"}
    scoping.set_scope(world.actor("office"), stock_until=date(2023, 12, 31), grants="valid", first_owner_only=False)
    deliver(world)
    assert dossiers(world).keys() == here.keys()


def test_an_institution_may_ask_for_those_it_owns_first(world: World, tmp_path: Path) -> None:
    scoping.set_scope(world.actor("office"), stock_until=date(2023, 12, 31), grants="valid", first_owner_only=True)
    second = GRANT | {"公开（公告）号": "CN107000013B", "申请号": "", "申请人": "东海大学|南湖试验大学"}
    path = csv_file(tmp_path, GRANT, second)
    patents.import_patents(world.operator, path=path, file_name=path.name, owner="南湖试验大学")
    deliver(world)
    assert list(dossiers(world)) == [FIRST]


def test_inventions_of_a_discipline_come_first_until_somebody_begins(world: World, opened: dict[str, int]) -> None:
    office = world.actor("office")
    wanted = Wanted("discipline", "ipc", "H01M 10", "电池")
    assert look_at(office, [wanted]) == "待盘点清单的 1 件发明中有 1 件符合"
    assert scoping.add_priorities(office, lines=[wanted]) == 1
    assert scoping.add_priorities(office, lines=[wanted]) == 0
    deliver(world)
    here = dossiers(world)
    assert (here[FIRST].priority, here[FIRST].priority_reason) == (
        True,
        "优势学科：电池",
    )
    assert not here[SECOND].priority, "utility models do not come first"
    assert not dossiers(world, "other_office")[FOREIGN].priority
    answer = signed_in("office").get(reverse("dossiers") + "?state=unopened")
    assert answer.context["view"].table.rows[0].cells[0].value == here[FIRST].patent.title
    page = answer.content.decode()
    assert "优先未建档" in page
    with scope(office):
        assert queries.first_waiting(office) == 1
    submit(world, opened[FIRST])
    assert (get(opened[FIRST], world.operator).first, get(opened[FIRST], world.operator).priority) == (0, True)


def look_at(actor: Any, wanted: list[Wanted]) -> str:
    with scope(actor):
        return look(actor, wanted)


def test_a_departments_industries_hold_in_its_territory_alone(world: World, opened: dict[str, int]) -> None:
    scoping.add_priorities(world.actor("hunan"), lines=[Wanted("industry", "industry", "C38", "")])
    deliver(world)
    assert dossiers(world)[FIRST].priority_reason == "重点产业：电气机械和器材制造业（湖南知识产权管理处）"
    assert not dossiers(world, "other_office")[FOREIGN].priority
    with scope(world.actor("hunan")):
        row = queries.priorities_of(world.actor("hunan")).get()
    with pytest.raises(NotFound):
        scoping.drop_priority(world.actor("national"), priority_id=row.pk)
    scoping.drop_priority(world.actor("hunan"), priority_id=row.pk)
    deliver(world)
    assert not dossiers(world)[FIRST].priority


def test_a_patent_loaded_later_meets_the_list_at_once(world: World, opened: dict[str, int], tmp_path: Path) -> None:
    scoping.add_priorities(world.actor("hunan"), lines=[Wanted("industry", "sei", "5", "新能源汽车")])
    deliver(world)
    load(world, tmp_path, LATER)
    assert dossiers(world)["CN117000001B"].priority


@pytest.mark.parametrize(
    ("who", "line"),
    [
        ("office", Wanted("industry", "industry", "38", "")),
        ("hunan", Wanted("discipline", "ipc", "H01M", "")),
        ("hunan", Wanted("industry", "industry", "3841", "")),
        ("hunan", Wanted("industry", "sei", "1.9", "")),
        ("office", Wanted("discipline", "ipc", "电池", "")),
    ],
)
def test_a_line_that_makes_no_sense_is_refused(world: World, who: str, line: Wanted) -> None:
    with pytest.raises(Invalid):
        scoping.add_priorities(world.actor(who), lines=[line])


def test_who_may_set_what(world: World) -> None:
    with pytest.raises(NotAllowed):
        scoping.set_scope(world.actor("hunan"), stock_until=date(2023, 12, 31), grants="valid", first_owner_only=False)
    with pytest.raises(NotAllowed):
        scoping.add_priorities(world.actor("secretary"), lines=[])


def test_the_page_sets_looks_adds_and_drops(world: World, opened: dict[str, int]) -> None:
    client = signed_in("office")
    assert "盘点范围" in client.get(reverse("inventory-rules")).content.decode()
    asked = {"scheme": "ipc", "code": "H01M", "label": "电池"}
    assert "1 件符合" in client.post(reverse("inventory-priority-add"), asked | {"look": "1"}).content.decode()
    assert client.post(reverse("inventory-priority-add"), asked | {"code": "电池"}).status_code == 422
    assert client.post(reverse("inventory-priority-add"), asked).status_code == 302
    page = client.get(reverse("inventory-rules"))
    [row] = page.context["rows"]
    assert client.post(reverse("inventory-priority-drop", args=[row.pk])).status_code == 302
    bad = client.post(reverse("inventory-scope"), {"stock_until": "x", "grants": "valid"})
    assert bad.status_code == 422
    good = client.post(reverse("inventory-scope"), {"stock_until": "2022-12-31", "grants": "valid"})
    assert good.status_code == 302
    with scope(world.operator):
        told = scoping.settings_of([world.orgs["lake_university"].id]).values()
    assert list(told) == [scope_rules.ScopeSetting(date(2022, 12, 31), "valid", False)]


def test_lists_go_out_and_come_back_as_a_workbook(world: World, tmp_path: Path) -> None:
    client = signed_in("hunan")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (("依据", "代码", "名称"), ("国民经济行业", "38", ""), ("战略性新兴产业", "5.2", "")):
        sheet.append(line)
    path = tmp_path / "list.xlsx"
    book.save(path)
    with path.open("rb") as file:
        assert client.post(reverse("inventory-priority-load"), {"file": file}).status_code == 302
    text = client.get(reverse("inventory-rules") + "?export=csv").content.decode("utf-8-sig")
    assert "重点产业,战略性新兴产业,5.2,新能源汽车装置、配件制造" in text
    sheet.append(("国民经济行业", "99", ""))
    book.save(path)
    with path.open("rb") as file:
        answer = client.post(reverse("inventory-priority-load"), {"file": file})
    assert answer.status_code == 422
    assert [(one.line, one.value) for one in answer.context["problems"].rows] == [(4, "99")]
