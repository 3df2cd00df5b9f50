"""The rights of patents in the open scope, folded from their facts and events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huoshui.kernel import clock
from huoshui.kernel.tenancy import current_actor
from huoshui.patents import public as patents
from huoshui.rights import queries, rules
from huoshui.rights.models import LegalEvent
from huoshui_core.rights import Reason, Right, RightFacts, fold, offers


@dataclass(frozen=True, slots=True)
class Folded:
    """One patent: what the base library knows, its events youngest first, the right and its offers."""

    facts: patents.RightFacts
    events: tuple[LegalEvent, ...]
    right: Right
    offers: dict[str, tuple[Reason, ...]]


def folded(patent_ids: Iterable[int], on: date | None = None, known_by: date | None = None) -> dict[int, Folded]:
    """What lies outside the scope is missing."""
    day = on or clock.today()
    facts = patents.right_facts(patent_ids)
    events = queries.events_of_seen(current_actor(), facts.keys())
    return {one.id: _fold(one, events.get(one.id, []), day, known_by) for one in facts.values()}


def _fold(facts: patents.RightFacts, events: list[LegalEvent], on: date, known_by: date | None) -> Folded:
    right = fold(core_facts(facts), map(rules.told, events), on, known_by=known_by)
    return Folded(facts, tuple(events), right, offers(right))


def core_facts(facts: patents.RightFacts) -> RightFacts:
    return RightFacts(
        facts.kind,
        facts.stage,
        filing_date=facts.filing_date,
        grant_date=facts.grant_date,
        owners=facts.applicants,
        stated=facts.stated_status,
        stated_on=facts.stated_on,
        as_of=facts.as_of,
    )
