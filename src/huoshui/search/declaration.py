"""What a room says about its index, what it puts in, what it asks and what it gets. Pure values."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from huoshui_core.text import segmentation_version

LAYOUT = 1  # raise when documents with the same declaration are stored differently


@dataclass(frozen=True, slots=True)
class TextField:
    """`weight` multiplies the relevance of a word found in this field."""

    name: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Declaration:
    """`facets` are filtered and counted, several values a document; `ranges` are bounded and sorted by."""

    name: str
    texts: tuple[TextField, ...]
    facets: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()

    def stamp(self) -> str:
        """Another stamp means that a stored index no longer fits the program."""
        content = json.dumps([LAYOUT, segmentation_version(), asdict(self)], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:16]


Bound = int | date | None


@dataclass(frozen=True, slots=True)
class Document:
    """`numbers` are patent numbers in any notation. Values of ranges are dates or integers from 0 up."""

    id: int
    texts: Mapping[str, str]
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ranges: Mapping[str, Bound] = field(default_factory=dict)
    numbers: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """`text` is what a person typed, any characters. Values of one filter are alternatives, filters hold together.

    `sort` is "" for relevance, or a range with "-" for descending; equal values follow the id. `exclude` are
    ids that are as good as deleted.
    """

    text: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ranges: Mapping[str, tuple[Bound, Bound]] = field(default_factory=dict)
    facets: Sequence[str] = ()
    sort: str = ""
    limit: int = 20
    offset: int = 0
    exclude: Sequence[int] = ()
    facet_size: int = 20


@dataclass(frozen=True, slots=True)
class Hits:
    """`facets` count the hits a value would give, so the facet's own filter does not narrow its counts.

    Most hits first, equal counts by value.
    """

    total: int
    ids: tuple[int, ...]
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
