"""The door of the base library: frozen cards over ids. All reads stay inside the open scope."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huoshui.display.parts import Fact
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.patents import details, quality, queries, rules
from huoshui.patents.actions import (
    apply_rights,
    hand_over_named,
    index_changes,
    place_patents,
    rebuild_index,
    settle_attribution,
    settle_disagreement,
)
from huoshui.patents.disagreements import disagreement_download, disagreement_view, open_by_institution
from huoshui.patents.facets import Subject, add_facets
from huoshui.patents.imports import import_patents
from huoshui.patents.models import Patent
from huoshui.patents.news import SearchNews, latest_run, search_address, search_news, search_words
from huoshui.patents.outcome import Counts, ImportOutcome, UnmatchedName
from huoshui.patents.quality import FIELDS, NOT_FOR, InstitutionQuality, InstitutionSample, RunCard
from huoshui.patents.right_facts import (
    RightFacts,
    filed_the_same_day,
    of_family,
    right_facts,
    right_facts_by_number,
)
from huoshui.patents.rules import About, RightState
from huoshui.patents.steps import add_search_step

__all__ = [
    "FIELDS",
    "NOT_FOR",
    "About",
    "Counts",
    "Disagreement",
    "ImportOutcome",
    "InstitutionQuality",
    "InstitutionSample",
    "InstitutionTotal",
    "PatentCard",
    "RightFacts",
    "RightState",
    "RunCard",
    "SearchNews",
    "Subject",
    "UnmatchedName",
    "add_facets",
    "add_search_step",
    "apply_rights",
    "cards",
    "count",
    "disagreement_download",
    "disagreement_view",
    "disagreements",
    "facts",
    "filed_the_same_day",
    "find",
    "granted_among",
    "granted_ids",
    "hand_over_named",
    "ids_loaded",
    "ids_named",
    "import_patents",
    "index_changes",
    "iterate_cards",
    "latest_run",
    "narrowed_to",
    "of_family",
    "open_by_institution",
    "place_patents",
    "quality_by_institution",
    "rebuild_index",
    "require_in_view",
    "right_facts",
    "right_facts_by_number",
    "runs_with_refusals",
    "samples",
    "search_address",
    "search_news",
    "search_words",
    "settle_attribution",
    "settle_disagreement",
    "totals_by_institution",
]


@dataclass(frozen=True, slots=True)
class PatentCard:
    """`is_in_force` is None where the load did not tell the legal status and the term has not run out."""

    id: int
    org_id: int
    seat: int
    line_seat: int
    publication_no: str
    application_no: str
    kind: str
    stage: str
    title: str
    abstract: str
    first_claim: str
    applicants: tuple[str, ...]
    inventors: tuple[str, ...]
    filing_date: date | None
    publication_date: date
    grant_date: date | None
    main_class: str
    classes: tuple[str, ...]
    legal_status: str
    expires_on: date | None
    is_in_force: bool | None
    demonstration: bool
    as_of: date


@dataclass(frozen=True, slots=True)
class InstitutionTotal:
    """`invention` counts granted inventions, `unconfirmed` patents whose owner nobody has checked."""

    org_id: int
    total: int
    granted: int
    invention: int
    unconfirmed: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sources on one field of a patent; `field` is a name of the standard, ranks are those of the rule."""

    id: int
    patent_id: int
    org_id: int
    seat: int
    line_seat: int
    field: str
    label: str
    kept: str
    kept_source: str
    kept_rank: int
    kept_as_of: date
    other: str
    other_source: str
    other_rank: int
    other_as_of: date
    state: str
    at: datetime
    reason: str


def disagreements(actor: Actor, *, state: str = "open", limit: int = 1_000) -> list[Disagreement]:
    """Within the open scope, longest waiting first; `state` "" gives settled ones too."""
    return [_disagreement(row) for row in queries.disagreements_in_view(actor, state)[:limit]]


def cards(ids: Iterable[int]) -> dict[int, PatentCard]:
    """In the order of ids; what lies outside the scope is missing."""
    return {row.pk: _card(row) for row in queries.patents_by_id(ids).order_by("id")}


def iterate_cards(org_ids: Sequence[int] | None = None, *, after_id: int = 0, limit: int = 1_000) -> list[PatentCard]:
    """The next cards by id; None means all institutions in scope. An empty list is the end."""
    return [_card(row) for row in queries.patents_after(org_ids, after_id, limit)]


def granted_ids(org_ids: Sequence[int] | None, *, after_id: int = 0, limit: int = 1_000) -> list[int]:
    """The next ids of rights that stand, as far as the load told; None means all institutions in scope."""
    return queries.granted_ids_after(org_ids, after_id, limit)


def granted_among(ids: Sequence[int]) -> list[int]:
    """Those that are rights today, as far as anybody told."""
    return queries.granted_among(ids)


def ids_loaded(import_run_id: int, part: int | None = None) -> list[int]:
    """What a run, or a part of it, added or changed, as far as no later run changed it again."""
    return queries.ids_of_run(import_run_id, part)


def ids_named(org_id: int, *, number: str = "", title: str = "") -> list[int]:
    """By a canonical number, else by the title as published; of one institution, within the open scope."""
    return queries.ids_named(org_id, number=number, title=title)


def find(numbers: Sequence[str]) -> dict[str, int]:
    """Canonical application or publication numbers → id, within the open scope; what is not there is missing."""
    return queries.ids_by_number(numbers)


def facts(patent_id: int, names: Sequence[str]) -> tuple[Fact, ...]:
    """Fields of the standard, labelled, for a page of another room; () outside the scope."""
    row = queries.patents_by_id([patent_id]).first()
    return details.facts(row, names) if row else ()


def require_in_view(actor: Actor, patent_id: int) -> None:
    """Raises NotFound for a patent the actor does not see: out of reach, or one that does not name the inventor."""
    queries.patent_in_view(actor, patent_id)


def narrowed_to(actor: Actor) -> str | None:
    """The inventor's name that a view of patents is narrowed to; None where it is not, "" where nothing is left."""
    return queries.narrowed_to(actor)


def count(actor: Actor) -> int:
    return queries.patents_in_view(actor).count()


def totals_by_institution(actor: Actor) -> list[InstitutionTotal]:
    return [InstitutionTotal(**row) for row in queries.totals_by_institution(actor)]


def quality_by_institution(org_ids: Iterable[int]) -> list[InstitutionQuality]:
    """Institutions without a patent are left out."""
    return quality.by_institution(org_ids)


def samples(org_ids: Sequence[int]) -> dict[int, InstitutionSample]:
    return quality.samples(org_ids)


def runs_with_refusals(*, limit: int = 10) -> list[RunCard]:
    return quality.runs_with_refusals(limit=limit)


def _card(row: Patent) -> PatentCard:
    told: dict[str, Any] = {name: tuple(getattr(row, name)) for name in ("applicants", "inventors", "classes")}
    told["id"] = row.pk
    told["is_in_force"] = rules.is_in_force(row.stage, row.legal_status, row.expires_on, clock.today())
    return PatentCard(**told, **{name: getattr(row, name) for name in PatentCard.__slots__ if name not in told})


def _disagreement(row: Any) -> Disagreement:
    told = {"label": details.field_label(row.field), "id": row.pk}
    told |= {name: details.shown_value(row.field, getattr(row, name)) for name in ("kept", "other")}
    return Disagreement(**told, **{name: getattr(row, name) for name in Disagreement.__slots__ if name not in told})
