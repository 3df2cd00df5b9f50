"""Who opens and looks after whose accounts: one table, in which each level opens the next below it."""

from typing import NamedTuple, Protocol

from huoshui.kernel.reach import region_span

ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})
INTERMEDIARIES = frozenset({"agency", "bank", "insurer", "investor", "association"})
MUNICIPALITIES = frozenset({110000, 120000, 310000, 500000})  # their districts have no city above them


class Place(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def region(self) -> int: ...
    @property
    def parent_id(self) -> int | None: ...


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


def roles_to_issue(role: str, own: Place, target: Place) -> frozenset[str]:
    """Empty where there is nothing to open. What the kind of the target allows is asked of the directory besides."""
    found = relation(own, target)
    return next((line.roles for line in ISSUING if (line.opener, line.relation) == (role, found)), frozenset())


def relation(own: Place, target: Place) -> str:
    """One of RELATIONS, "" for none."""
    if own.id == target.id:
        return "own"
    if own.kind == "institution" and target.kind == "college" and target.parent_id == own.id:
        return "college"
    if own.kind != "department":
        return ""
    if target.kind == "department":
        return _between_departments(own.region, target.region)
    return _with_others(own.region, target)


def _between_departments(own: int, target: int) -> str:
    if own == target:
        return "beside"
    return "next" if target and above(target) == own else ""


def _with_others(own: int, target: Place) -> str:
    if own == 0 or not _covers(own, target.region):
        return ""
    if target.kind == "enterprise":
        return "enterprise"
    if own % 100:  # a county opens no institutions
        return ""
    return "intermediary" if target.kind in INTERMEDIARIES else "institution" if target.kind == "institution" else ""


def above(region: int) -> int:
    """The territory next above: a county's city, or its province where it is governed directly; a city's province."""
    province = region // 10_000 * 10_000
    if region == province:
        return 0
    governed_directly = province in MUNICIPALITIES or region // 100 % 100 == 90
    return province if region % 100 == 0 or governed_directly else region // 100 * 100


def _covers(own: int, target: int) -> bool:
    low, high = region_span(own)
    return low <= region_span(target)[0] <= high
