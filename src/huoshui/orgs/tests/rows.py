"""Rows of the rooms above, for whom a move or a merge is meant."""

from datetime import date

from django.apps import apps
from tests.world import World

from huoshui.kernel.renumbering import followers
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
from huoshui.orgs.models import Organisation

# By name: the rooms above keep their tables behind their doors.
Membership, Patent = apps.get_model("accounts.Membership"), apps.get_model("patents.Patent")
ImportRun, EnterpriseProfile = apps.get_model("patents.ImportRun"), apps.get_model("enterprises.EnterpriseProfile")
ON = date(2026, 9, 1)


def patent(world: World, org: orgs.OrganisationCard, number: str, *, seat: orgs.OrganisationCard | None = None) -> int:
    """In the care of `seat`, a college, where one is given."""
    place = seat or org
    with scope(world.operator):
        row = Patent.objects.create(
            org_id=org.id,
            seat=place.seat,
            line_seat=place.line_seat,
            publication_no=number,
            kind="invention",
            stage="grant",
            title="一种软包电池液冷板",
            publication_date=ON,
            attribution="matched",
            as_of=ON,
            import_run_id=0,
        )
    return int(row.pk)


def import_run(world: World, org: orgs.OrganisationCard) -> int:
    with scope(world.operator):
        run = ImportRun.objects.create(
            org_id=org.id, seat=org.seat, line_seat=org.line_seat, user_id=0, channel="cli", state="done"
        )
    return int(run.pk)


def place_of(world: World, patent_id: int) -> tuple[int, int, int]:
    with scope(world.operator):
        row = Patent.objects.get(pk=patent_id)
    return row.org_id, row.seat, row.line_seat


def astray(world: World) -> list[str]:
    """Rows of any tenant table that stand neither at their organisation nor at a college of it."""
    homes = Organisation.objects.exclude(standing="merged").values_list("pk", "parent_id", "seat", "line_seat")
    places = {(owner, seat, line) for pk, parent, seat, line in homes for owner in (pk, parent)}
    with scope(world.operator):
        return [
            f"{model._meta.label} {row.pk}"
            for model in followers()
            for row in model.objects.all()
            if (row.org_id, row.seat, row.line_seat) not in places
        ]


def memberships(org_id: int) -> int:
    return Membership.objects.filter(organisation_id=org_id).count()
