"""Whose a row is. Pure, because it is asked in the child that reads: the directory comes along as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, Protocol

from huoshui.kernel.reach import EVERYWHERE, Reach, region_span
from huoshui_core.attribution import Directory, Listed, Owner, owner_among
from huoshui_core.reference import region_by_code
from huoshui_core.text import organisation_key

_LISTED = attrgetter("id", "name", "region", "others", "code", "is_confirmed")
Fault = tuple[str, str, str]  # field, message, code
Answer = Owner | Fault | None
NO_APPLICANT: Fault = ("applicants", "没有申请（专利权）人，无法确定归属；可在导入时指定单位", "applicant_missing")


class Attribution(Protocol):
    """Who a row belongs to: an owner; None for what is no institution's; or why it cannot be told. `code` is the first
    applicant's, "" where the row has none."""

    def __call__(self, applicants: Sequence[str], types: Sequence[str], region: int, code: str) -> Answer: ...


@dataclass(frozen=True)
class ByApplicants:
    """The operator or a bureau loads: the applicants say whose a row is, and the directory knows or learns them.

    `within`: which entries lie within the actor's reach.
    """

    reach: Reach
    directory: Directory
    within: frozenset[int]

    def __call__(self, applicants: Sequence[str], types: Sequence[str], region: int, code: str) -> Answer:
        if not applicants:
            return NO_APPLICANT
        matches = [self.directory.match(name, region=0 if place else region) for place, name in enumerate(applicants)]
        by_code = self.directory.by_code(code)
        if by_code and not (matches[0] and matches[0].is_confirmed):
            matches[0] = by_code
        owner = owner_among(applicants, types, lambda place, _name: matches[place])
        if owner is None:
            return None
        found = matches[owner.place]
        if found.id in self.within if found else may_open_in(self.reach, region):
            contradicted = owner.place == 0 and by_code and found and by_code.id != found.id
            return replace(owner, is_known=False) if contradicted else owner  # then the name stands, until one looks
        return "applicants", f"「{owner.name}」不在您的管辖范围内", "out_of_reach"


@dataclass(frozen=True)
class Stated:
    """The owner is stated. With `must_be_named`, rows that do not name it among their applicants are refused."""

    owner: Owner
    names: frozenset[str]
    must_be_named: bool

    def __call__(self, applicants: Sequence[str], types: Sequence[str], region: int, code: str) -> Answer:
        keys = [organisation_key(name) for name in applicants]
        place = next((place for place, key in enumerate(keys) if key in self.names), -1)
        if place < 0 and self.must_be_named:
            return "applicants", f"申请（专利权）人中没有「{self.owner.name}」", "not_ours"
        return replace(self.owner, is_known=place >= 0, place=place)


def may_open_in(reach: Reach, region: int) -> bool:
    """Whoever sees everything opens anywhere, also where the row names no place; a bureau in its territory."""
    if reach == EVERYWHERE:
        return True
    low, high = region_span(region)
    known = region != 0 and region_by_code(region) is not None
    return known and reach.seat_lo <= low and high <= reach.seat_hi


def packed(attribution: Attribution) -> dict[str, Any]:
    """As JSON, on the way to the child."""
    match attribution:
        case ByApplicants():
            reach = attribution.reach
            span = [reach.seat_lo, reach.seat_hi, reach.line_lo, reach.line_hi]
            entries = [list(_LISTED(one)) for one in attribution.directory.entries.values()]
            return {"reach": span, "entries": entries, "within": sorted(attribution.within)}
        case Stated():
            owner = attribution.owner
            said = [owner.name, owner.key, owner.institution_type, owner.is_known, owner.place]
            return {"owner": said, "names": sorted(attribution.names), "must_be_named": attribution.must_be_named}
    raise TypeError(attribution)


def unpacked(content: Mapping[str, Any]) -> Attribution:
    if "entries" in content:
        directory = Directory(
            Listed(one[0], one[1], one[2], tuple(one[3]), one[4], one[5]) for one in content["entries"]
        )
        return ByApplicants(Reach(*content["reach"]), directory, frozenset(content["within"]))
    return Stated(Owner(*content["owner"]), frozenset(content["names"]), content["must_be_named"])
