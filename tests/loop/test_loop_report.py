"""The report stands alone: no network, no scripts, nothing out of a file becomes markup."""

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from huoshui_core.loop import run_loop
from huoshui_core.loop.charts import bar_chart, stacked_chart
from tests.loop.sample import ENTERPRISE_COLUMNS, PATENT_COLUMNS, PATENTS, sample_files, write_rows

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    patents, enterprises, institutions = sample_files(folder)
    run_loop(patents, enterprises, folder / "out", institutions=institutions, today=TODAY)
    return (folder / "out" / "report.html").read_text("utf-8")


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.count: dict[str, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += attrs
        self.count[tag] = self.count.get(tag, 0) + 1
        if tag not in {"meta", "link", "br", "img", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_page_is_well_formed_and_reaches_for_nothing(page: str) -> None:
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert not {"script", "link", "img", "iframe"} & tags.count.keys()
    assert not {"src", "href", "style", "onclick"} & {name for name, _ in tags.attributes}
    assert "url(" not in page
    assert not re.search(r"https?://", page)


def test_each_chart_has_its_table(page: str) -> None:
    tags = Tags()
    tags.feed(page)
    assert tags.count["svg"] == tags.count["figure"] == tags.count["details"] == 6


def test_values_never_become_markup(tmp_path: Path) -> None:
    nasty = "<img src=x onerror=alert(1)>静电除尘器"
    rows = [
        ("CN104010370B", "", nasty, "", "<b>云台</b>大学", "2014-04-28", "2019-07-09", "B03C3/00", ""),
        *PATENTS[1:],
    ]
    patents = write_rows(tmp_path / "patents.csv", PATENT_COLUMNS, rows)
    firms = [("<script>除尘</script>有限公司", "", "", "静电除尘器", "", "B03C:5")]
    enterprises = write_rows(tmp_path / "enterprises.csv", ENTERPRISE_COLUMNS, firms)
    run_loop(patents, enterprises, tmp_path / "out", institutions=None, today=TODAY)
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "&lt;script&gt;除尘" in page
    assert not {"<script", "<img", "<b>云台"} & {found for found in ("<script", "<img", "<b>云台") if found in page}


def test_report_names_the_data_date_and_what_is_assumed(page: str) -> None:
    assert "2026-11-20 生成" in page
    assert "文献公开日截至 2019-07-09" in page
    assert "本系统推定" in page


def test_bars_fill_the_width_by_the_longest() -> None:
    chart = bar_chart("种类", [("甲", 4), ("乙", 1)], heading="种类")
    assert [bar.segments[0].width for bar in chart.bars] == [100.0, 25.0]
    assert [bar.share for bar in chart.bars] == ["80.0%", "20.0%"]


def test_segments_stand_end_to_end() -> None:
    chart = stacked_chart("单位", [("甲", (2, 0, 2)), ("乙", (1, 1, 0))], ("a", "b", "c"), heading="单位")
    first = chart.bars[0].segments
    assert [(segment.start, segment.width) for segment in first] == [(0.0, 50.0), (50.0, 0.0), (50.0, 50.0)]


def test_a_chart_of_nothing_divides_by_nothing() -> None:
    assert bar_chart("空", [("甲", 0)], heading="种类").bars[0].share == ""
