"""Which roles an organisation gives, and how far each reaches."""

from huoshui.kernel.reach import (
    EVERYWHERE,
    NOWHERE,
    Reach,
    reach_of_line,
    reach_of_organisation,
    reach_of_territory,
)

INTERMEDIARIES = ("agency", "bank", "insurer", "investor", "association")
ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})
ROLES_OF = {
    "department": frozenset({"bureau", "line", "expert"}) | ADMINISTRATORS,
    "institution": frozenset({"office", "secretary", "inventor", "expert"}) | ADMINISTRATORS,
    "college": frozenset({"secretary", "inventor", "expert"}),
    "enterprise": frozenset({"enterprise", "expert", "audit_admin"}),
    **dict.fromkeys(INTERMEDIARIES, frozenset({"agency", "expert"})),
}
# The first person of an organisation in one of these looks after its accounts.
MANAGING_ROLES = frozenset({"national", "bureau", "line", "office", "secretary", "enterprise", "agency"})


def roles_in(kind: str, region: int) -> frozenset[str]:
    """A role reaches as far as its kind of organisation is meant to: no university has a bureau's account."""
    national = {"national"} if kind == "department" and region == 0 else set()
    return ROLES_OF[kind] | national


def reach_for(role: str, *, seat: int, region: int, line: int) -> Reach:
    """A bureau sees its territory, a line department its line there, everybody else their own organisation.

    The three administrators of a node (GB/T 22239: apart from each other, and from the business) see no business row.
    """
    if role in ADMINISTRATORS:
        return NOWHERE
    if role == "national":
        return EVERYWHERE
    if role == "bureau":
        return reach_of_territory(region)
    if role == "line":
        return reach_of_line(line, region)
    return reach_of_organisation(seat)


def audit_reach_for(role: str, *, kind: str, seat: int, region: int) -> Reach:
    """Whose ledger an audit administrator reads: a department's its territory, any other their own organisation."""
    if role != "audit_admin":
        return NOWHERE
    return reach_of_territory(region) if kind == "department" else reach_of_organisation(seat)


def name_side(kind: str, parent_id: int | None) -> str:
    """Names of institutions, enterprises and departments are unique among themselves, of colleges in their school."""
    return f"college:{parent_id}" if kind == "college" else kind
