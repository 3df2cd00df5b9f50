"""Page parts: what is drawn from the shapes, without a request."""

import re

from django.template.loader import render_to_string

from huoshui.display.parts import (
    Cell,
    Column,
    Empty,
    MatchCard,
    MatchPart,
    Pager,
    Problems,
    Row,
    RowProblem,
    Step,
    Table,
)
from huoshui.web.styleguide import sample_context

MATCH = MatchCard("甲公司", "/e/1", 0.5, (MatchPart("主题相近", 0.3, ("电池",)), MatchPart("同省", 0.2)))


def draw(part: str, **context: object) -> str:
    return render_to_string(f"parts/{part}.html", context)


def table(**changes: object) -> str:
    rows = (Row((Cell("一种泵"), Cell(1234)), "/p/1", "1"),)
    given = {"columns": (Column("名称"), Column("匹配", number=True)), "rows": rows, **changes}
    return draw("table", table=Table(**given))  # type: ignore[arg-type]


def test_a_row_opens_from_its_first_cell_and_numbers_are_grouped() -> None:
    html = table()
    assert '<a class="hs-row-link" href="/p/1">一种泵</a>' in html
    assert "1,234" in html


def test_a_capped_total_says_so() -> None:
    assert "<strong>10,000+</strong>" in re.sub(r"\s+", " ", table(pager=Pager(50, 10_000, capped=True)))


def test_an_empty_list_teaches_what_fills_it() -> None:
    html = table(rows=(), empty=Empty("还没有专利", "先导入清单。", step=Step("导入", "/import")))
    assert "还没有专利" in html
    assert 'href="/import"' in html
    assert "<table" not in html


def test_a_row_problem_names_line_column_value_and_remedy() -> None:
    row = RowProblem("校验位不对", "a.xlsx", 18, "专利号", "ZL1", "最后一位应为 8。")
    html = draw("problems", problems=Problems("1 行没有导入", (row,), total=3))
    for word in ("第 18 行", "a.xlsx", "专利号", "ZL1", "校验位不对", "最后一位应为 8。", "还有 2 处未列出"):
        assert word in html


def test_the_bars_of_a_match_lie_end_to_end_and_fill_the_score() -> None:
    assert [(bar["start"], bar["width"]) for bar in MATCH.bars] == [("0.00", "30.00"), ("30.00", "20.00")]


def test_values_are_escaped() -> None:
    assert "<script>" not in table(rows=(Row((Cell("<script>alert(1)</script>"), Cell(1))),))


def test_the_style_guide_draws_every_part_without_leaving_a_hole() -> None:
    html = render_to_string("styleguide.html", sample_context())
    assert html.count("data-chart") >= 3
    assert "采用建议" in html
    assert not re.search(r"\sstyle=", html)
