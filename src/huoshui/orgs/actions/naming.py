"""Names of an organisation: the official one, former ones, aliases. An old name still finds it."""

from datetime import date

from huoshui.kernel.action import action, note
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound
from huoshui.kernel.outbox import emit
from huoshui.orgs.actions.located import change, free_name, located, past
from huoshui.orgs.events import OrganisationsRenamed
from huoshui.orgs.models import Organisation, OrganisationName
from huoshui.orgs.rules import name_side
from huoshui_core.text import organisation_key

ADDED_KINDS = ("alias", "short")


@action
def rename_organisation(actor: Actor, *, organisation_id: int, name: str, on: date) -> None:
    """From that day the organisation is called so; its former name still finds it. The same name changes nothing."""
    row = located(actor, "orgs.rename", organisation_id)
    before = row.name
    shown, entry = free_name(actor, row, name)
    past(on)
    note(actor, "orgs.rename", f"org:{row.pk}", before=before, after=shown)
    if shown == before:
        return
    _make_official(row, shown, entry, on)
    row.name = shown
    row.save(update_fields=["name"])
    change(actor, row, "renamed", on=on, before=before, after=shown).save()
    emit(OrganisationsRenamed([row.pk]))


def _make_official(row: Organisation, name: str, entry: OrganisationName | None, on: date) -> None:
    """Another spelling of the present name replaces it; a former name or alias may become official (again)."""
    key = organisation_key(name)
    OrganisationName.objects.filter(organisation=row, kind="official").exclude(key=key).update(kind="former", until=on)
    entry = entry or OrganisationName(organisation=row, side=name_side(row.kind, row.parent_id), key=key)
    if entry.kind != "official":
        entry.since = on
    entry.name, entry.kind, entry.until = name, "official", None
    entry.save()


@action
def add_alias(actor: Actor, *, organisation_id: int, name: str, on: date, kind: str = "alias") -> None:
    """A further name, from that day. One that had ended counts again."""
    row = located(actor, "orgs.edit", organisation_id, own=True)
    shown, entry = free_name(actor, row, name)
    past(on)
    if kind not in ADDED_KINDS:
        raise Invalid("可登记别名或简称", fields={"kind": "可登记别名或简称"})
    if entry is not None and (entry.kind not in ADDED_KINDS or entry.until is None):
        message = f"这已经是本单位的{entry.get_kind_display()}"
        raise Invalid(message, fields={"name": message})
    entry = entry or OrganisationName(
        organisation=row, side=name_side(row.kind, row.parent_id), key=organisation_key(shown)
    )
    entry.name, entry.kind, entry.since, entry.until = shown, kind, on, None
    entry.save()
    change(actor, row, "alias_added", on=on, after=shown).save()
    note(actor, "orgs.add_alias", f"org:{row.pk}", name=shown)


@action
def end_alias(actor: Actor, *, organisation_id: int, name_id: int, on: date, mistaken: bool = False) -> None:
    """No longer used from that day, but it still finds the organisation. With `mistaken` the name never was theirs:
    it leads here no more, and another organisation may take it."""
    row = located(actor, "orgs.edit", organisation_id, own=True)
    entry = OrganisationName.objects.filter(organisation=row, pk=name_id).first()
    if entry is None:
        raise NotFound("没有这个名称", name_id=name_id)
    if entry.kind not in ADDED_KINDS:
        raise Invalid(f"{entry.get_kind_display()}一直保留，以便按它找到单位；只能停用别名和简称")
    past(on)
    if mistaken:
        entry.delete()
    else:
        entry.until = on
        entry.save(update_fields=["until"])
    change(actor, row, "alias_removed" if mistaken else "alias_ended", on=on, before=entry.name).save()
    note(actor, "orgs.end_alias", f"org:{row.pk}", name=entry.name, mistaken=mistaken)
