"""Who opens and looks after whose accounts: one table, in which each level opens the next below it."""

from typing import NamedTuple

from huoshui.kernel.policy import ADMINISTRATORS
from huoshui.orgs import public as orgs


class Line(NamedTuple):
    """A manager in the role `opener` gives `roles` in an organisation that stands so to their own."""

    opener: str
    relation: str
    roles: frozenset[str]


RELATIONS = {
    "own": "本单位",
    "next": "下一级管理部门",
    "beside": "同级行业主管部门",
    "institution": "辖区内的高校院所医院（省、市级）",
    "enterprise": "辖区内的企业",
    "intermediary": "辖区内的服务机构（省、市级）",
    "college": "本单位的院系",
}
ISSUING = (
    Line("national", "own", frozenset({"national", "expert"}) | ADMINISTRATORS),
    Line("national", "next", frozenset({"bureau", "line"})),
    Line("bureau", "own", frozenset({"bureau", "expert"}) | ADMINISTRATORS),
    Line("bureau", "next", frozenset({"bureau", "line"})),
    Line("bureau", "beside", frozenset({"line"})),
    Line("bureau", "institution", frozenset({"office"})),
    Line("bureau", "enterprise", frozenset({"enterprise"})),
    Line("bureau", "intermediary", frozenset({"agency"})),
    Line("line", "own", frozenset({"line", "expert"})),
    Line("office", "own", frozenset({"office", "secretary", "inventor", "expert"}) | ADMINISTRATORS),
    Line("office", "college", frozenset({"secretary", "inventor"})),
    Line("secretary", "own", frozenset({"secretary", "inventor"})),
    Line("enterprise", "own", frozenset({"enterprise", "expert", "audit_admin"})),
    Line("agency", "own", frozenset({"agency", "expert"})),
)


# Who may act for an inventor of the same institution, and does so only while being one of these there.
COLLEAGUES = ("inventor", "secretary", "office", "expert")


def roles_to_issue(role: str, own: orgs.OrganisationCard, target: orgs.OrganisationCard) -> frozenset[str]:
    """Empty where there is nothing to open."""
    found = relation(own, target)
    given = next((line.roles for line in ISSUING if (line.opener, line.relation) == (role, found)), frozenset[str]())
    return given & orgs.roles_in(target)


def relation(own: orgs.OrganisationCard, target: orgs.OrganisationCard) -> str:
    """One of RELATIONS, "" for none. The ladder of organisations is the directory's: here stands who gets in first."""
    if own.id == target.id:
        return "own"
    if not any(orgs.may_manage(role, own, target) for role in ("national", "bureau", "office")):
        return ""
    if target.kind == "department":
        return "beside" if target.region == own.region else "next"
    is_county = own.kind == "department" and own.region % 100 != 0
    is_nation = own.kind == "department" and own.region == 0
    if is_nation or (is_county and target.kind != "enterprise"):
        return ""
    return "intermediary" if target.kind in orgs.INTERMEDIARIES else target.kind
