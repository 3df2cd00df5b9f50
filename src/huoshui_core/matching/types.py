"""What goes into matching and what comes out. Nothing here knows where texts come from or where results go."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Scores = NDArray[np.float32]
Progress = Callable[[int, int], None]  # done, of how many


@dataclass(frozen=True, slots=True)
class PatentText:
    """A patent as matching sees it. `ipc` holds symbols such as `H02J3/38`; anything else (Locarno) is passed over."""

    key: str
    title: str
    abstract: str = ""
    ipc: tuple[str, ...] = ()
    province: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class EnterpriseText:
    """An enterprise by what it makes, needs and files: any texts, and IPC symbols of any depth with counts."""

    key: str
    texts: tuple[str, ...] = ()
    ipc: Mapping[str, float] = field(default_factory=dict)
    province: str = ""
    city: str = ""
    prior: float = 0.0  # 0 to 1: what is known beside the texts, such as good past evaluations


@dataclass(frozen=True, slots=True)
class Lists:
    """Best first; equal scores by lower index. `ids` are positions on the other side, -1 where a list ends early."""

    ids: Ids
    scores: Scores


@dataclass(frozen=True, slots=True)
class Ranking:
    """Both directions of one run. Row i of `by_patent` is patent `first_patent + i`."""

    by_patent: Lists
    by_enterprise: Lists
    model_version: str
    first_patent: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One feature's share of a score; `words` are what both sides have in common, with the share of each."""

    feature: str
    label_zh: str
    words: tuple[tuple[str, float], ...]
    value: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The parts add up to the score, to within `TOLERANCE`: the score is summed in 32 bits, the parts are not."""

    score: float
    parts: tuple[Part, ...]
    model_version: str


TOLERANCE = 1e-5

Patents = Sequence[PatentText]
Enterprises = Sequence[EnterpriseText]
