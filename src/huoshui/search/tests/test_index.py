"""What is found, in which order, with which counts; what happens to readers while writers work."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huoshui.search import counting, kept
from huoshui.search.public import (
    Declaration,
    Document,
    Index,
    IndexBusy,
    IndexMissing,
    IndexOutdated,
    Query,
    TextField,
    is_searchable,
)

DECLARATION = Declaration(
    "things",
    texts=(TextField("title", 5), TextField("body")),
    facets=("kind", "place"),
    ranges=("listed_on", "grade"),
)
TITLES = {
    1: "一种高温超导磁体的制备方法",
    2: "石墨烯锂离子电池正极材料",
    3: "基于LED照明的植物工厂控制系统",
    4: "水稻品种湘早籼45号的选育方法",
    5: "一种5G基站天线及H04W通信装置",
}


def document(id: int, title: str, **more: object) -> Document:
    return Document(id, {"title": title}, **more)  # type: ignore[arg-type]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    made = Index(DECLARATION, tmp_path)
    kinds = {1: ("a",), 2: ("a", "b"), 3: ("b",), 4: (), 5: ("a",)}
    made.apply(
        document(
            id,
            title,
            facets={"kind": kinds[id], "place": ("p",)},
            ranges={"listed_on": date(2024, 1, id), "grade": None if id == 4 else 3},
            numbers=(f"CN10201000{id}B", f"20121012345{id}.7"),
        )
        for id, title in TITLES.items()
    )
    return made


def test_pages_are_kept_until_the_index_changes_and_exports_never(index: Index) -> None:
    for _ in range(3):
        index.search(Query("", limit=20, sort="-listed_on"))
    assert len(index.pages) == 1
    index.search(Query("", limit=kept.LARGEST_KEPT + 1, sort="-listed_on"))
    assert len(index.pages) == 1
    index.apply([document(6, "一种新的磁体")])
    index.search(Query("", limit=20, sort="-listed_on"))
    assert len(index.pages) == 2


def ids(index: Index, text: str, **more: object) -> set[int]:
    return set(index.search(Query(text, limit=50, **more)).ids)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("超导", {1}),
        ("导磁", {1}),  # no dictionary word
        ("超", {1}),
        ("方法", {1, 4}),
        ("石墨烯电池", {2}),  # two words of a longer run, apart in the title
        ("led", {3}),
        ("ＬＥＤ", {3}),
        ("LED 工厂", {3}),
        ("ED", {3}),
        ("led照明", {3}),
        ("h04", {5}),
        ("5G", {5}),
        ("45", {4}),
        ("超导 电池", set()),
        ("超导 磁体", {1}),
        ("磁体 超导", {1}),
        ("超导\u3000方法", {1}),
        ("超\t导", {1}),
        ("“超导 磁体”", {1}),
        ("“磁体 超导”", set()),
        ("5G 基站  天线", {5}),
        ("", set(TITLES)),
        ("  ，。\"'()[]*?~^:+-!&|\\/ ", set(TITLES)),
    ],
)
def test_text_is_found_by_what_people_type(index: Index, text: str, found: set[int]) -> None:
    assert ids(index, text) == found


@pytest.mark.parametrize(
    "text",
    [
        "CN102010003B",
        "cn102010003a",
        "102010003",
        "CN 102010003 B",
        "ＣＮ102010003",
        "cn102010003b.",
        "201210123453.7",
        "ZL2012101234537",
        "2012101234537",
        "201210123453",
        "2012 1 0123453.7",
        "ZL 2012 1 0123453.7",
        "zl2012 1 0123453 . 7",
        "ＺＬ　２０１２　１　０１２３４５３．７",
        "2012 1 0123453",
        "CN-102010003-B",
        "“CN102010003B”",
        "专利号：ZL 2012 1 0123453.7",
        "专利号ZL201210123453.7",
        "申请公布号 CN 102010003 A",
        "公开（公告）号: CN102010003B",
        "植物工厂 CN102010003B",
    ],
)
def test_a_number_is_found_in_any_notation(index: Index, text: str) -> None:
    assert ids(index, text) == {3}


@pytest.mark.parametrize("between", [" ", "\n", "；", "，", "\u3000", " 、 "])
def test_numbers_are_alternatives_and_words_beside_them_are_not(index: Index, between: str) -> None:
    assert ids(index, f"CN102010001B{between}ZL 2012 1 0123453.7") == {1, 3}
    assert ids(index, f"2012 1 0123453.7{between}2012 1 0123451") == {1, 3}
    assert ids(index, f"CN 102010001 B{between}CN 102010003 B{between}控制") == {3}


def test_a_long_list_of_numbers_is_looked_for_to_its_end(index: Index) -> None:
    others = " ".join(f"CN3020{n:05}A" for n in range(40))
    assert ids(index, f"{others} CN102010003B") == {3}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("-电池", {1, 3, 4, 5}),
        ("方法 -超导", {4}),
        ("方法　－超导", {4}),
        ("方法 -“超导磁体”", {4}),
        ("-led -天线", {1, 2, 4}),
        ("锂离子-电池", {2}),
        ("- 电池", {2}),
        ("方法 -45", {4}),
    ],
)
def test_a_word_after_a_minus_must_not_be_there(index: Index, text: str, found: set[int]) -> None:
    assert ids(index, text) == found
    assert set(index.search(Query(text, sort="-listed_on")).ids) == found


@pytest.mark.parametrize("text", ["%", "_", "🎉", "“”", "  ，。-", "", "\u200b"])
def test_signs_alone_ask_for_nothing(text: str) -> None:
    assert not is_searchable(text)


@pytest.mark.parametrize("text", ["电", "C", "-电池", "C++", "“电池”"])
def test_a_single_letter_or_a_word_left_out_asks_for_something(text: str) -> None:
    assert is_searchable(text)


def test_the_beginning_of_a_number_finds_all_that_begin_so(index: Index) -> None:
    assert ids(index, "2012101") == set(TITLES)
    assert ids(index, "99999") == set()


def test_a_word_in_a_heavier_field_comes_first(tmp_path: Path) -> None:
    index = Index(DECLARATION, tmp_path)
    index.apply(
        [Document(1, {"title": "控制系统", "body": "电池"}), Document(2, {"title": "电池", "body": "控制系统"})]
    )
    assert index.search(Query("电池")).ids == (2, 1)
    assert index.search(Query("控制系统")).ids == (1, 2)


def test_filters_are_alternatives_inside_and_hold_together(index: Index) -> None:
    assert ids(index, "", filters={"kind": ["a", "b"]}) == {1, 2, 3, 5}
    assert ids(index, "", filters={"kind": ["b"], "place": ["p"]}) == {2, 3}
    assert ids(index, "", filters={"kind": ["a OR b"]}) == set()


def test_an_undeclared_filter_is_a_programming_error(index: Index) -> None:
    with pytest.raises(KeyError):
        index.search(Query(filters={"secret": ["x"]}))


def test_facets_count_what_choosing_a_value_would_give(index: Index) -> None:
    counted = index.search(Query(facets=("kind", "place"))).facets
    assert counted == {"kind": [("a", 3), ("b", 2)], "place": [("p", 5)]}
    narrowed = index.search(Query(facets=("kind", "place"), filters={"kind": ["b"]})).facets
    assert narrowed == {"kind": [("a", 3), ("b", 2)], "place": [("p", 2)]}


def test_coded_facets_count_like_any_other(tmp_path: Path) -> None:
    names = ("kind", "stage", "place")
    kinds = {
        "plain": Declaration("plain", texts=(TextField("title"),), facets=names),
        "coded": Declaration("coded", texts=(TextField("title"),), coded=("kind", "stage"), single=("place",)),
    }
    counted = {}
    for label, declaration in kinds.items():
        index = Index(declaration, tmp_path)
        index.apply(
            document(
                n, "电池", facets={"kind": ["ab"[n % 2]], "stage": ["xyz"[n % 3]] if n % 5 else [], "place": ["p"]}
            )
            for n in range(30)
        )
        asked: list[dict[str, list[str]]] = [
            {},
            {"kind": ["a"]},
            {"stage": ["x", "y"]},
            {"kind": ["b"], "stage": ["x"]},
        ]
        asked += [{"kind": ["."], "stage": ["x"]}, {"kind": ["a|b)"], "stage": ["x"]}]
        asked += [one | {"place": ["p"]} for one in asked]
        counted[label] = [index.search(Query("电池", filters=one, facets=names)) for one in asked]
    assert [one.facets for one in counted["plain"]] == [one.facets for one in counted["coded"]]
    assert [one.total for one in counted["plain"]] == [one.total for one in counted["coded"]]


def test_ranges_bound_and_sort_and_equal_values_follow_the_id(index: Index) -> None:
    assert ids(index, "", ranges={"listed_on": (date(2024, 1, 2), date(2024, 1, 3))}) == {2, 3}
    assert ids(index, "", ranges={"grade": (1, None)}) == {1, 2, 3, 5}
    assert index.search(Query(sort="-listed_on")).ids == (5, 4, 3, 2, 1)
    assert index.search(Query(sort="grade")).ids == (4, 1, 2, 3, 5)
    assert index.search(Query(sort="-grade", limit=2, offset=1)).ids == (3, 2)


def test_the_total_counts_all_pages_and_leaves_out_what_is_excluded(index: Index) -> None:
    hits = index.search(Query(limit=2, exclude=(1, 2), facets=("kind",)))
    assert hits.total == 3
    assert hits.facets == {"kind": [("a", 1), ("b", 1)]}


def test_a_document_replaces_the_one_with_its_id(index: Index) -> None:
    index.apply([document(1, "全新题目")])
    assert ids(index, "超导") == set()
    assert ids(index, "全新") == {1}
    assert index.search(Query()).total == len(TITLES)


def test_applying_twice_changes_nothing_and_deletes_are_gone(index: Index) -> None:
    for _ in range(2):
        index.apply([document(6, "新的")], [1, 99])
    assert ids(index, "") == {2, 3, 4, 5, 6}


def test_another_reader_sees_a_commit_without_reopening(index: Index, tmp_path: Path) -> None:
    reader = Index(DECLARATION, tmp_path)
    assert ids(reader, "") == set(TITLES)
    index.apply([document(6, "新的")])
    assert ids(reader, "新的") == {6}


def test_readers_go_on_while_a_rebuild_runs_and_follow_it(index: Index, tmp_path: Path) -> None:
    reader = Index(DECLARATION, tmp_path)

    def documents() -> Iterator[Document]:
        for id in range(10, 20):
            assert ids(reader, "") == set(TITLES)
            yield document(id, "重建")

    assert index.rebuild(documents()) == 10
    assert ids(reader, "") == set(range(10, 20))


def test_a_broken_rebuild_leaves_the_old_index_in_place(index: Index) -> None:
    def documents() -> Iterator[Document]:
        yield document(10, "重建")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        index.rebuild(documents())
    assert ids(index, "") == set(TITLES)
    assert index.rebuild([document(10, "重建")]) == 1
    assert ids(index, "") == {10}


def test_old_generations_are_cleared_away(index: Index) -> None:
    for _ in range(4):
        index.rebuild([document(1, "重建")])
    assert len([path for path in index.generations.folder.iterdir() if path.is_dir()]) == 2


def test_a_missing_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="huoshui search rebuild"):
        Index(DECLARATION, tmp_path).search(Query("电池"))


def test_an_index_of_another_declaration_or_segmentation_asks_for_a_rebuild(index: Index, tmp_path: Path) -> None:
    changed = Index(Declaration("things", texts=(TextField("title"),)), tmp_path)
    with pytest.raises(IndexOutdated, match="huoshui search rebuild"):
        changed.search(Query("电池"))
    with pytest.raises(IndexOutdated):
        changed.apply([document(1, "电池")])
    changed.rebuild([document(1, "电池")])
    assert ids(changed, "电池") == {1}


def test_a_second_writer_waits_and_then_says_so(index: Index) -> None:
    with index.generations.writing(0), pytest.raises(IndexBusy):
        index.apply([document(1, "电池")], wait_seconds=0.1)


KILLED_WRITER = """
import django
django.setup()
import sys
from pathlib import Path
from huoshui.search.tests.test_index import DECLARATION, document
from huoshui.search.public import Index

def documents():
    yield document(1, "未提交")
    print("writing", flush=True)
    sys.stdin.read()
    yield document(2, "未提交")

Index(DECLARATION, Path(sys.argv[1])).rebuild(documents())
"""


def test_a_killed_writer_leaves_the_index_whole_and_the_lock_free(index: Index, tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED_WRITER, str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"writing\n"
        with pytest.raises(IndexBusy):
            index.apply([document(6, "新的")], wait_seconds=0.1)
        writer.kill()
    assert ids(index, "") == set(TITLES)
    index.apply([document(6, "新的")])
    assert ids(index, "新的") == {6}


def test_facet_counts_stay_exact_over_many_commits(tmp_path: Path) -> None:
    index = Index(DECLARATION, tmp_path)
    for batch in range(12):
        index.apply(document(batch * 10 + i, "批次", facets={"kind": (f"k{i % 3}",)}) for i in range(10))
    assert index.search(Query(facets=("kind",), facet_size=2)).facets == {"kind": [("k0", 48), ("k1", 36)]}
    assert counting.SEGMENT_BUCKETS > 40_000


TITLE = st.text(
    st.sampled_from("高温超导磁体制备方法电池材料的一种及其和与ABcdeXY0123，、（）- ·α"), min_size=2, max_size=40
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=TITLE)
def test_every_two_characters_of_a_title_find_it(tmp_path: Path, title: str) -> None:
    index = Index(DECLARATION, tmp_path)
    index.apply([document(1, title), document(2, "无关")])
    for start in range(len(title) - 1):
        if title[start] != "-":  # which leaves out what follows
            assert 1 in ids(index, title[start : start + 2])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=TITLE, data=st.data())
def test_any_piece_of_chinese_text_finds_its_title(tmp_path: Path, title: str, data: st.DataObject) -> None:
    han = "".join(character for character in title if "一" <= character <= "鿿")
    index = Index(DECLARATION, tmp_path)
    index.apply([document(1, han)])
    start = data.draw(st.integers(0, len(han)))
    assert 1 in ids(index, han[start : data.draw(st.integers(start, len(han)))])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.one_of(
        st.text(max_size=300), st.text(st.sampled_from("AND OR NOT \"'()[]{}*?~^:+-!&|\\/<>=电池 0"), max_size=40)
    )
)
def test_no_text_is_ever_a_syntax_error(index: Index, text: str) -> None:
    index.search(Query(text, facets=("kind",)))
