"""Opening organisations: once each, with a number of their place and all their names."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.orgs.actions.numbering import Numbering, lock_directory
from huoshui.orgs.models import GONE, Organisation, OrganisationName
from huoshui.orgs.queries import organisation_ids_by_credit_code, place_of
from huoshui.orgs.rules import Place, may_open, name_side
from huoshui_core.text import organisation_key

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    name: str
    kind: str
    region: int
    line: int
    institution_type: str = ""
    parent_id: int | None = None
    uscc: str = ""
    register_code: str = ""
    standing: str = "confirmed"
    two_step_review: bool = True
    demonstration: bool = False
    aliases: tuple[str, ...] = ()


@action
def open_organisations(actor: Actor, *, new: Sequence[NewOrganisation]) -> dict[str, int]:
    """Opens those whose name is not known on their side yet; answers name → id for all of them."""
    require(actor, "orgs.open", also=_may_open(actor, new))
    lock_directory()
    known = _known(new)
    fresh: dict[tuple[str, str], NewOrganisation] = {}
    for one in new:
        fresh.setdefault(_key(one), one)
    missing = [one for key, one in fresh.items() if key not in known]
    _refuse_taken_codes(missing)
    opened = _number(missing)
    Organisation.objects.bulk_create([row for _, row in opened], batch_size=BATCH)
    OrganisationName.objects.bulk_create(list(_names(opened)), batch_size=BATCH, ignore_conflicts=True)
    known |= {_key(one): row.pk for one, row in opened}
    note(actor, "orgs.open", "organisations", asked=len(new), opened=len(opened))
    return {one.name: known[_key(one)] for one in new}


def _may_open(actor: Actor, new: Sequence[NewOrganisation]) -> bool:
    if "operator" in actor.roles:
        return True
    own = place_of(actor.org_id)
    places = {Place(one.kind, one.region, one.line, one.parent_id) for one in new}
    return own is not None and all(any(may_open(role, own, place) for role in actor.roles) for place in places)


def _key(one: NewOrganisation) -> tuple[str, str]:
    key = organisation_key(one.name)
    if not key:
        raise Invalid("单位名称不能为空", name=one.name)
    if (one.kind == "college") != (one.parent_id is not None):
        raise Invalid("院系须写明所属单位，其他单位没有上级单位", name=one.name)
    return name_side(one.kind, one.parent_id), key


def _known(new: Sequence[NewOrganisation]) -> dict[tuple[str, str], int]:
    keys = {_key(one) for one in new}
    rows = OrganisationName.objects.filter(side__in={side for side, _ in keys}, key__in={key for _, key in keys})
    return {(side, key): pk for side, key, pk in rows.values_list("side", "key", "organisation_id")}


def _refuse_taken_codes(new: Sequence[NewOrganisation]) -> None:
    codes = [one.uscc for one in new if one.uscc]
    taken = sorted(organisation_ids_by_credit_code(codes)) + [code for code, n in Counter(codes).items() if n > 1]
    if taken:
        raise Invalid(f"统一社会信用代码 {taken[0]} 已属于另一家单位", codes=taken)


def _number(new: Sequence[NewOrganisation]) -> list[tuple[NewOrganisation, Organisation]]:
    """Parts take the next place inside their parent's span; others the next serial of their region."""
    parents = Organisation.objects.in_bulk({one.parent_id for one in new if one.parent_id is not None})
    missing = {one.parent_id for one in new if one.parent_id is not None} - set(parents)
    if missing:
        raise Invalid("上级单位不存在", missing=sorted(missing))
    if unfit := [one.name for one in parents.values() if one.kind != "institution" or one.standing in GONE]:
        raise Invalid(f"「{unfit[0]}」下不能开设院系", names=unfit)
    numbering = Numbering(regions={one.region for one in new if one.parent_id is None}, parents=parents.values())
    numbered = []
    for one in new:
        row = _row(one)
        if one.parent_id is None:
            numbering.place(row, region=one.region, line=one.line)
        else:
            numbering.place_inside(row, parents[one.parent_id])
        numbered.append((one, row))
    return numbered


def _row(one: NewOrganisation) -> Organisation:
    return Organisation(
        name=one.name,
        kind=one.kind,
        institution_type=one.institution_type,
        uscc=one.uscc,
        register_code=one.register_code,
        standing=one.standing,
        two_step_review=one.two_step_review,
        demonstration=one.demonstration,
    )


def _names(opened: Iterable[tuple[NewOrganisation, Organisation]]) -> Iterable[OrganisationName]:
    for one, row in opened:
        for name in (one.name, *one.aliases):
            yield OrganisationName(
                organisation=row,
                side=name_side(one.kind, one.parent_id),
                name=name,
                key=organisation_key(name),
                kind="official" if name == one.name else "alias",
            )
