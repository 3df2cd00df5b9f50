"""A person says of an entry that it is an institution of its own, doubts it again, or takes a merger back."""

from datetime import date

from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import NotFound, WrongState
from huoshui.kernel.outbox import emit
from huoshui.orgs import queries
from huoshui.orgs.actions.located import change, located, past
from huoshui.orgs.actions.numbering import Numbering, lock_directory
from huoshui.orgs.events import OrganisationsConfirmed, OrganisationsMoved
from huoshui.orgs.models import Organisation, OrganisationName
from huoshui_core.text import organisation_key


@action
def confirm_organisation(actor: Actor, *, organisation_id: int) -> None:
    """An entry opened on its name alone is what its name says. A confirmed one stays as it is."""
    row = located(actor, "orgs.import", organisation_id)
    note(actor, "orgs.confirm", f"org:{row.pk}", before=row.standing)
    if row.standing != "confirmed":
        row.standing = "confirmed"
        row.save(update_fields=["standing"])
        emit(OrganisationsConfirmed([row.pk]))


@action
def doubt_organisation(actor: Actor, *, organisation_id: int) -> None:
    """Back to unconfirmed; refused for one that an official list names."""
    row = located(actor, "orgs.import", organisation_id)
    if row.uscc or row.register_code:
        raise WrongState(f"「{row.name}」已有官方代码，不能改回待核对", organisation_id=row.pk)
    note(actor, "orgs.doubt", f"org:{row.pk}", before=row.standing)
    row.standing = "unconfirmed"
    row.save(update_fields=["standing"])


@action
def part_organisations(actor: Actor, *, kept_id: int, merged_id: int, on: date) -> None:
    """Takes back that `merged` was merged into `kept`: it is an entry again, unconfirmed, under its own name and a new
    number. Rows stay with `kept`: which of them go along, the rooms that own them say.
    """
    kept = located(actor, "orgs.merge", kept_id)
    lock_directory()
    row = queries.organisation_in_view(actor, merged_id)
    require(actor, "orgs.merge", also=queries.corrects(actor, queries.as_place(row)))
    if row.standing != "merged" or row.merged_into_id != kept.pk:
        raise WrongState(f"「{row.name}」没有并入「{kept.name}」", organisation_id=row.pk)
    past(on)
    _take_name_back(kept, row)
    left = row.seat
    Numbering(regions=[row.region]).place(row, region=row.region, line=row.line)
    row.standing, row.merged_into = "unconfirmed", None
    row.save(update_fields=["standing", "merged_into", "serial", "seat", "line_seat"])
    change(actor, row, "parted", on=on, before=kept.name, after=row.name, former=left).save()
    change(actor, kept, "parted", on=on, before=row.name, after=kept.name).save()
    note(actor, "orgs.part", f"org:{row.pk}", kept=kept.pk)
    emit(OrganisationsMoved([kept.pk, row.pk]))


def _take_name_back(kept: Organisation, row: Organisation) -> None:
    names = OrganisationName.objects.filter(organisation=kept, key=organisation_key(row.name)).exclude(kind="official")
    if not names.update(organisation=row, kind="official", until=None):
        raise NotFound(f"「{kept.name}」已不用「{row.name}」这个名称", organisation_id=row.pk)
