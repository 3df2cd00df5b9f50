"""Pages of the directory: what each reader finds, and every change by its form."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.world import CHANGSHA, HUNAN, TAIYUAN, World

from huoshui.orgs import public as orgs
from huoshui.orgs import sections
from huoshui.orgs.models import Organisation, OrganisationName
from huoshui.orgs.tests.rows import ON, patent

NEW = "南湖试验理工大学"


@pytest.fixture(autouse=True)
def uploads_here(settings: Any, tmp_path: Path) -> None:
    settings.UPLOAD_FOLDER = tmp_path


def signed_in(person: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=person))
    return client


def page(person: str, name: str, *args: int, query: str = "") -> str:
    answer = signed_in(person).get(reverse(name, args=args) + query)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def post(person: str, name: str, /, *args: int, **said: object) -> tuple[int, str]:
    answer = signed_in(person).post(reverse(name, args=args), said, follow=True)
    return answer.status_code, answer.content.decode()


def school(world: World) -> int:
    return world.orgs["lake_university"].id


def twin(world: World) -> int:
    new = orgs.NewOrganisation("南湖试验大学（长沙）", "institution", CHANGSHA, 1, "university")
    return orgs.open_organisations(world.operator, new=[new])[new.name]


def test_the_list_holds_what_is_in_reach(world: World) -> None:
    hunan, office = page("hunan", "organisations"), page("office", "organisations")
    assert "南湖试验大学" in hunan
    assert "西岭试验大学" not in hunan
    assert "南湖试验材料学院" in office
    assert "南湖试验医院" not in office


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=湖大", {"南湖试验大学"}),
        ("kind=enterprise", {"南湖试验电池有限公司"}),
        ("institution_type=hospital", {"南湖试验医院"}),
        ("region=湖南省长沙市芙蓉区", {"芙蓉知识产权管理处"}),
        ("region=430102", {"芙蓉知识产权管理处"}),
        ("line=5", {"南湖试验医院"}),
        ("standing=unconfirmed", set()),
        ("kind=institution&sort=-name", {"南湖试验大学", "南湖试验医院"}),
    ],
)
def test_filters_narrow_the_list(world: World, query: str, found: set[str]) -> None:
    orgs.add_alias(world.operator, organisation_id=school(world), name="湖大", on=ON)
    text = page("hunan", "organisations", query=f"?{query}").split('id="list"')[1]
    names = {one.name for one in world.orgs.values()}
    assert {name for name in names if f">{name}<" in text} == found


def test_a_place_that_is_none_is_refused(world: World) -> None:
    assert signed_in("hunan").get(reverse("organisations") + "?region=无此地").status_code == 422


def test_the_list_leaves_as_a_file(world: World) -> None:
    answer = signed_in("hunan").get(reverse("organisations") + "?export=csv&kind=institution")
    text = answer.content.decode("utf-8-sig")
    assert "南湖试验大学" in text
    assert "西岭试验大学" not in text


def test_one_organisation_shows_names_parts_and_history(world: World) -> None:
    orgs.rename_organisation(world.actor("hunan"), organisation_id=school(world), name=NEW, on=ON)
    text = page("hunan", "organisation", school(world))
    for words in (NEW, "曾用名", "南湖试验大学", "南湖试验材料学院", "2026-09-01", "湖南知识产权管理处", "调整隶属"):
        assert words in text, words


def test_the_office_sees_its_page_without_what_it_may_not_change(world: World) -> None:
    text = page("office", "organisation", school(world))
    assert reverse("organisation-edit", args=[school(world)]) in text
    assert reverse("organisation-move", args=[school(world)]) not in text
    college = page("college_secretary", "organisation", world.orgs["lake_college"].id)
    assert reverse("organisation", args=[school(world)]) not in college


def test_rooms_above_put_links_on_the_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "_sections", {})
    orgs.add_section("单位的试验", "orgs.view", lambda pk, kind: f"/test/{pk}/" if kind == "institution" else "")
    orgs.add_section("看不到的试验", "orgs.follow", lambda pk, kind: "/never/")
    text = page("hunan", "organisation", school(world))
    assert f'href="/test/{school(world)}/"' in text
    assert "看不到的试验" not in text
    assert "单位的试验" not in page("hunan", "organisation", world.orgs["battery_maker"].id)


def test_a_renaming_by_the_form(world: World) -> None:
    assert post("hunan", "organisation-rename", school(world), name=NEW, on="2026-09-01")[0] == 200
    assert Organisation.objects.get(pk=school(world)).name == NEW
    status, text = post("hunan", "organisation-rename", school(world), name="南湖试验医院", on="2026-09-01")
    assert status == 422
    assert "已属于「南湖试验医院」" in text


def test_aliases_by_the_form(world: World) -> None:
    assert post("office", "organisation-names", school(world), name="湖大", kind="short", on="2026-09-01")[0] == 200
    entry = OrganisationName.objects.get(name="湖大")
    assert "湖大" in page("office", "organisation-names", school(world))
    assert post("office", "organisation-names", school(world), end=entry.pk)[0] == 200
    entry.refresh_from_db()
    assert entry.until is not None
    assert post("office", "organisation-names", school(world), mistaken=entry.pk)[0] == 200
    assert not OrganisationName.objects.filter(name="湖大").exists()


def test_facts_by_the_form_the_office_its_own_only(world: World) -> None:
    text = page("office", "organisation-edit", school(world))
    assert "two_step_review" in text
    assert "uscc" not in text
    assert post("office", "organisation-edit", school(world), on="2026-09-01")[0] == 200
    assert Organisation.objects.get(pk=school(world)).two_step_review is False
    said = {"institution_type": "institute", "uscc": "914300001837900001", "on": "2026-09-01"}
    status, text = post("hunan", "organisation-edit", school(world), **said)
    row = Organisation.objects.get(pk=school(world))
    assert (status, row.institution_type, row.uscc) == (200, "institute", "914300001837900001"), text


def test_a_move_by_the_form(world: World) -> None:
    status, text = post("hunan", "organisation-move", school(world), region="山西太原", line="1", on="2026-09-01")
    assert status == 422
    assert "共同的上级" in text
    assert post("hunan", "organisation-move", school(world), region="湖南株洲", line="1", on="2026-09-01")[0] == 200
    assert Organisation.objects.get(pk=school(world)).region == 430200
    college = world.orgs["lake_college"].id
    assert post("national", "organisation-move", college, parent="西岭试验大学", on="2026-09-01")[0] == 200
    assert Organisation.objects.get(pk=college).region == TAIYUAN


def test_merging_finds_previews_confirms(world: World) -> None:
    other = twin(world)
    patent(world, orgs.cards([other])[other], "CN1A")
    address = reverse("organisation-merge", args=[school(world)])
    assert f"{address}?other={other}" in page("hunan", "organisation-merge", school(world))
    found = signed_in("hunan").post(address, {"name": "南湖试验大学(长沙)"})
    assert found["Location"] == f"{address}?other={other}"
    preview = page("hunan", "organisation-merge", school(world), query=f"?other={other}")
    assert "记录不能再分开" in preview
    assert "把「南湖试验大学（长沙）」并入「南湖试验大学」" in preview
    assert post("hunan", "organisation-merge", school(world), other=other, on="2026-09-01")[0] == 422
    assert post("hunan", "organisation-merge", school(world), other=other, on="2026-09-01", understood="on")[0] == 200
    gone = page("hunan", "organisation", other)
    assert "已并入" in gone
    assert reverse("organisation-rename", args=[other]) not in gone
    assert "（长沙）" not in page("hunan", "organisations")
    assert "（长沙）" in page("hunan", "organisations", query="?standing=merged")


def test_what_stands_in_the_way_is_said_before_anything_is_done(world: World) -> None:
    other = twin(world)
    for org in (school(world), other):
        patent(world, orgs.cards([org])[org], "CN1A")
    text = page("hunan", "organisation-merge", school(world), query=f"?other={other}")
    assert "现在还不能合并" in text
    assert "CN1A" in text


def test_a_duplicate_nobody_knows_is_said_so(world: World) -> None:
    assert post("hunan", "organisation-merge", school(world), name="没有的大学")[0] == 422
    assert post("hunan", "organisation-merge", school(world), name="西岭试验大学")[0] == 422


def test_like_names_are_proposed_in_reach(world: World) -> None:
    twin(world)
    assert "南湖试验大学（长沙）" in page("hunan", "organisation-duplicates")
    assert "南湖试验大学（长沙）" not in page("shanxi", "organisation-duplicates")
    assert "没有记录" in page("office", "organisation-duplicates")
    assert signed_in("office").get(reverse("organisation-duplicates") + "?kind=institution").status_code == 404


def test_closing_by_the_form_refuses_what_still_lives(world: World) -> None:
    status, text = post("hunan", "organisation-close", school(world), reason="停办", on="2026-09-01")
    assert status == 422
    assert "院系 1" in text
    empty = twin(world)
    assert post("hunan", "organisation-close", empty, reason="停办", on="2026-09-01")[0] == 200
    assert Organisation.objects.get(pk=empty).standing == "closed"


def test_a_bureau_opens_several_at_once(world: World) -> None:
    said = {"kind": "institution", "names": "东江试验大学\n北河试验学院\n\n", "region": "湖南长沙", "line": "1"}
    assert post("hunan", "organisation-open", **said)[0] == 422
    assert post("hunan", "organisation-open", **said, institution_type="university")[0] == 200
    assert len(orgs.ids_by_name("institution", ["东江试验大学", "北河试验学院"])) == 2
    outside = said | {"names": "另一大学", "region": "山西", "institution_type": "university"}
    assert post("hunan", "organisation-open", **outside)[0] == 403


def test_a_bad_code_or_one_of_several_is_refused_by_the_form(world: World) -> None:
    said = {"kind": "enterprise", "names": "东江试验公司", "region": "湖南长沙", "line": "3"}
    assert post("hunan", "organisation-open", **said, uscc="123")[0] == 422
    assert post("hunan", "organisation-open", **said, uscc="914300001837900001")[0] == 200
    assert post("hunan", "organisation-open", **(said | {"names": "另一公司"}), uscc="914300001837900001")[0] == 422
    assert post("hunan", "organisation-open", **(said | {"names": "甲\n乙"}), uscc="914300001837900001")[0] == 422


def test_an_office_opens_its_colleges_line_by_line(world: World) -> None:
    assert "还没有院系" not in page("office", "organisation", school(world))
    assert "还没有院系" in page("hospital", "organisation", world.orgs["lake_hospital"].id)
    assert post("office", "organisation-open", names="能源学院\n水利学院")[0] == 200
    side = f"college:{school(world)}"
    assert len(orgs.ids_by_name(side, ["能源学院", "水利学院"])) == 2


def upload(person: str, name: str, text: str) -> tuple[int, str]:
    file = SimpleUploadedFile(name, text.encode("utf-8-sig"))
    return post(person, "organisations-import", file=file)


def token(text: str) -> str:
    return text.split('name="kept" value="')[1].split('"')[0]


def test_a_list_is_checked_first_and_loaded_by_a_second_button(world: World) -> None:
    rows = "学校名称,省份,城市,单位类别\n北河试验研究所,湖南省,岳阳市,科研机构\n"
    status, text = upload("hunan", "list.csv", rows)
    assert status == 200
    assert orgs.ids_by_name("institution", ["北河试验研究所"]) == {}
    assert post("shanxi", "organisations-import", kept=token(text))[0] == 404
    assert post("hunan", "organisations-import", kept=token(text))[0] == 200
    assert len(orgs.ids_by_name("institution", ["北河试验研究所"])) == 1
    assert post("hunan", "organisations-import", kept=token(text))[0] == 404
    assert post("hunan", "organisations-import", kept="forged")[0] == 422
    assert 'name="kept"' not in upload("hunan", "list.csv", rows)[1]


def test_bad_rows_are_named_with_line_column_value_and_remedy(world: World, tmp_path: Path) -> None:
    status, text = upload("hunan", "list.csv", "学校名称,省份,城市\n北河试验研究所,山西省,太原市\n")
    assert status == 422
    for words in ("第 2 行", "省份", "山西省太原市", "不在您的管辖范围内", "行政区划代码"):
        assert words in text, words
    assert not [one for one in tmp_path.iterdir() if one.suffix == ".csv"]


def test_colleges_come_by_sheet(world: World) -> None:
    status, text = upload("office", "colleges.csv", "学院名称,曾用名\n能源学院,动力学院\n南湖试验材料学院,\n")
    assert status == 200
    assert post("office", "organisations-import", kept=token(text))[0] == 200
    side = f"college:{school(world)}"
    found = orgs.ids_by_name(side, ["能源学院", "动力学院"])
    assert len(set(found.values())) == 1
    assert upload("office", "colleges.csv", "学院名称\n,\n")[0] == 422


def test_a_department_of_a_line_looks_and_changes_nothing(world: World) -> None:
    assert "南湖试验大学" in page("education", "organisation", school(world))
    assert signed_in("education").get(reverse("organisation-open")).status_code == 403
    assert signed_in("education").get(reverse("organisation-rename", args=[school(world)])).status_code == 403
    assert signed_in("shanxi").get(reverse("organisation", args=[school(world)])).status_code == 404


def test_programs_read_open_and_rename(world: World) -> None:
    client = signed_in("hunan")
    listed = client.get("/api/v1/organisations/?kind=institution").json()
    assert [one["name"] for one in listed["rows"]] == ["南湖试验大学", "南湖试验医院"]
    body = {"name": "东江试验大学", "kind": "institution", "region": HUNAN, "line": 1, "institution_type": "university"}
    opened = client.post("/api/v1/organisations/", body, content_type="application/json").json()
    renamed = client.post(
        f"/api/v1/organisations/{opened['id']}/rename",
        {"name": "东江试验理工大学", "on": "2026-09-01"},
        content_type="application/json",
    ).json()
    assert [one["kind"] for one in renamed["names"]] == ["official", "former"]
    assert client.get(f"/api/v1/organisations/{opened['id']}").json() == renamed
    foreign = world.orgs["hill_university"].id
    assert client.get(f"/api/v1/organisations/{foreign}").status_code == 404
    bad = client.post("/api/v1/organisations/", body | {"kind": "planet"}, content_type="application/json")
    assert bad.status_code == 422
    college = {"name": "能源学院", "kind": "college", "parent_id": school(world)}
    made = signed_in("office").post("/api/v1/organisations/", college, content_type="application/json")
    assert made.status_code == 200
