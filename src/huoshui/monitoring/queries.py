"""Figures by institution within the actor's reach, from the rooms that own them."""

from collections.abc import Sequence

from huoshui.inventory import public as inventory
from huoshui.kernel.actor import Actor
from huoshui.monitoring.indicators import Standing
from huoshui.orgs import public as orgs
from huoshui.resources import public as resources

NONE = dict.fromkeys(inventory.STATE_LABELS, 0)


def standings(actor: Actor, *, region: int = 0, line: int = 0, institution_type: str = "") -> list[Standing]:
    """Every institution in reach, also those without a single patent: silence must be visible."""
    counts = {one.org_id: one for one in inventory.counts_by_institution(actor)}
    listed = resources.listed_by_institution(actor)
    found = []
    for card in orgs.within(actor.reach, kind="institution"):
        if not _asked_for(card, region, line, institution_type):
            continue
        one = counts.get(card.id)
        found.append(
            Standing(
                card.id,
                card.name,
                card.institution_type,
                card.region,
                card.line,
                one.total if one else 0,
                one.by_state if one else NONE,
                one.offered if one else 0,
                listed.get(card.id, 0),
            )
        )
    return found


def _asked_for(card: orgs.OrganisationCard, region: int, line: int, institution_type: str) -> bool:
    width = 10_000 if region % 10_000 == 0 else 100 if region % 100 == 0 else 1
    return (
        (not region or region <= card.region < region + width)
        and (not line or card.line == line)
        and (not institution_type or card.institution_type == institution_type)
    )


def whole(rows: Sequence[Standing], name: str) -> Standing:
    """The sum of several institutions, as if they were one."""
    states = {state: sum(row.by_state[state] for row in rows) for state in NONE}
    return Standing(
        0,
        name,
        "",
        0,
        0,
        sum(row.total for row in rows),
        states,
        sum(row.offered for row in rows),
        sum(row.listed for row in rows),
    )
