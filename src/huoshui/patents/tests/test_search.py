"""What is found by whom: within reach, in hits, totals, facets and files alike; and what happens without an index."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.world import World

from huoshui.kernel.errors import Invalid
from huoshui.kernel.outbox import deliver_waiting
from huoshui.kernel.tenancy import scope
from huoshui.patents import actions, jobs, queries
from huoshui.patents import public as patents
from huoshui.patents.asking import asked_from
from huoshui.patents.finding import Found, exported, find, question
from huoshui.patents.models import Patent
from huoshui.patents.search import PLACE, document, patent_index
from huoshui.patents.tests.files import GRANT, UTILITY, csv_file
from huoshui.patents.tests.files import HILL as WHEEL
from huoshui.search.public import Query

pytestmark = pytest.mark.django_db

HILL = WHEEL | {"摘要": "叶轮用于灌溉。"}
COATER = UTILITY | {"公开（公告）号": "CN208000007U", "标题": "一种电池隔膜涂布机", "IPC主分类号": "G06F16/33"}
TITLES = {row["公开（公告）号"]: row["标题"] for row in (GRANT, UTILITY, HILL, COATER)}


@pytest.fixture
def shelf(world: World, search_folder: Path, tmp_path: Path) -> dict[str, int]:
    """Three patents of one university and one of another, found by the index."""
    path = csv_file(tmp_path, GRANT, UTILITY, HILL, COATER)
    patents.import_patents(world.operator, path=path, file_name=path.name)
    deliver_waiting(world.operator)
    jobs.bring_up(world.operator)
    with scope(world.operator):
        return dict(Patent.objects.values_list("publication_no", "id"))


def found_by(world: World, person: str, query: str = "") -> Found:
    actor = world.operator if person == "operator" else world.actor(person)
    with scope(actor):
        return find(actor, asked_from(QueryDict(query)))


def numbers(world: World, person: str, query: str = "") -> set[str]:
    found = found_by(world, person, query)
    assert found.by_index
    return {row.publication_no for row in found.page.rows}


def counts(found: Found) -> dict[str, dict[str, int]]:
    return {facet.name: {one.value: one.count for one in choices} for facet, choices in found.facets}


def signed_in(person: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=person))
    return client


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", set(TITLES)),
        ("q=电池", {"CN107000001B", "CN208000002U", "CN208000007U"}),
        ("q=池托", {"CN208000002U"}),
        ("q=标题:电池 发明人:李四", {"CN107000001B"}),
        ("q=摘要：液冷板", {"CN107000001B", "CN208000002U", "CN208000007U"}),
        ("title=液冷板", set()),
        ("q=申请人:西岭试验大学", {"CN208000003U"}),
        ("q=“电池托盘”", {"CN208000002U"}),
        ("q=ZL201710601862.3", {"CN107000001B"}),
        ("q=号码:CN208000002", {"CN208000002U"}),
        ("ipc=H01M", {"CN107000001B", "CN208000002U", "CN208000003U"}),
        ("ipc=g06f 16/", {"CN208000007U"}),
        ("q=G06F16/33", {"CN208000007U"}),
        ("q=IPC:G", {"CN208000007U"}),
        ("ipc=G06F1", set()),
        ("kind=invention", {"CN107000001B"}),
        ("kind=invention&kind=utility_model&q=托盘", {"CN208000002U"}),
        ("granted_from=2019&granted_to=2019", {"CN107000001B"}),
        ("filed_from=2018", set()),
        ("institution=西岭", {"CN208000003U"}),
        ("since=2019-01-01&until=2019-12-31", {"CN107000001B"}),
        ("q=电池 托盘", {"CN208000002U"}),
        ("q=托盘　电池", {"CN208000002U"}),
        ("title=托盘 电池", {"CN208000002U"}),
        ("q=电池 -托盘", {"CN107000001B", "CN208000007U"}),
        ("q=电池 -标题:托盘", {"CN107000001B", "CN208000007U"}),
        ("q=申请号:2017 1 0601862.3", {"CN107000001B"}),
        ("q=专利号：ZL 2017 1 0601862.3", {"CN107000001B"}),
        ("q=专利号 ZL 2017 1 0601862.3", {"CN107000001B"}),
        ("q=ZL 2017 1 0601862.3", {"CN107000001B"}),
        ("q=公开号：CN 107000001 B", {"CN107000001B"}),
        ("q=授权公告号 CN 107000001 B", {"CN107000001B"}),
        ("q=公开（公告）号：CN107000001B", {"CN107000001B"}),
        ("q=号码:“CN208000002U”", {"CN208000002U"}),
        ("q=CN107000001B CN208000002U", {"CN107000001B", "CN208000002U"}),
        ("q=公开号：CN 107000001 B；公开号：CN 208000002 U", {"CN107000001B", "CN208000002U"}),
        ("number=CN107000001B%0ACN208000002U", {"CN107000001B", "CN208000002U"}),
        ("q=G06F 16/33", {"CN208000007U"}),
        ("q=电池 g06f  16/33", {"CN208000007U"}),
        ("q=G06F\u300016/33", {"CN208000007U"}),
        ("q=IPC:G06F 16/33", {"CN208000007U"}),
        ("q=Ｇ０６Ｆ１６／３３", {"CN208000007U"}),
        ("q=IPC:G06F 16/33 标题:涂布", {"CN208000007U"}),
        ("filed_from=２０１７年&filed_to=2017", set(TITLES)),
        ("since=2019-01-01&until=2018-01-01", set()),
        ("org=999999999999", set()),
    ],
)
def test_patents_are_found_by_words_fields_numbers_and_classes(
    world: World, shelf: dict[str, int], query: str, found: set[str]
) -> None:
    kinds = {"utility_model": Patent.objects.model._meta.get_field("kind").choices[1][0]}
    assert numbers(world, "national", query.replace("utility_model", kinds["utility_model"])) == found


@pytest.mark.parametrize("query", ["", "q=水泵", "q=HILL", "q=CN208000003U", "institution=西岭", "q=标题:水泵"])
def test_another_tenant_s_patent_is_in_no_hit_count_facet_or_file(
    world: World, shelf: dict[str, int], query: str
) -> None:
    found = found_by(world, "office", query)
    assert shelf["CN208000003U"] not in {row.pk for row in found.page.rows}
    assert found.page.total == len(found.page.rows)
    hill = str(world.orgs["hill_university"].id)
    for values in counts(found).values():
        assert hill not in values
        assert max(values.values(), default=0) <= 3  # a patent may have several industries
    text = signed_in("office").get(f"{reverse('patents')}?export=csv&{query}").content.decode("utf-8-sig")
    page = signed_in("office").get(f"{reverse('patents')}?{query}").content.decode()
    for answer in (text, page):
        assert HILL["标题"] not in answer
        assert "西岭试验大学" not in answer


def test_a_line_department_finds_its_line_and_a_bureau_its_territory(world: World, shelf: dict[str, int]) -> None:
    assert numbers(world, "education") == {"CN107000001B", "CN208000002U", "CN208000007U"}
    assert numbers(world, "shanxi") == {"CN208000003U"}
    assert numbers(world, "hospital") == set()


def test_an_inventor_finds_and_counts_only_what_names_them(world: World, shelf: dict[str, int]) -> None:
    found = found_by(world, "inventor")
    assert {row.publication_no for row in found.page.rows} == {"CN107000001B"}
    assert found.page.total == 1
    assert {count for values in counts(found).values() for count in values.values()} == {1}
    actor = world.actor("inventor")
    with scope(actor):
        assert exported(actor, asked_from(QueryDict("q=电池"))).ids == (shelf["CN107000001B"],)
    with scope(world.operator):
        nobody = world.actor("inventor").__class__(**{**_fields(world.actor("inventor")), "name": ""})
    with scope(nobody):
        assert find(nobody, asked_from(QueryDict())).page.total == 0


def _fields(actor: Any) -> dict[str, Any]:
    return {name: getattr(actor, name) for name in actor.__slots__}


def test_facets_say_what_choosing_a_value_would_give(world: World, shelf: dict[str, int]) -> None:
    counted = counts(found_by(world, "national", "q=电池"))
    assert counted["subclass"] == {"H01M": 2, "G06F": 1}
    assert counted["grant_year"] == {"2018": 2, "2019": 1}
    narrowed = found_by(world, "national", "q=电池&subclass=h01m")
    assert narrowed.page.total == 2
    assert counts(narrowed)["subclass"] == {"H01M": 2, "G06F": 1}
    assert counts(narrowed)["grant_year"] == {"2018": 1, "2019": 1}


def test_pages_go_on_after_a_key_both_ways_beyond_any_depth(
    world: World, shelf: dict[str, int], monkeypatch: Any
) -> None:
    monkeypatch.setattr("huoshui.patents.asking.SIZES", (1, 1))
    for sort in ("publication_no", "-publication_date"):
        seen, cursor, before = [], "", ""
        while True:
            page = found_by(world, "national", f"sort={sort}&size=1&cursor={cursor}").page
            seen.append(page.rows[0].pk)
            assert page.total == len(TITLES)
            if not page.next:
                break
            cursor, before = page.next, page.previous
        assert sorted(seen) == sorted(shelf.values())
        assert before
        back = found_by(world, "national", f"sort={sort}&size=1&cursor={page.previous}").page
        assert back.rows[0].pk == seen[-2]


def test_pages_by_relevance_end_at_a_depth_that_is_said(world: World, shelf: dict[str, int], monkeypatch: Any) -> None:
    monkeypatch.setattr("huoshui.patents.asking.SIZES", (1, 1))
    monkeypatch.setattr("huoshui.patents.finding.DEPTH", 2)
    monkeypatch.setattr("huoshui.patents.search_page.DEPTH", 2)
    first = found_by(world, "national", "q=电池").page
    second = found_by(world, "national", f"q=电池&cursor={first.next}").page
    assert (first.total, second.next) == (3, "")
    assert first.rows[0].pk != second.rows[0].pk
    assert "可翻看前 2 件" in signed_in("national").get(f"{reverse('patents')}?q=电池").content.decode()


@pytest.mark.parametrize("cursor", ["rubbish", "WyIiLDAsMV0", "é", "e30", "W10"])
def test_a_cursor_that_no_page_gave_out_is_refused(world: World, shelf: dict[str, int], cursor: str) -> None:
    with pytest.raises(Invalid, match="翻页位置无效"):
        found_by(world, "national", f"cursor={cursor}")


def test_a_file_holds_exactly_what_is_shown_in_its_order(world: World, shelf: dict[str, int]) -> None:
    query = "q=电池&sort=publication_no"
    text = signed_in("office").get(f"{reverse('patents')}?export=csv&{query}").content.decode("utf-8-sig")
    assert [line.split(",")[1] for line in text.splitlines()[1:]] == ["CN107000001B", "CN208000002U", "CN208000007U"]
    assert signed_in("office").get(f"{reverse('patents')}?export=exe").status_code == 422


@pytest.mark.parametrize("query", ["kind=rocket", "sort=price", "size=7", "filed_from=abcd", "since=gestern"])
def test_a_choice_that_nobody_offers_is_refused(world: World, shelf: dict[str, int], query: str) -> None:
    answer = signed_in("office").get(f"{reverse('patents')}?{query}")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有保存" not in page
    assert 'class="hs-nav' in page


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("filed_from", "二〇一九", "“二〇一九”不是年份，请写四位数字，如 2019"),
        ("granted_to", "abc", "“abc”不是年份，请写四位数字，如 2019"),
        ("since", "gestern", "“gestern”不是日期，请写成 2019-07-09 这样"),
    ],
)
def test_a_typing_error_is_told_at_its_field_and_the_other_fields_stay(
    world: World, shelf: dict[str, int], name: str, value: str, said: str
) -> None:
    answer = signed_in("office").get(
        reverse("patents"), {"q": "电池", "title": "托盘", "subclass": "H01M", name: value}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert re.search(rf'name="{name}" value="{value}"[^>]* aria-invalid="true"', page)
    for kept in ('name="q" value="电池"', 'name="title" value="托盘"', 'name="subclass" value="H01M"'):
        assert kept in page
    assert "没有保存" not in page
    assert UTILITY["标题"] not in page
    assert "共 <strong>" not in page
    assert 'class="hs-nav' in page


def test_all_typing_errors_are_told_at_once(world: World, shelf: dict[str, int]) -> None:
    page = signed_in("office").get(f"{reverse('patents')}?filed_from=x&granted_from=y").content.decode()
    assert page.count('aria-invalid="true"') == 2


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("since=2019-01-01&until=2018-01-01", "“公开（公告）日止”早于“公开（公告）日起”"),
        ("filed_from=2019&filed_to=2018", "“申请年止”早于“申请年起”"),
        ("granted_from=2019&granted_to=2018&scope=existing", "“授权年止”早于“授权年起”"),
    ],
)
def test_a_span_that_ends_before_it_begins_is_told(world: World, shelf: dict[str, int], query: str, said: str) -> None:
    answer = signed_in("office").get(f"{reverse('patents')}?{query}&q=电池")
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert 'name="q" value="电池"' in answer.content.decode()


@pytest.mark.parametrize("query", ["q=%25", "q=_", "q=🎉", "q=标题:%25", "title=%25", "q=%25&sort=relevance"])
@pytest.mark.parametrize("beside", ["", "&scope=existing"])
def test_signs_alone_are_said_to_narrow_nothing(world: World, shelf: dict[str, int], query: str, beside: str) -> None:
    page = signed_in("office").get(f"{reverse('patents')}?{query}{beside}").content.decode()
    assert "没有可以检索的字词" in page
    assert "检索：" not in page
    assert "发明名称：" not in page
    assert UTILITY["标题"] in page
    assert "没有可以检索的字词" not in signed_in("office").get(f"{reverse('patents')}?q=电池").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=托盘 电池", {"CN208000002U"}),
        ("title=托盘 电池", {"CN208000002U"}),
        ("title=电池 -托盘", {"CN107000001B", "CN208000007U"}),
        ("q=电池，托盘", {"CN208000002U"}),
        ("q=-电池", {"CN208000003U"}),
        ("q=“电池托盘”", {"CN208000002U"}),
        ("q=专利号：ZL 2017 1 0601862.3", {"CN107000001B"}),
        ("q=CN 107000001 B；CN208000002U", {"CN107000001B", "CN208000002U"}),
    ],
)
def test_the_table_understands_a_question_as_the_index_does(
    world: World, shelf: dict[str, int], query: str, found: set[str]
) -> None:
    shutil.rmtree(patent_index().generations.folder)
    answer = found_by(world, "national", query)
    assert not answer.by_index
    assert {row.publication_no for row in answer.page.rows} == found


def test_a_search_is_kept_without_what_it_could_not_look_for(world: World, shelf: dict[str, int]) -> None:
    assert patents.search_address("q=%25&title=电池 托盘", leaving_out=()) == QueryDict("title=电池 托盘").urlencode()


def test_chips_take_their_condition_away(world: World, shelf: dict[str, int]) -> None:
    text = signed_in("national").get(f"{reverse('patents')}?q=电池&subclass=H01M&title=托盘").content.decode()
    assert "IPC 小类：H01M" in text
    assert "检索：电池" in text
    assert 'aria-current="true">H01M' in text


def test_programs_ask_the_same_question(world: World, shelf: dict[str, int]) -> None:
    answer = signed_in("national").get("/api/v1/patents/?q=电池&subclass=H01M&subclass=G06F").json()
    assert (answer["total"], answer["by_index"]) == (3, True)
    facet = next(one for one in answer["facets"] if one["name"] == "subclass")
    assert facet["values"][0] == {"value": "H01M", "label": "H01M", "count": 2}


def test_without_an_index_the_table_answers_and_the_page_says_so(world: World, shelf: dict[str, int]) -> None:
    folder = patent_index().generations.folder
    shutil.rmtree(folder)
    found = found_by(world, "office", "q=电池&subclass=h01m&batch=stock&grant_year=2018&ipc=H01M10&line=2")
    assert not found.by_index
    answer = signed_in("office").get(f"{reverse('patents')}?q=托盘")
    assert UTILITY["标题"] in answer.content.decode()
    assert "检索索引正在准备" in answer.content.decode()
    assert HILL["标题"] not in answer.content.decode()
    jobs.tell_again(0)
    assert found_by(world, "office").by_index


def test_a_broken_index_is_built_again_by_the_hourly_look(world: World, shelf: dict[str, int]) -> None:
    index = patent_index()
    generation = index.generations.current()
    assert generation is not None
    for path in generation.iterdir():
        if path.name not in ("stamp",):
            path.write_bytes(b"rubbish")
    assert not found_by(world, "office").by_index
    jobs.check_index(0)
    assert numbers(world, "office", "q=托盘") == {"CN208000002U"}


def test_what_the_index_missed_it_hears_within_the_hour(world: World, shelf: dict[str, int]) -> None:
    with scope(world.operator):
        Patent.objects.filter(publication_no="CN208000002U").update(legal_status="ended")
        [row] = queries.patents_to_index([shelf["CN208000007U"]])
    patent_index().apply([document(row._replace(id=max(shelf.values()) + 5_000))])
    assert found_by(world, "office").page.total == 3  # of four that the index proposes
    assert numbers(world, "office", "legal_status=ended") == set()
    jobs.check_index(0)
    assert numbers(world, "office", "legal_status=ended") == {"CN208000002U"}
    assert patent_index().search(Query()).total == len(TITLES)
    with scope(world.operator):
        assert actions.check_index(world.operator) == 0


def test_a_change_is_found_after_one_telling_and_not_before_it_stands(
    world: World, shelf: dict[str, int], tmp_path: Path
) -> None:
    path = csv_file(tmp_path, UTILITY | {"标题": "一种超导托架"}, name="again.csv")
    patents.import_patents(world.operator, path=path, file_name=path.name)
    assert numbers(world, "office", "q=超导") == set()
    deliver_waiting(world.operator)
    jobs.bring_up(world.operator)
    assert numbers(world, "office", "q=超导") == {"CN208000002U"}
    assert numbers(world, "office", "q=电池托盘") == set()


@pytest.mark.parametrize("person", ["office", "college_secretary", "county", "changsha", "hunan", "education"])
def test_a_reach_is_asked_for_by_the_name_of_its_branch(world: World, shelf: dict[str, int], person: str) -> None:
    actor = world.actor(person)
    with scope(actor):
        query = question(actor, asked_from(QueryDict()))
        assert query is not None
        assert query.ranges == {}
        assert [name for name, _ in query.fixed if name == PLACE]
        visible = set(Patent.objects.values_list("publication_no", flat=True))
    assert numbers(world, person) == visible


def test_the_list_asks_the_database_no_more_for_three_rows_than_for_one(world: World, shelf: dict[str, int]) -> None:
    office = signed_in("office")

    def asked(query: str, *, rows: int) -> int:
        with CaptureQueriesContext(connection) as queries_made:
            page = office.get(f"{reverse('patents')}{query}").content.decode()
        assert page.count('class="hs-row-link"') == rows
        return len(queries_made)

    asked("", rows=3)  # what is kept between requests is asked for once
    assert asked("", rows=3) == asked("?q=托盘", rows=1)


def test_the_list_says_that_a_change_is_still_to_be_heard_and_the_next_minute_hears_it(
    world: World, shelf: dict[str, int]
) -> None:
    page = f"{reverse('patents')}?kind=utility"
    assert "正在收入检索" not in signed_in("office").get(page).content.decode()
    jobs.let_changed_wait(list(shelf.values()))
    assert "正在收入检索" in signed_in("office").get(page).content.decode()
    jobs.tell_again(0)
    assert "正在收入检索" not in signed_in("office").get(page).content.decode()


def test_many_changes_are_answered_by_a_new_index(world: World, shelf: dict[str, int], monkeypatch: Any) -> None:
    monkeypatch.setattr(jobs, "REBUILD_FROM", 2)
    before = patent_index().generations.current()
    jobs.let_changed_wait(list(shelf.values()))
    jobs.bring_up(world.operator)
    assert patent_index().generations.current() != before
    assert numbers(world, "national") == set(TITLES)


def test_patents_put_into_the_care_of_a_college_are_found_by_its_people(world: World, shelf: dict[str, int]) -> None:
    assert numbers(world, "college_secretary") == set()
    college = world.orgs["lake_college"]
    patents.place_patents(world.actor("office"), patent_ids=[shelf["CN208000002U"]], college_id=college.id)
    deliver_waiting(world.operator)
    jobs.bring_up(world.operator)
    assert numbers(world, "college_secretary") == {"CN208000002U"}
    assert found_by(world, "college_secretary").page.total == 1


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_two_characters_of_a_title_find_it(world: World, shelf: dict[str, int], data: Any) -> None:
    number = data.draw(st.sampled_from(sorted(TITLES)))
    start = data.draw(st.integers(0, len(TITLES[number]) - 2))
    pair = TITLES[number][start : start + 2]
    assert number in numbers(world, "national", QueryDict(mutable=True).urlencode() + f"q={pair}")
    assert number in numbers(world, "national", f"title={pair}")


@example(text="²", name="org")
@given(text=st.text(max_size=60), name=st.sampled_from(["q", "title", "ipc", "inventor", "claims", "number", "org"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_an_answer_and_never_an_error(
    world: World, shelf: dict[str, int], text: str, name: str
) -> None:
    params = QueryDict(mutable=True)
    params[name] = text
    try:
        asked = asked_from(params)
    except Invalid:
        assert "\0" in text
        return
    with scope(world.operator):
        assert find(world.operator, asked).page.total <= len(TITLES)
