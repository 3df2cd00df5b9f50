"""Two entries for one organisation become one. It is all or nothing: what can't be moved refuses the whole."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from huoshui.kernel.action import action, note
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.kernel.outbox import emit
from huoshui.kernel.renumbering import Renumbering, renumber
from huoshui.orgs import holdings, queries
from huoshui.orgs.actions.located import change, located, past
from huoshui.orgs.actions.moving import described, settle
from huoshui.orgs.actions.numbering import Numbering
from huoshui.orgs.events import OrganisationsConfirmed, OrganisationsMerged
from huoshui.orgs.models import Organisation, OrganisationName
from huoshui.orgs.rules import name_side


@action
def merge_organisations(actor: Actor, *, kept_id: int, merged_id: int, on: date) -> int:
    """All that `merged` has becomes `kept`'s; `merged` stays as an empty entry whose names lead to `kept`.

    `part_organisations` takes back the entry and its name; the rows stay, since nothing says any more whose they were.
    Answers how many rows followed. Raises Invalid with the obstacles, and changes nothing then.
    """
    kept = located(actor, "orgs.merge", kept_id)
    merged = located(actor, "orgs.merge", merged_id)
    past(on)
    if found := holdings.obstacles(kept, merged):
        raise Invalid("这两家单位不能合并，未做任何改动", problems=found)
    try:
        with transaction.atomic():
            followed = _merge(actor, kept, merged, on)
    except IntegrityError as fault:
        rule = getattr(getattr(fault.__cause__, "diag", None), "constraint_name", "")
        raise Invalid("这两家单位不能合并，未做任何改动", problems=[f"两家有只能保留一份的记录（{rule}）"]) from fault
    note(actor, "orgs.merge", f"org:{kept.pk}", merged=merged.pk, name=merged.name, rows=followed)
    emit(OrganisationsMerged(kept.pk, merged.pk))
    return followed


def _merge(actor: Actor, kept: Organisation, merged: Organisation, on: date) -> int:
    followed = _take_parts(actor, kept, merged, on)
    followed += renumber([Renumbering(merged.seat, kept.seat, kept.line_seat, merged.pk, kept.pk)])
    followed += holdings.take_over_references(kept, merged)
    OrganisationName.objects.filter(organisation=merged, kind="official").update(kind="former", until=on)
    OrganisationName.objects.filter(organisation=merged).update(organisation=kept)
    Organisation.objects.filter(merged_into=merged).update(merged_into=kept)
    _take_facts(kept, merged)
    change(actor, merged, "merged", on=on, before=merged.name, after=kept.name, former=merged.seat).save()
    change(actor, kept, "absorbed", on=on, before=kept.name, after=merged.name).save()
    return followed


def _take_parts(actor: Actor, kept: Organisation, merged: Organisation, on: date) -> int:
    """Colleges get a seat inside the kept one; patents in their care are the kept one's from now on."""
    parts: Sequence[Organisation] = list(queries.parts_of(merged.pk).select_related("parent"))
    before = {part.pk: (part.seat, described(part)) for part in parts}
    numbering = Numbering(parents=[kept])
    for part in parts:
        numbering.place_inside(part, kept)
        part.parent = kept
    OrganisationName.objects.filter(organisation__in=parts).update(side=name_side("college", kept.pk))
    entrusted = [Renumbering(before[one.pk][0], one.seat, one.line_seat, merged.pk, kept.pk) for one in parts]
    return renumber(entrusted) + settle(actor, parts, before, on)


def _take_facts(kept: Organisation, merged: Organisation) -> None:
    """A code may stand once only, so the merged one gives it up first."""
    uscc, register_code, was_confirmed = merged.uscc, merged.register_code, merged.standing == "confirmed"
    merged.uscc, merged.register_code, merged.standing, merged.merged_into = "", "", "merged", kept
    merged.save(update_fields=["uscc", "register_code", "standing", "merged_into"])
    kept.uscc, kept.register_code = kept.uscc or uscc, kept.register_code or register_code
    if was_confirmed and kept.standing == "unconfirmed":
        kept.standing = "confirmed"
        emit(OrganisationsConfirmed([kept.pk]))
    kept.save(update_fields=["uscc", "register_code", "standing"])
