"""What a person or a program asks to open, checked before it is opened: place, line, kind, codes."""

from dataclasses import replace

from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.orgs import queries
from huoshui.orgs.actions import NewOrganisation
from huoshui.orgs.models import INSTITUTION_TYPES, KINDS, Organisation
from huoshui.orgs.rules import Place, may_open
from huoshui_core.reference import LINES, region_by_code
from huoshui_core.standards import Unclean, clean, load

USCC = load("institution").field("uscc")
LONGEST_NAME = 200


def checked(actor: Actor, asked: NewOrganisation) -> NewOrganisation:
    """Raises Invalid with the fields at fault. A college takes the place of its institution, which must be in reach."""
    region, line, parent_id = asked.region, asked.line, None
    if asked.kind == "college":
        school = _school(actor, asked.parent_id)
        region, line, parent_id = school.region, school.line, school.pk
    faults, uscc = {}, ""
    shown = " ".join(asked.name.split())
    if not shown or len(shown) > LONGEST_NAME:
        faults["names"] = f"请填写 1–{LONGEST_NAME} 字的单位名称"
    if asked.kind not in KINDS:
        faults["kind"] = "没有这个类别"
    if region and region_by_code(region) is None:
        faults["region"] = "没有这个行政区划"
    if line not in {one.number for one in LINES}:
        faults["line"] = "没有这个条线"
    if asked.institution_type not in INSTITUTION_TYPES or (asked.institution_type and asked.kind != "institution"):
        faults["institution_type"] = "只有高校院所医院填写机构类型"
    try:
        uscc = str(clean(USCC, asked.uscc) or "")
    except Unclean as fault:
        faults["uscc"] = fault.message
    if faults:
        raise Invalid("有内容需要更正：" + "；".join(faults.values()), fields=faults)
    return replace(asked, name=shown, region=region, line=line, parent_id=parent_id, uscc=uscc)


def kinds_open_to(actor: Actor) -> tuple[str, ...]:
    """What the actor may open at all, in the order of KINDS."""
    own = queries.place_of(actor.org_id)
    if own is None:
        return tuple(KINDS) if "operator" in actor.roles else ()
    places = [Place(kind, own.region, 0, own.id if kind == "college" else None) for kind in KINDS]
    return tuple(one.kind for one in places if any(may_open(role, own, one) for role in actor.roles))


def _school(actor: Actor, parent_id: int | None) -> Organisation:
    school = queries.organisations_in_view(actor).filter(pk=parent_id or 0, kind="institution").first()
    if school is None:
        raise Invalid("没有这家单位，或者不在您的管辖范围内", fields={"parent_id": "没有这家单位"})
    return school
