"""Finding the organisation that is to be changed, and writing down what changed."""

from datetime import date

from huoshui.kernel import clock
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, WrongState
from huoshui.orgs import queries
from huoshui.orgs.actions.numbering import lock_directory
from huoshui.orgs.models import GONE, Organisation, OrganisationChange, OrganisationName
from huoshui.orgs.rules import name_side
from huoshui_core.text import organisation_key

LONGEST_NAME = 200


def located(actor: Actor, permission: str, organisation_id: int, *, own: bool = False) -> Organisation:
    """A living organisation in reach that the actor may correct; with `own` also the actor's own one.

    Holds the directory's lock from here on. Raises NotFound, NotAllowed, WrongState.
    """
    require(actor, permission)
    lock_directory()
    row = queries.organisation_in_view(actor, organisation_id)
    is_own = own and row.pk == actor.org_id
    require(actor, permission, also=is_own or queries.corrects(actor, queries.as_place(row)))
    if row.standing in GONE:
        raise WrongState(f"「{row.name}」{row.get_standing_display()}，不能再修改", standing=row.standing)
    return row


def past(on: date) -> date:
    """Raises Invalid for a day that is yet to come."""
    if on > clock.today():
        raise Invalid("生效日期不能晚于今天，请到那一天再办理", fields={"on": "不能晚于今天"})
    return on


def free_name(actor: Actor, row: Organisation, name: str) -> tuple[str, OrganisationName | None]:
    """The name without blanks round it, and the organisation's own entry for it if there is one.

    Raises Invalid for a name that is empty, too long or taken; the holder is named only to whom it is in reach.
    """
    shown = " ".join(name.split())
    key = organisation_key(shown)
    if not key or len(shown) > LONGEST_NAME:
        message = f"请填写 1–{LONGEST_NAME} 字的单位名称"
        raise Invalid(message, fields={"name": message})
    entry = OrganisationName.objects.filter(side=name_side(row.kind, row.parent_id), key=key).first()
    if entry is not None and entry.organisation_id != row.pk:
        holder = queries.organisations_in_view(actor).filter(pk=entry.organisation_id).first()
        message = f"这个名称已属于{f'「{holder.name}」' if holder else '另一家单位'}"
        raise Invalid(message, fields={"name": message})
    return shown, entry


def change(
    actor: Actor,
    row: Organisation,
    what: str,
    *,
    on: date,
    before: str = "",
    after: str = "",
    former: int | None = None,
) -> OrganisationChange:
    """Not saved yet."""
    return OrganisationChange(
        organisation=row,
        what=what,
        before=before[:400],
        after=after[:400],
        on=on,
        by_user_id=actor.user_id,
        by_org_id=actor.org_id,
        former_seat=former,
    )
