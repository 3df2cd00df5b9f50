"""Everybody who comes to a door, and how far each sees: restated from the rules, not read from the code."""

from dataclasses import dataclass

from tests.permissions.expected import ROLES_OF
from tests.permissions.things import Mark, Thing
from tests.world import CHANGSHA, ORGANISATIONS, PEOPLE

# Those who have no right at all (any more) are answered like a visitor.
VISITORS = {
    "visitor": "nobody signed in",
    "ended": "an office whose membership was ended",
    "expired": "an office whose membership ran out",
    "deactivated": "an office whose account was closed",
    "without": "a person who never was anything",
}
# More people than the world's: name → organisation, role, acting for whom.
FURTHER = {
    "agent": ("lake_university", "agent", ""),
    "breakglass": ("lake_university", "breakglass", ""),
    "delegate": ("lake_university", "inventor", "inventor"),
    "second_office": ("lake_university", "office", ""),
}
ADMINISTRATORS = {"system_admin", "security_admin", "audit_admin"}
# Who looks after accounts: the first person of an organisation in one of these roles.
LOOKING_AFTER_ACCOUNTS = {"national", "bureau", "line", "office", "secretary", "enterprise", "agency"}


@dataclass(frozen=True)
class Principal:
    name: str
    org: str
    role: str
    roles: frozenset[str]
    acts_for: str = ""

    @property
    def is_visitor(self) -> bool:
        return self.role == "visitor"


def _principals() -> dict[str, Principal]:
    nobody = {name: Principal(name, "", "visitor", frozenset({"visitor"})) for name in VISITORS}
    first: set[tuple[str, str]] = set()
    people = {}
    for name, (org, role) in PEOPLE.items():
        is_manager = role in LOOKING_AFTER_ACCOUNTS and (org, role) not in first
        first.add((org, role))
        people[name] = Principal(name, org, role, frozenset({role, "manager"} if is_manager else {role}))
    more = {
        name: Principal(name, org, role, frozenset({role}), acts_for) for name, (org, role, acts_for) in FURTHER.items()
    }
    return nobody | people | more


PRINCIPALS = _principals()


def _place(org: str) -> tuple[str, str, str]:
    """Digits of the territory, line, organisation above. 长沙 is 4301: the digits of a county in it begin so."""
    if org == "lake_college":
        return _digits(CHANGSHA), "education", "lake_university"
    _, _, region, line, _ = ORGANISATIONS[org]
    return _digits(region), line, ""


def _digits(region: int) -> str:
    code = f"{region:06}"
    while code.endswith("00"):
        code = code[:-2]
    return code


def relation(who: Principal, org: str) -> str:
    """own, child (theirs lies in mine), parent (mine lies in theirs), sibling (beside me), stranger."""
    if who.org == org:
        return "own"
    if not who.org:
        return "stranger"
    mine, theirs = _place(who.org), _place(org)
    if theirs[2] == who.org or (_is_department(who.org) and theirs[0].startswith(mine[0])):
        return "child"
    if mine[2] == org or (_is_department(org) and mine[0].startswith(theirs[0])):
        return "parent"
    return "sibling" if mine[0][:2] == theirs[0][:2] else "stranger"


def _is_department(org: str) -> bool:
    return org != "lake_college" and ORGANISATIONS[org][1] == "department"


def reaches(who: Principal, org: str) -> bool:
    """国家 everywhere, 省市县 their territory, 条线 their line in it, an institution itself and its colleges."""
    if who.role == "visitor" or who.role in ADMINISTRATORS:
        return False
    if who.role in {"national", "operator"}:
        return True
    mine, theirs = _place(who.org), _place(org)
    if who.role == "bureau":
        return theirs[0].startswith(mine[0])
    if who.role == "line":
        return theirs[0].startswith(mine[0]) and theirs[1] == mine[1]
    return org == who.org or theirs[2] == who.org


def sees(who: Principal, one: Thing | Mark) -> bool:
    """An inventor, and whoever acts for one, has only what bears the inventor's name."""
    if one.only is not None:
        return who.name in one.only
    if who.role == "inventor" and (who.acts_for or who.name) not in one.named:
        return False
    return reaches(who, one.org)


def may_read(who: Principal, mark: Mark) -> bool:
    return any(who.roles & ROLES_OF[one] for one in mark.seen_by.split()) and sees(who, mark)
