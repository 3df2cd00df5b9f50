"""Which roles an organisation gives, and how far each reaches."""

from huoshui.kernel.reach import (
    EVERYWHERE,
    Reach,
    reach_of_line,
    reach_of_organisation,
    reach_of_territory,
)

ROLES_OF = {
    "department": frozenset({"bureau", "line", "expert"}),
    "institution": frozenset({"office", "secretary", "inventor", "expert"}),
    "college": frozenset({"secretary", "inventor", "expert"}),
    "enterprise": frozenset({"enterprise", "expert"}),
    "agency": frozenset({"expert"}),
}


def roles_in(kind: str, region: int) -> frozenset[str]:
    """A role reaches as far as its kind of organisation is meant to: no university has a bureau's account."""
    national = {"national"} if kind == "department" and region == 0 else set()
    return ROLES_OF[kind] | national


def reach_for(role: str, *, seat: int, region: int, line: int) -> Reach:
    """A bureau sees its territory, a line department its line there, everybody else their own organisation."""
    if role == "national":
        return EVERYWHERE
    if role == "bureau":
        return reach_of_territory(region)
    if role == "line":
        return reach_of_line(line, region)
    return reach_of_organisation(seat)


def name_side(kind: str, parent_id: int | None) -> str:
    """Names of institutions, enterprises and departments are unique among themselves, of colleges in their school."""
    return f"college:{parent_id}" if kind == "college" else kind
