"""Fixed library entries. What is in a late state is put there by the actions."""

from dataclasses import replace
from datetime import date
from typing import Any

from tests.world import World

from huoshui.orgs.public import OrganisationCard
from huoshui.resources import queries
from huoshui.resources.actions import publish_entries
from huoshui.resources.models import LibraryEntry
from huoshui.resources.rules import NewEntry


def new_entry(org: OrganisationCard, serial: int = 1, **changes: Any) -> NewEntry:
    entry = NewEntry(
        patent_id=serial,
        dossier_id=1_000 + serial,
        publication_no=f"CN1020{serial:05d}B",
        application_no="",
        kind="invention",
        title=f"一种高温超导磁体的制备方法{serial}",
        abstract="将超导带材绕制成双饼线圈，浸渍固化后得到磁体。",
        first_claim="1.一种高温超导磁体的制备方法，其特征在于……",
        classes=("H01F6/06",),
        institution_id=org.id,
        institution=org.name,
        region=org.region,
        line=org.line,
        seat=org.seat,
        line_seat=org.line_seat,
        industries=("3823",),
        scene="核磁共振成像设备",
        prospects="可替代进口设备",
        maturity=5,
        willingness=("assignment", "licence"),
        implementation="none",
        legal_status="in_force",
        expires_on=date(2099, 1, 1),
        as_of=date(2025, 6, 1),
    )
    return replace(entry, **changes)


def published(world: World, *entries: NewEntry) -> list[LibraryEntry]:
    publish_entries(world.operator, entries=list(entries))
    rows = [queries.entry_by_number(entry.number) for entry in entries]
    return [row for row in rows if row is not None]
