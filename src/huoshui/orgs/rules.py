"""Which roles an organisation gives, how far each reaches, and who opens whom."""

from dataclasses import dataclass

from huoshui.kernel.policy import ADMINISTRATORS
from huoshui.kernel.reach import (
    EVERYWHERE,
    NOWHERE,
    Reach,
    reach_of_line,
    reach_of_organisation,
    reach_of_territory,
    region_span,
)
from huoshui_core.reference import cities, line, region_by_code, region_by_name

LONGEST_PLACE = 60
INTERMEDIARIES = ("agency", "bank", "insurer", "investor", "association")
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


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation, there or to be opened, as the ladder looks at it."""

    kind: str
    region: int
    line: int
    parent_id: int | None = None
    id: int = 0


def may_open(role: str, opener: Place, new: Place) -> bool:
    """Each level opens the next: nation, province, city, county, and at each level the departments of the other lines;
    a department the institutions, enterprises and intermediaries of its territory; an institution its colleges."""
    if new.kind == "college":
        return role == "office" and opener.kind == "institution" and new.parent_id == opener.id
    if role not in ("national", "bureau") or opener.kind != "department":
        return False
    lowest, highest = region_span(opener.region)
    low, high = region_span(new.region)
    if not lowest <= low <= high <= highest:
        return False
    if new.kind != "department":
        return True
    if new.region == opener.region:
        return new.line != line("intellectual_property").number
    return is_next_level(opener.region, new.region)


def may_manage(role: str, organisation: Place, other: Place) -> bool:
    """Looks after an organisation, its accounts say: one's own, and those one may open."""
    return organisation.id == other.id or may_open(role, organisation, other)


def may_correct(role: str, organisation: Place, other: Place) -> bool:
    """Puts right what the directory says of another: a department in its territory, short of its own peers; an
    institution its colleges."""
    if organisation.id == other.id:
        return False
    if role == "office":
        return other.kind == "college" and other.parent_id == organisation.id
    if role not in ("national", "bureau") or organisation.kind != "department":
        return False
    lowest, highest = region_span(organisation.region)
    low, high = region_span(other.region)
    is_peer = other.kind == "department" and (other.region, other.line) == (organisation.region, organisation.line)
    return lowest <= low <= high <= highest and not is_peer


def place_name(region: int) -> str:
    """湖南省长沙市芙蓉区; 全国 for 0."""
    codes = dict.fromkeys((region // 10_000 * 10_000, region // 100 * 100, region))
    return "".join(dict.fromkeys(found.name for code in codes if code and (found := region_by_code(code)))) or "全国"


def region_named(text: str) -> int | None:
    """湖南省长沙市, 湖南 长沙, 长沙市, 430100, 全国: the code, or None."""
    said = "".join(text.split())
    if said in ("全国", "国家", "0"):
        return 0
    if said.isascii():
        found = region_by_code(said)
        return found.code if found else None
    ends = range(len(said) + 1) if len(said) <= LONGEST_PLACE else range(0)
    tries = ((said[:i], said[i:j], said[j:]) for i in ends for j in ends[i:])
    found = next((region for names in tries if (region := region_by_name(*names))), None)
    return found.code if found else None


def is_next_level(upper: int, lower: int) -> bool:
    """A province is next below the nation, a city below its province, a county below its city; a county that its
    province governs directly, and a district of a municipality, are next below the province."""
    here = region_by_code(lower)
    if here is None or lower == upper:
        return False
    if upper == 0:
        return here.level == "province"
    if upper % 10_000 == 0:
        return here in cities(upper)
    return upper % 100 == 0 and here.level == "county" and lower // 100 == upper // 100
