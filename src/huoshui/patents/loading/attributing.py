"""Whose a row is. Pure, because it is asked in the child that reads: the directory comes along as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from huoshui.kernel.reach import EVERYWHERE, Reach, region_span
from huoshui_core.attribution import Owner, owner_among
from huoshui_core.reference import region_by_code
from huoshui_core.text import organisation_key

Fault = tuple[str, str, str]  # field, message, code
NO_APPLICANT: Fault = ("applicants", "没有申请（专利权）人，无法确定归属；可在导入时指定单位", "applicant_missing")


class Attribution(Protocol):
    """Who a row belongs to: an owner; None for what is no institution's; or why it cannot be told."""

    def __call__(self, applicants: Sequence[str], types: Sequence[str], region: int) -> Owner | Fault | None: ...


@dataclass(frozen=True)
class ByApplicants:
    """The operator or a bureau loads: the applicants say whose a row is, and the directory knows or learns them.

    `known`: folded names of institutions, and whether they lie within the actor's reach.
    """

    reach: Reach
    known: Mapping[str, bool]

    def __call__(self, applicants: Sequence[str], types: Sequence[str], region: int) -> Owner | Fault | None:
        if not applicants:
            return NO_APPLICANT
        owner = owner_among(applicants, types, self.known.__contains__)
        if owner is None:
            return None
        if self.known[owner.key] if owner.is_known else may_open_in(self.reach, region):
            return owner
        return "applicants", f"「{owner.name}」不在您的管辖范围内", "out_of_reach"


@dataclass(frozen=True)
class Stated:
    """The owner is stated. With `must_be_named`, rows that do not name it among their applicants are refused."""

    owner: Owner
    names: frozenset[str]
    must_be_named: bool

    def __call__(self, applicants: Sequence[str], types: Sequence[str], region: int) -> Owner | Fault | None:
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
            return {"reach": span, "known": dict(attribution.known)}
        case Stated():
            owner = attribution.owner
            said = [owner.name, owner.key, owner.institution_type, owner.is_known, owner.place]
            return {"owner": said, "names": sorted(attribution.names), "must_be_named": attribution.must_be_named}
    raise TypeError(attribution)


def unpacked(content: Mapping[str, Any]) -> Attribution:
    if "known" in content:
        return ByApplicants(Reach(*content["reach"]), content["known"])
    return Stated(Owner(*content["owner"]), frozenset(content["names"]), content["must_be_named"])
