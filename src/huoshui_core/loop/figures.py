"""The numbers of a run, counted once for workbook and report alike."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huoshui_core.hints import MaturityHint
from huoshui_core.loop.dossiers import levels
from huoshui_core.loop.holdings import CHECK_LABELS, TYPE_LABELS, Holding
from huoshui_core.loop.ranking import Matches
from huoshui_core.loop.screening import KINDS, RIGHT_LABELS

UNTOLD = "文字中没有依据"
NO_INDUSTRY = "没有建议"
_BANDS = (0.1, 0.2, 0.3, 0.4, 0.6, 0.8)


@dataclass(slots=True)
class InstitutionCount:
    name: str
    type_label: str
    check_label: str
    total: int = 0
    granted: Counter[str] = field(default_factory=Counter)
    unknown: int = 0
    pending: int = 0
    ended: int = 0
    candidates: int = 0
    matched: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """`coverage`: what, how many, of how many. `latest`: the last publication day met in the file."""

    institutions: tuple[InstitutionCount, ...]
    rights: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    industries: tuple[tuple[str, int], ...]
    maturity: tuple[tuple[str, int], ...]
    best_scores: tuple[tuple[str, int], ...]
    coverage: tuple[tuple[str, int, int], ...]
    candidates: int
    matched: int
    match_rows: int
    latest: date | None

    @property
    def unlisted(self) -> int:
        listed = CHECK_LABELS["listed"]
        return sum(count.check_label != listed for count in self.institutions)


def count_figures(holdings: Sequence[Holding], matches: Matches) -> Figures:
    lists = matches.ranking
    has_match = [score > 0 for score in matches.best_scores]
    matched = {id(held) for held, has in zip(matches.holdings, has_match, strict=True) if has}
    firms = int((lists.by_enterprise.ids >= 0).any(axis=1).sum())
    days = [day for held in holdings if (day := held.values["publication_date"])]
    return Figures(
        institutions=tuple(_institutions(holdings, matched)),
        rights=_by_label(Counter(str(held.screening.right) for held in holdings), {**RIGHT_LABELS}),
        kinds=_by_label(Counter(held.values["kind"] or "" for held in holdings), {**KINDS, "": "类型不明"}),
        industries=tuple(_industries(holdings)),
        maturity=tuple(_maturity(holdings)),
        best_scores=tuple(_bands(matches.best_scores)),
        coverage=(
            ("参与匹配的专利中，至少有一家企业达到匹配下限", len(matched), len(matches.holdings)),
            ("参与匹配的专利中，至少有一家企业与它有相同的分类", sum(matches.has_near_match), len(matches.holdings)),
            ("企业中，至少有一件专利达到匹配下限", firms, len(matches.enterprises)),
        ),
        candidates=sum(held.screening.is_candidate for held in holdings),
        matched=len(matched),
        match_rows=int((lists.by_patent.ids >= 0).sum()),
        latest=max(days) if days else None,
    )


def _institutions(holdings: Sequence[Holding], matched: set[int]) -> list[InstitutionCount]:
    counts: dict[str, InstitutionCount] = {}
    for held in holdings:
        own = (TYPE_LABELS[held.owner.institution_type], CHECK_LABELS[held.check])
        count = counts.setdefault(held.owner.key, InstitutionCount(held.institution, *own))
        count.total += 1
        match held.screening.right:
            case "granted":
                count.granted[held.values["kind"] or ""] += 1
            case "unknown":
                count.unknown += 1
            case "pending":
                count.pending += 1
            case "ended":
                count.ended += 1
        count.candidates += held.screening.is_candidate
        count.matched += id(held) in matched
    return sorted(counts.values(), key=lambda count: (-count.total, count.name))


def _industries(holdings: Sequence[Holding]) -> list[tuple[str, int]]:
    """Each patent once, by the industry suggested first."""
    first = (held.hints.industries[0] if held.hints.industries else None for held in holdings)
    counts = Counter(f"{hint.code} {hint.name}" if hint else NO_INDUSTRY for hint in first)
    return sorted(counts.items(), key=lambda pair: (pair[0] == NO_INDUSTRY, -pair[1], pair[0]))


def _maturity(holdings: Sequence[Holding]) -> list[tuple[str, int]]:
    counts = Counter(_band_of(held.hints.maturity) for held in holdings)
    told = sorted((band for band in counts if band != UNTOLD), reverse=True)
    return [(band, counts[band]) for band in (*told, UNTOLD) if counts[band]]


def _band_of(hint: MaturityHint | None) -> str:
    return levels(hint.low, hint.high) if hint else UNTOLD


def _bands(scores: Sequence[float]) -> list[tuple[str, int]]:
    edges = (0.0, *_BANDS)
    labels = [f"{low:.1f} 至 {high:.1f}" for low, high in zip(edges, _BANDS, strict=False)] + [f"{edges[-1]:.1f} 以上"]
    counts = Counter(sum(score >= edge for edge in _BANDS) if score > 0 else -1 for score in scores)
    none = [("没有匹配", counts[-1])] if counts[-1] else []
    return [(label, counts[at]) for at, label in reversed(list(enumerate(labels)))] + none


def _by_label(counts: Counter[str], labels: Mapping[Any, str]) -> tuple[tuple[str, int], ...]:
    return tuple((label, counts[name]) for name, label in labels.items() if counts[name])
