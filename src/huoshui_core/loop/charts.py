"""Bars as the report draws them: widths worked out here, so that the page holds no arithmetic and no script."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """`start` and `width` in per cent of the drawing; `tone` picks the colour."""

    label: str
    value: int
    start: float
    width: float
    tone: int


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: int
    share: str
    top: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """`series` names the segments, once several; `note` says what is counted and what is left out."""

    title: str
    heading: str
    unit: str
    note: str
    bars: tuple[Bar, ...]
    series: tuple[str, ...] = ()

    @property
    def height(self) -> int:
        return len(self.bars) * ROW_HEIGHT


ROW_HEIGHT = 44  # a line of text above, the bar below: readable on a phone, where labels do not fit beside a bar


def bar_chart(
    title: str, rows: Sequence[tuple[str, int]], *, heading: str, unit: str = "件", note: str = "", whole: int = 0
) -> Chart:
    """`whole`: what shares are of, by default the sum of the rows."""
    split = [(label, (value,)) for label, value in rows]
    return stacked_chart(title, split, (), heading=heading, unit=unit, note=note, whole=whole)


def stacked_chart(
    title: str,
    rows: Sequence[tuple[str, Sequence[int]]],
    series: Sequence[str],
    *,
    heading: str,
    unit: str = "件",
    note: str = "",
    whole: int = 0,
) -> Chart:
    totals = [sum(values) for _, values in rows]
    whole, longest = whole or sum(totals), max(totals, default=0)
    bars = tuple(
        Bar(label, total, f"{total / whole:.1%}" if whole else "", at * ROW_HEIGHT, _segments(values, series, longest))
        for at, ((label, values), total) in enumerate(zip(rows, totals, strict=True))
    )
    return Chart(title, heading, unit, note, bars, tuple(series))


def _segments(values: Sequence[int], series: Sequence[str], longest: int) -> tuple[Segment, ...]:
    found = []
    start = 0.0
    for tone, value in enumerate(values):
        width = round(100 * value / longest, 3) if longest else 0.0
        found.append(Segment(series[tone] if series else "", value, round(start, 3), width, tone))
        start += width
    return tuple(found)
