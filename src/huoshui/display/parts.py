"""Frozen shapes that the page parts in `web/templates/parts/` take. A room builds them, a part draws them.

Imports no room: every room may import this module. Texts are Chinese, ready to show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

Tone = Literal["neutral", "good", "warn", "bad", "info"]


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Step:
    """Something the reader can do: a link, or with method "post" a button in its own form.

    `confirm` is asked in a dialog where scripts run; what cannot be undone needs a page of its own besides.
    """

    label: str
    url: str
    method: Literal["get", "post"] = "get"
    name: str = ""
    value: str = ""
    confirm: str = ""


@dataclass(frozen=True)
class PageHead:
    """`step` is the one thing to do next and `why` the sentence that says why; `others` stay quiet."""

    title: str
    subtitle: str = ""
    trail: tuple[Link, ...] = ()
    why: str = ""
    step: Step | None = None
    others: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Tag:
    label: str
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Empty:
    """What a list shows when it has no rows: why it is empty and what fills it."""

    title: str
    text: str = ""
    steps: tuple[str, ...] = ()
    step: Step | None = None


@dataclass(frozen=True)
class Column:
    """`sort_url` makes the heading a link; `sorted` says how the list is ordered by it now."""

    label: str
    number: bool = False
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    phone: bool = True


class Cell(NamedTuple):
    """A tuple, as rows are: a list makes hundreds of them."""

    value: object = None
    url: str = ""
    tag: Tag | None = None
    note: str = ""


class Row(NamedTuple):
    """One cell for each column. With `url` the first cell is the row's link; `key` is what its tick box sends."""

    cells: tuple[Cell, ...]
    url: str = ""
    key: str = ""


@dataclass(frozen=True)
class Pager:
    """Keyset paging: no page numbers. `capped` says that counting stopped at `total`."""

    shown: int
    total: int
    capped: bool = False
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True)
class Table:
    """`region` is the id that a filter bar renews; `choose` is the name of the rows' tick boxes."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    pager: Pager | None = None
    exports: tuple[Link, ...] = ()
    empty: Empty = Empty("没有记录")
    caption: str = ""
    choose: str = ""


@dataclass(frozen=True)
class FilterInput:
    """One input of a GET form; `choices` are value and label."""

    name: str
    label: str
    value: str = ""
    kind: str = "text"  # text | date | select
    choices: tuple[tuple[str, str], ...] = ()
    placeholder: str = ""


@dataclass(frozen=True)
class FilterBar:
    """A GET form over the list with id `region`. Each of `chips` is a filter in force and the link without it.

    `kept` is what else the query says (hidden filters, its order), sent along.
    """

    inputs: tuple[FilterInput, ...]
    chips: tuple[Link, ...] = ()
    clear_url: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    region: str = "list"
    url: str = ""


@dataclass(frozen=True)
class Event:
    at: datetime | date
    title: str
    who: str = ""
    text: str = ""
    tone: Tone = "neutral"
    url: str = ""

    @property
    def pattern(self) -> str:
        return "Y-m-d H:i" if isinstance(self.at, datetime) else "Y-m-d"


@dataclass(frozen=True)
class RowProblem:
    """One refused value, found again by file, line and column heading; `remedy` says what to do."""

    message: str
    file: str = ""
    line: int | None = None
    column: str = ""
    value: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class ProblemKind:
    """How often one thing is wrong in one column."""

    first: RowProblem
    count: int


@dataclass(frozen=True)
class Problems:
    """`total` may exceed the rows shown; `download_url` then gives all of them, `kinds` say what most are."""

    title: str
    rows: tuple[RowProblem, ...]
    total: int = 0
    next_step: str = ""
    download_url: str = ""
    download_label: str = "下载全部问题清单"
    kinds: tuple[ProblemKind, ...] = ()

    @property
    def hidden(self) -> int:
        return max(self.total - len(self.rows), 0)


@dataclass(frozen=True)
class Fact:
    """A labelled value. `standing` is that of its value list: official, local or assumed."""

    label: str
    value: object
    standing: Literal["", "official", "local", "assumed"] = ""
    source: str = ""
    url: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Progress:
    """Long work. `total` 0 means unknown. While running, the part asks `poll_url` again every two seconds."""

    label: str
    state: Literal["running", "done", "failed"]
    poll_url: str  # answers parts/progress.html again; "" to stand still
    done: int = 0
    total: int = 0
    note: str = ""
    result: Link | None = None

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0


@dataclass(frozen=True)
class Figure:
    """A number that opens the list it counts, with its formula, source and date."""

    label: str
    value: object
    url: str
    unit: str = ""
    note: str = ""
    tone: Tone = "neutral"
    formula: str = ""
    source: str = ""
    as_of: date | None = None


@dataclass(frozen=True)
class Suggestion:
    """A value proposed for a field, with the words it was read from. `values` are what the field would send."""

    values: tuple[str, ...]
    label: str
    words: tuple[str, ...]
    source: str = ""
    accepted: bool = False


@dataclass(frozen=True)
class MatchPart:
    """One reason of a match. The values of all parts add up to the score."""

    label: str
    value: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class MatchCard:
    title: str
    url: str
    score: float
    parts: tuple[MatchPart, ...]
    subtitle: str = ""
    tags: tuple[Tag, ...] = ()
    facts: tuple[Fact, ...] = ()
    caution: str = ""
    actions: tuple[Step, ...] = ()
    highest: float = field(default=1.0, kw_only=True)

    @property
    def bars(self) -> list[Mapping[str, Any]]:
        """Place and width of each positive part in a bar of 100; `highest` is the score of a full bar."""
        bars: list[Mapping[str, Any]] = []
        start = 0.0
        for part in self.parts:
            width = max(part.value, 0.0) / self.highest * 100
            bars.append({"start": f"{start:.2f}", "width": f"{width:.2f}", "part": part})
            start += width
        return bars
