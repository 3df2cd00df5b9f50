"""What a room says about its index, what it puts in, what it asks and what it gets. Pure values."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from huoshui_core.text import segmentation_version

LAYOUT = 5  # raise when documents with the same declaration are stored differently


@dataclass(frozen=True, slots=True)
class TextField:
    """A word found here counts as if it stood there `weight` times. `alone`: a query may look in this field only;
    of a `long` one only pairs are kept for that, so that a single character is looked for in all fields instead.
    """

    name: str
    weight: int = 1
    alone: bool = False
    long: bool = False


@dataclass(frozen=True, slots=True)
class Declaration:
    """`facets` are filtered and counted, several values a document; `single` likewise with at most one value, which
    is counted several times faster; `coded` of few values each, so that their combinations are counted in one column
    whatever of them is filtered. `labels` are filtered only. `ranges` are bounded and sorted by, `spans` bounded.
    """

    name: str
    texts: tuple[TextField, ...]
    facets: tuple[str, ...] = ()
    single: tuple[str, ...] = ()
    coded: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()
    spans: tuple[str, ...] = ()

    @property
    def counted(self) -> tuple[str, ...]:
        return self.facets + self.single + self.coded

    @property
    def filtered(self) -> tuple[str, ...]:
        return self.counted + self.labels

    @property
    def bounded(self) -> tuple[str, ...]:
        return self.ranges + self.spans

    def stamp(self) -> str:
        """Another stamp means that a stored index no longer fits the program."""
        content = json.dumps([LAYOUT, segmentation_version(), asdict(self)], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:16]


Bound = int | date | None


@dataclass(frozen=True, slots=True)
class Document:
    """`facets` hold labels too, `ranges` spans too: dates, or integers from 0 up (in a range, below 2³¹).

    `numbers` are patent numbers in any notation.
    """

    id: int
    texts: Mapping[str, str]
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ranges: Mapping[str, Bound] = field(default_factory=dict)
    numbers: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """`text` is what a person typed, any characters; `inside` the same for single fields. Values of one filter are
    alternatives, filters hold together. `fixed` are filters that counts of their own facet keep to as well: how far
    somebody sees.

    `sort` is "" for relevance, or a range with "-" for descending; equal values follow the id. `after` is the key of
    the last hit seen in that order, so that a page costs the same wherever it lies. `only` these ids are looked
    among, `exclude` are ids that are as good as deleted.
    """

    text: str = ""
    inside: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    fixed: Sequence[tuple[str, Sequence[str]]] = ()
    ranges: Mapping[str, tuple[Bound, Bound]] = field(default_factory=dict)
    facets: Sequence[str] = ()
    sort: str = ""
    limit: int = 20
    offset: int = 0
    after: int | None = None
    only: Sequence[int] | None = None
    exclude: Sequence[int] = ()
    facet_size: int = 20


@dataclass(frozen=True, slots=True)
class Hits:
    """`facets` count the hits a value would give, so the facet's own filter does not narrow its counts.

    Most hits first, equal counts by value. `total` counts every page; `keys` are places in a sorted order, for `after`.
    """

    total: int
    ids: tuple[int, ...]
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    keys: tuple[int, ...] = ()
