"""A chart carries its series and units; the table twin says the same as the picture."""

import pytest

from huoshui.display.chart import Chart, Series

BAR = Chart(
    "bar",
    "各单位盘点进度",
    "件",
    ("甲大学", "乙研究院"),
    (Series("已盘点", (3, None)), Series("应盘点", (5, 4), "target")),
    ("/a", "/b"),
)


def test_the_table_twin_has_a_row_for_each_category_and_a_value_for_each_series() -> None:
    assert BAR.rows == [("甲大学", "/a", (3, 5)), ("乙研究院", "/b", (None, 4))]


def test_the_browser_is_given_kind_unit_series_and_links() -> None:
    assert BAR.payload["kind"] == "bar"
    assert BAR.payload["series"][1] == {"name": "应盘点", "role": "target", "values": (5, 4)}
    assert BAR.payload["links"] == ("/a", "/b")


def test_values_that_do_not_match_the_categories_are_refused() -> None:
    with pytest.raises(ValueError, match="categories"):
        Chart("line", "错", "次", ("一", "二"), (Series("许可", (1,)),))
