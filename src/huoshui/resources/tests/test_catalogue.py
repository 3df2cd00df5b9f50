"""The public pages and the API: what a visitor finds, in which order, and what never shows."""

from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db.models import F
from django.test import Client
from openpyxl import load_workbook
from tests.world import World

from huoshui.kernel.errors import Invalid
from huoshui.resources import actions, jobs
from huoshui.resources.index import library_index
from huoshui.resources.models import LibraryEntry
from huoshui.resources.tests.entries import new_entry, published
from huoshui.search.public import IndexMissing


@pytest.fixture
def shelf(world: World) -> list[LibraryEntry]:
    lake, hill = world.orgs["lake_university"], world.orgs["hill_university"]
    rows = published(
        world,
        new_entry(lake, 1),
        new_entry(
            lake,
            2,
            title="石墨烯锂离子电池正极材料",
            abstract="包覆碳层",
            first_claim="",
            maturity=8,
            willingness=("open_licence",),
        ),
        new_entry(
            hill, 3, title="水泵叶轮", abstract="叶轮型线", scene="灌溉", prospects="", first_claim="", kind="utility"
        ),
    )
    jobs.index_changes(world.operator)
    return rows


@pytest.fixture
def visitor() -> Client:
    return Client()


def signed_in(person: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=person))
    return client


def titles(client: Client, **params: Any) -> list[str]:
    response = client.get("/catalogue/", params)
    assert response.status_code == 200
    return [row.title for row in response.context["found"].entries]


def facet(client: Client, name: str, **params: Any) -> list[tuple[str, int]]:
    choices = client.get("/catalogue/", params).context["found"].facets[name]
    return [(one.label, one.count) for one in choices]


def test_a_visitor_searches_by_words_and_by_number(visitor: Client, shelf: list[LibraryEntry]) -> None:
    assert titles(visitor, q="电池") == ["石墨烯锂离子电池正极材料"]
    assert set(titles(visitor, q="南湖试验大学")) == {row.title for row in shelf[:2]}
    assert titles(visitor, q="cn102000003b") == ["水泵叶轮"]
    assert titles(visitor, q='"超导" +(磁体*') == [shelf[0].title]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("电池 石墨烯", ["石墨烯锂离子电池正极材料"]),
        ("正极　石墨烯", ["石墨烯锂离子电池正极材料"]),
        ("电池 叶轮", []),
        ("CN 102000003 B", ["水泵叶轮"]),
        ("公告号：CN 102000003 B", ["水泵叶轮"]),
    ],
)
def test_words_with_a_space_between_must_all_be_there(
    visitor: Client, shelf: list[LibraryEntry], words: str, found: list[str]
) -> None:
    assert titles(visitor, q=words) == found


def test_several_numbers_find_each_of_them(visitor: Client, shelf: list[LibraryEntry]) -> None:
    assert len(titles(visitor, q="CN102000003B；CN 102000001 B")) == 2


def test_signs_alone_are_said_to_narrow_nothing(visitor: Client, shelf: list[LibraryEntry]) -> None:
    assert len(titles(visitor, q="%")) == 3
    assert "没有可以检索的字词" in visitor.get("/catalogue/", {"q": "%", "sort": "relevance"}).content.decode()
    assert "没有可以检索的字词" not in visitor.get("/catalogue/", {"q": "电池"}).content.decode()


def test_a_search_that_is_refused_does_not_speak_of_saving(visitor: Client, shelf: list[LibraryEntry]) -> None:
    page = visitor.get("/catalogue/", {"sort": "price"}).content.decode()
    assert "没有保存" not in page
    assert "改正条件" in page


def test_without_words_everything_is_shown_and_sorted(visitor: Client, shelf: list[LibraryEntry]) -> None:
    assert len(titles(visitor)) == 3
    assert titles(visitor, sort="maturity")[0] == "石墨烯锂离子电池正极材料"
    assert visitor.get("/catalogue/", {"sort": "price"}).status_code == 422


def test_facets_carry_labels_and_counts_and_narrow(visitor: Client, shelf: list[LibraryEntry]) -> None:
    assert facet(visitor, "province") == [("湖南省", 2), ("山西省", 1)]
    assert facet(visitor, "kind") == [("发明", 2), ("实用新型", 1)]
    assert ("开放许可", 1) in facet(visitor, "willingness")
    assert facet(visitor, "institution", province="140000") == [("西岭试验大学", 1)]
    assert titles(visitor, province="140000", kind="utility") == ["水泵叶轮"]
    assert len(titles(visitor, kind=["utility", "invention"])) == 3


def test_a_withdrawn_entry_vanishes_at_once_with_right_counts(
    visitor: Client, world: World, shelf: list[LibraryEntry]
) -> None:
    actions.withdraw_entry(world.actor("office"), entry_id=shelf[0].pk, reason="谈判中")
    assert shelf[0].title not in titles(visitor)
    assert visitor.get("/catalogue/").context["found"].total == 2
    assert facet(visitor, "province") == [("山西省", 1), ("湖南省", 1)]
    page = visitor.get(f"/catalogue/{shelf[0].number}/")
    assert page.status_code == 410
    assert "权利人撤下" in page.content.decode()
    assert "谈判中" not in page.content.decode()


def test_the_table_has_the_last_word_over_an_index_that_says_otherwise(
    visitor: Client, world: World, shelf: list[LibraryEntry]
) -> None:
    actions.withdraw_entry(world.actor("office"), entry_id=shelf[0].pk, reason="谈判中")
    LibraryEntry.objects.update(indexed_revision=F("revision"))
    assert shelf[0].title not in titles(visitor)
    assert visitor.get("/catalogue/").context["found"].total == 2


def test_indexing_again_changes_nothing_and_relisting_brings_it_back(
    visitor: Client, world: World, shelf: list[LibraryEntry]
) -> None:
    office = world.actor("office")
    actions.withdraw_entry(office, entry_id=shelf[0].pk, reason="谈判中")
    assert jobs.index_changes(world.operator) == 1
    assert jobs.index_changes(world.operator) == 0
    actions.relist_entry(office, entry_id=shelf[0].pk)
    jobs.index_changes(world.operator)
    assert len(titles(visitor)) == 3


def test_a_rebuild_from_the_table_gives_the_same_catalogue(
    visitor: Client, world: World, shelf: list[LibraryEntry]
) -> None:
    before = titles(visitor, sort="maturity")
    assert actions.rebuild_index(world.operator) == 3
    assert titles(visitor, sort="maturity") == before
    assert jobs.index_changes(world.operator) == 0


def test_an_empty_library_is_an_empty_catalogue_not_an_error(visitor: Client, world: World) -> None:
    assert titles(visitor, q="电池") == []


def test_a_lost_index_is_said_not_hidden(world: World) -> None:
    published(world, new_entry(world.orgs["lake_university"]))
    assert Client().get("/catalogue/").status_code == 503
    with pytest.raises(IndexMissing, match="huoshui search rebuild"):
        library_index()._fitting()


def test_the_card_is_readable_crawlable_and_dated(visitor: Client, shelf: list[LibraryEntry]) -> None:
    page = visitor.get("/catalogue/cn102000001b/")
    assert (page.status_code, page["Location"]) == (301, "/catalogue/CN102000001B/")
    html = visitor.get("/catalogue/CN102000001B/").content.decode()
    for expected in (
        '<link rel="canonical" href="http://testserver/catalogue/CN102000001B/">',
        '<meta name="description" content="南湖试验大学可转化专利：',
        "核磁共振成像设备",
        "5级 初样级",
        "转让、许可",
        "2025-06-01",
        "湖南省长沙市",
    ):
        assert expected in html
    assert "<script>" not in html
    assert visitor.get("/catalogue/CN999999999B/").status_code == 404


def test_users_text_is_never_markup(visitor: Client, world: World) -> None:
    published(world, new_entry(world.orgs["lake_university"], title="<script>alert(1)</script>", abstract='"><b>'))
    jobs.index_changes(world.operator)
    for path in ("/catalogue/?q=<script>alert(1)</script>", "/catalogue/CN102000001B/"):
        assert "<script>alert" not in visitor.get(path).content.decode()


def test_pages_reach_as_far_as_the_depth_and_say_so(visitor: Client, world: World) -> None:
    school = world.orgs["lake_university"]
    published(world, *(new_entry(school, serial) for serial in range(1_050)))
    jobs.index_changes(world.operator)
    last = visitor.get("/catalogue/", {"cursor": "980"}).context
    assert (last["found"].total, last["pager"].next_url) == (1_050, "")
    assert "cursor=960" in last["pager"].previous_url
    assert visitor.get("/catalogue/", {"cursor": "1000"}).status_code == 422
    assert visitor.get("/catalogue/", {"cursor": "x"}).status_code == 422
    sheet = load_workbook(BytesIO(visitor.get("/catalogue/", {"export": "xlsx"}).content)).worksheets[0]
    assert sum(1 for row in sheet.iter_rows(values_only=True) if row[0] and str(row[0]).startswith("CN")) == 1_000


def test_an_export_holds_what_is_shown_in_its_order(visitor: Client, shelf: list[LibraryEntry]) -> None:
    shown = titles(visitor, sort="maturity")
    text = visitor.get("/catalogue/", {"sort": "maturity", "export": "csv"}).content.decode("utf-8-sig")
    assert sorted(shown, key=text.index) == shown
    assert visitor.get("/catalogue/", {"export": "pdf"}).status_code == 422


def test_invented_data_is_marked_on_pages(visitor: Client, world: World) -> None:
    published(world, new_entry(world.orgs["lake_university"], demonstration=True))
    jobs.index_changes(world.operator)
    assert "示例数据" in visitor.get("/catalogue/").content.decode()
    assert "示例数据" in visitor.get("/catalogue/CN102000001B/").content.decode()


def test_an_office_sees_its_own_list_and_a_province_its_territory(world: World, shelf: list[LibraryEntry]) -> None:
    office = signed_in("office").get("/resources/")
    assert [row.pk for row in office.context["view"].page.rows] == [shelf[1].pk, shelf[0].pk]
    province = signed_in("shanxi").get("/resources/")
    assert [row.pk for row in province.context["view"].page.rows] == [shelf[2].pk]
    assert signed_in("other_office").get(f"/resources/{shelf[0].pk}/").status_code == 404
    assert signed_in("enterprise").get("/resources/").status_code == 403
    assert Client().get("/resources/").status_code == 302


def test_an_office_withdraws_and_relists_on_the_page(world: World, shelf: list[LibraryEntry]) -> None:
    client, path = signed_in("office"), f"/resources/{shelf[0].pk}/"
    assert "撤下的原因" in client.get(path).content.decode()
    assert client.post(f"{path}withdraw/", {"reason": ""}).status_code == 422
    assert client.post(f"{path}withdraw/", {"reason": "谈判中"}).status_code == 302
    assert "谈判中" in client.get(path).content.decode()
    assert client.post(f"{path}relist/").status_code == 302
    assert "撤下的原因" not in signed_in("hunan").get(path).content.decode()


def test_the_list_is_exported_with_reasons(world: World, shelf: list[LibraryEntry]) -> None:
    actions.withdraw_entry(world.actor("office"), entry_id=shelf[0].pk, reason="谈判中")
    text = signed_in("office").get("/resources/", {"export": "csv"}).content.decode("utf-8-sig")
    assert "谈判中" in text
    assert "水泵" not in text


def test_programs_search_the_catalogue_without_signing_in(visitor: Client, shelf: list[LibraryEntry]) -> None:
    answer = visitor.get("/api/v1/catalogue", {"q": "电池"}).json()
    assert (answer["total"], answer["next"], answer["rows"][0]["number"]) == (1, "", shelf[1].number)
    assert answer["facets"]["maturity"] == [{"value": "8", "label": "8级 产品级", "count": 1}]
    one = visitor.get(f"/api/v1/catalogue/{shelf[1].number}").json()
    assert "self_grade" not in one
    assert one["willingness"] == ["open_licence"]
    assert visitor.get("/api/v1/catalogue/CN1").status_code == 404


def test_programs_of_an_institution_withdraw_its_own(world: World, shelf: list[LibraryEntry], visitor: Client) -> None:
    path = f"/api/v1/resources/entries/{shelf[0].pk}/withdraw"
    reason, kind = {"reason": "谈判中"}, "application/json"
    assert visitor.post(path, reason, kind).status_code in (401, 403)
    assert signed_in("other_office").post(path, reason, kind).status_code == 404
    assert signed_in("office").post(path, reason, kind).json() == {"count": 1}
    assert visitor.get(f"/api/v1/catalogue/{shelf[0].number}").status_code == 404
    rows = signed_in("office").get("/api/v1/resources/entries", {"status": "withdrawn"}).json()["rows"]
    assert [(row["number"], row["reason_text"]) for row in rows] == [(shelf[0].number, "谈判中")]


def test_an_unknown_place_in_the_list_is_refused() -> None:
    from django.http import QueryDict

    from huoshui.resources.catalogue import search_from

    with pytest.raises(Invalid):
        search_from(QueryDict("cursor=-1"))
