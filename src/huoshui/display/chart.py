"""Series and units for a chart. What it looks like is decided in `web/static/huoshui/charts.js`, by kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal


@dataclass(frozen=True)
class Series:
    """One value for each category; None where there is none. Role "target" draws marks to be reached, not bars."""

    name: str
    values: tuple[float | None, ...]
    role: Literal["measure", "target"] = "measure"


@dataclass(frozen=True)
class Chart:
    """Kinds: "bar" (one row for each category), "stacked" (parts of a whole), "line" (over time).

    `links` opens the list behind each category; empty or one for each category.
    """

    kind: Literal["bar", "stacked", "line"]
    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    links: tuple[str, ...] = ()
    heading: str = ""
    note: str = ""
    source: str = ""
    as_of: date | None = None

    def __post_init__(self) -> None:
        lengths = {len(one.values) for one in self.series} | ({len(self.links)} if self.links else set())
        if lengths - {len(self.categories)}:
            raise ValueError(f"chart {self.title}: values and links must match the categories")

    @property
    def payload(self) -> dict[str, Any]:
        """What the browser draws from."""
        return {
            "kind": self.kind,
            "title": self.title,
            "unit": self.unit,
            "categories": self.categories,
            "series": [{"name": one.name, "role": one.role, "values": one.values} for one in self.series],
            "links": self.links,
        }

    @property
    def rows(self) -> list[tuple[str, str, tuple[float | None, ...]]]:
        """The table twin: category, link, and a value for each series."""
        links = self.links or ("",) * len(self.categories)
        columns = [one.values for one in self.series]
        return [
            (category, link, tuple(column[i] for column in columns))
            for i, (category, link) in enumerate(zip(self.categories, links, strict=True))
        ]
