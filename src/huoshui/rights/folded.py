"""The rights of patents in the open scope, folded from their facts and events."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain

from huoshui.kernel import clock
from huoshui.kernel.tenancy import current_actor
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents
from huoshui.rights import queries, rules
from huoshui.rights.models import LegalEvent
from huoshui_core.rights import Reason, Right, RightFacts, fold, offers
from huoshui_core.text import organisation_key

Names = Callable[[int], frozenset[str]]


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
    names = cache(lambda org_id: orgs.name_keys([org_id]).get(org_id, frozenset()))
    return {one.id: _fold(one, events.get(one.id, []), day, known_by, names) for one in facts.values()}


def _fold(facts: patents.RightFacts, events: list[LegalEvent], on: date, known_by: date | None, names: Names) -> Folded:
    right = fold(core_facts(facts), map(rules.told, events), on, known_by=known_by)
    held_by = _held_by(facts, events, names) if right.is_transferred else None
    return Folded(facts, tuple(events), right, offers(right, held_by))


def _held_by(facts: patents.RightFacts, events: list[LegalEvent], names: Names) -> frozenset[str] | None:
    """The institution's names; None where no source ever named it among the owners: no transfer took it away then."""
    ours = names(facts.org_id)
    named = chain(facts.applicants, chain.from_iterable(one.before.split("|") for one in events))
    return ours if any(organisation_key(name) in ours for name in named) else None


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
