"""Links made from a page's query keep everything they do not mean to change."""

from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.urls import reverse

from huoshui.display.filters import Filter, chosen_of, filter_bar
from huoshui.display.listing import page_of
from huoshui.display.parts import Suggestion
from huoshui.display.query import accept_suggestion, pager, query_url, sortable
from huoshui.kernel.errors import Invalid
from huoshui.kernel.paging import Page

FILTERS = (
    Filter("q", "检索", kind="text"),
    Filter("kind", "类型", choices=(("a", "发明"), ("b", "实用新型"))),
    Filter("run", "批次", kind="hidden", word="第 {} 批".format),
)


def test_changing_the_query_goes_back_to_the_first_rows() -> None:
    assert query_url(QueryDict("q=x&cursor=abc"), sort="title") == "?q=x&sort=title"


def test_an_empty_value_takes_the_key_away() -> None:
    assert query_url(QueryDict("q=x&sort=title"), sort="") == "?q=x"


def test_a_heading_sorts_upwards_then_downwards() -> None:
    assert sortable(QueryDict("q=x"), "名称", "title").sort_url == "?q=x&sort=title"
    upwards = sortable(QueryDict("sort=title"), "名称", "title")
    assert (upwards.sorted, upwards.sort_url) == ("ascending", "?sort=-title")
    downwards = sortable(QueryDict("sort=-title"), "名称", "title")
    assert (downwards.sorted, downwards.sort_url) == ("descending", "?sort=title")


def test_each_filter_in_force_has_a_chip_that_takes_only_it_away() -> None:
    query = QueryDict("q=泵&kind=a&kind=b&size=50&cursor=abc&view=wide")
    bar = filter_bar(FILTERS, query)
    assert [chip.label for chip in bar.chips] == ["检索：泵", "类型：发明", "类型：实用新型"]
    assert QueryDict(bar.chips[1].url[1:]).getlist("kind") == ["b"]
    assert "cursor" not in QueryDict(bar.chips[1].url[1:])


def test_clearing_filters_keeps_how_the_list_is_shown() -> None:
    query = QueryDict("q=x&kind=a&size=50&view=wide")
    bar = filter_bar(FILTERS, query)
    assert QueryDict(bar.clear_url[1:]).dict() == {"size": "50", "view": "wide"}
    assert bar.kept == (("size", "50"), ("view", "wide"))


def test_a_hidden_filter_is_sent_along_and_shows_its_word_on_a_chip() -> None:
    query = QueryDict("q=x&run=3")
    bar = filter_bar(FILTERS, query)
    assert [one.name for one in bar.inputs] == ["q", "kind"]
    assert bar.kept == (("run", "3"),)
    assert bar.chips[1].label == "批次：第 3 批"
    assert QueryDict(bar.clear_url[1:]).dict() == {}


def test_a_choice_that_is_not_offered_is_refused() -> None:
    assert chosen_of(FILTERS, QueryDict("q= x &kind=a&other=1")) == {"q": "x", "kind": "a"}
    for query in ("kind=c", "q=%00"):
        with pytest.raises(Invalid):
            chosen_of(FILTERS, QueryDict(query))


def test_the_pager_links_only_where_there_is_more() -> None:
    shown = pager(Page([1, 2], "later", "", 10_000, True), QueryDict("q=x&cursor=now"))
    assert (shown.next_url, shown.previous_url) == ("?q=x&cursor=later", "")
    assert (shown.shown, shown.total, shown.capped) == (2, 10_000, True)


def test_a_row_opens_where_the_url_table_says() -> None:
    row = SimpleNamespace(pk=1004, patent_id=70)
    assert page_of("patent")(row) == reverse("patent", args=[1004])
    assert page_of("patent", "patent_id")(row) == reverse("patent", args=[70])


def test_an_accepted_suggestion_fills_its_field_and_nothing_else() -> None:
    data = QueryDict("maturity=2&scene=旧&accept=maturity")
    filled = accept_suggestion(data, {"maturity": Suggestion(("5",), "5 初样级", ("中试",))})
    assert (filled["maturity"], filled["scene"]) == ("5", "旧")


def test_accepting_what_was_not_suggested_changes_nothing() -> None:
    data = QueryDict("maturity=2&accept=owner")
    assert accept_suggestion(data, {}) is data
