"""Keeps queue and counts up with the loads, and once a night from scratch."""

from collections.abc import Iterable, Sequence

from procrastinate.contrib.django import app

from huoshui.curation import actions
from huoshui.kernel.actor import Actor, operator
from huoshui.kernel.reach import EVERYWHERE
from huoshui.orgs import public as orgs

BATCH = 200


def refresh(actor: Actor, org_ids: Iterable[int]) -> None:
    """May run twice."""
    wanted = sorted(set(org_ids))
    for start in range(0, len(wanted), BATCH):
        part = wanted[start : start + BATCH]
        actions.refresh_figures(actor, org_ids=part)
        actions.refresh_names(actor, org_ids=part)


def refresh_everything(actor: Actor) -> None:
    found: Sequence[orgs.OrganisationCard] = orgs.within(EVERYWHERE, kind="institution")
    refresh(actor, [one.id for one in found])


@app.periodic(cron="40 2 * * *")
@app.task(name="curation.refresh", queue="events", lock="curation.refresh", queueing_lock="curation.refresh")
def refresh_nightly(timestamp: int) -> None:
    """Ages grow without any event; an event that was lost is made good."""
    refresh_everything(operator("job"))
