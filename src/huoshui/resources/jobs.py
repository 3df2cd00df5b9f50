"""Work that follows what other rooms did, and the hourly look at what has lapsed. Everything here may run twice."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from procrastinate.contrib.django import app

from huoshui.inventory import public as inventory
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor, operator
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents
from huoshui.resources import actions, queries
from huoshui.resources.index import library_index
from huoshui.resources.rules import EntryPlace, NewEntry
from huoshui.rights import public as rights
from huoshui.search.public import IndexUnavailable

log = logging.getLogger(__name__)
BATCH = 1_000
INDEX_BATCH = 2_000


def publish_accepted(actor: Actor, dossier_ids: Sequence[int]) -> None:
    """Publishes what is accepted and offered; a dossier that has been reopened meanwhile is left alone."""
    for start in range(0, len(dossier_ids), BATCH):
        with scope(actor):
            entries = _entries(dossier_ids[start : start + BATCH])
            if entries:
                actions.publish_entries(actor, entries=entries)


def withdraw_reopened(actor: Actor, dossier_ids: Sequence[int]) -> None:
    actions.withdraw_reopened(actor, dossier_ids=dossier_ids)


def refresh_loaded(actor: Actor, import_run_id: int, part: int) -> None:
    """A new load of the base library may say that a right has ended, or that it has changed hands."""
    with scope(actor):
        dossier_ids = queries.dossier_ids_of_patents(patents.ids_loaded(import_run_id, part))
    publish_accepted(actor, dossier_ids)


def refresh_rights(actor: Actor, patent_ids: Sequence[int]) -> None:
    """What is no right any more leaves the catalogue, what is one again comes back."""
    with scope(actor):
        dossier_ids = queries.dossier_ids_of_patents(patent_ids)
    publish_accepted(actor, dossier_ids)


def follow_organisations(actor: Actor, organisation_ids: Sequence[int]) -> None:
    """What was published under institutions that have been renamed, moved or merged says so; a college's moves are
    those of its school's entries."""
    schools = {card.parent_id for card in orgs.cards(organisation_ids).values() if card.parent_id}
    under, after = {*organisation_ids, *schools}, 0
    while True:
        with scope(actor):
            entries = queries.published_under(under, after_id=after, limit=BATCH)
            if not entries:
                return
            cards = patents.cards(list(entries.values()))
            institutions = _institutions({one.org_id for one in cards.values()})
            places = {
                entry_id: _place(cards[patent_id], institutions[cards[patent_id].org_id])
                for entry_id, patent_id in entries.items()
                if patent_id in cards
            }
            actions.place_entries(actor, places=places)
        after = max(entries)


def _place(patent: patents.PatentCard, institution: orgs.OrganisationCard) -> EntryPlace:
    return EntryPlace(
        institution_id=institution.id,
        institution=institution.name,
        region=institution.region,
        line=institution.line,
        seat=patent.seat,
        line_seat=patent.line_seat,
    )


def index_changes(actor: Actor) -> int:
    """Until nothing waits. An index that cannot be written leaves the entries waiting for a new one."""
    told = 0
    try:
        while queries.not_indexed().exists():
            told += actions.index_changes(actor, limit=INDEX_BATCH)
    except IndexUnavailable as fault:
        log.error("the catalogue's index was not updated: %s", fault.message)
    return told


@app.periodic(cron="* * * * *")
@app.task(
    name="resources.tell_again", queue="events", lock="resources.tell_again", queueing_lock="resources.tell_again"
)
def tell_again(timestamp: int) -> None:
    """A lost or broken index is built again, and one that an earlier program laid out: the catalogue stays shut for a
    minute after an update."""
    node = operator("job")
    try:
        if queries.is_any_indexed() and not library_index().fits():
            log.warning("the catalogue's index is built again")
            actions.rebuild_index(node)
    except IndexUnavailable as fault:
        log.warning("the catalogue's index was not built: %s", fault.message)
    index_changes(node)


@app.periodic(cron="10 * * * *")
@app.task(name="resources.tell_the_truth", queue="events", lock="resources.tell_the_truth", retry=3)
def tell_the_truth(timestamp: int) -> None:
    """What has lapsed leaves the list within the hour."""
    node = operator("job")
    while queries.lapsed(clock.today()).exists():
        actions.suspend_lapsed(node)
    index_changes(node)


def _entries(dossier_ids: Iterable[int]) -> list[NewEntry]:
    published = inventory.published_fields(dossier_ids)
    cards = patents.cards([one.patent_id for one in published.values()])
    institutions = _institutions({one.org_id for one in cards.values()})
    barred = rights.barred(cards)
    return [
        replace(
            _entry(said, cards[said.patent_id], institutions[cards[said.patent_id].org_id]),
            is_barred=said.patent_id in barred,
        )
        for said in published.values()
        if said.patent_id in cards
    ]


def _institutions(org_ids: set[int]) -> dict[int, orgs.OrganisationCard]:
    """The institution a patent is published under: a college publishes in the name of its school."""
    cards = orgs.cards(org_ids)
    schools = orgs.cards({card.parent_id for card in cards.values() if card.kind == "college" and card.parent_id})
    return {key: schools.get(card.parent_id or 0, card) for key, card in cards.items()}


def _entry(said: inventory.PublishedFields, patent: Any, institution: orgs.OrganisationCard) -> NewEntry:
    return NewEntry(
        patent_id=patent.id,
        dossier_id=said.dossier_id,
        publication_no=patent.publication_no,
        application_no=patent.application_no,
        kind=patent.kind,
        title=patent.title,
        abstract=patent.abstract,
        first_claim=patent.first_claim,
        classes=tuple(patent.classes),
        institution_id=institution.id,
        institution=institution.name,
        region=institution.region,
        line=institution.line,
        seat=patent.seat,
        line_seat=patent.line_seat,
        industries=said.industry_codes,
        scene=said.scene,
        prospects=said.prospects,
        maturity=int(said.maturity) if said.maturity else None,
        willingness=said.willingness,
        implementation=said.implementation,
        legal_status=patent.legal_status,
        expires_on=patent.expires_on,
        as_of=patent.as_of,
        demonstration=said.demonstration or patent.demonstration,
    )
