"""Who opens whose accounts: the table, and that nobody ever gives more than they see."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huoshui.accounts.rules import ISSUING, RELATIONS, roles_to_issue
from huoshui.kernel.policy import ADMINISTRATORS
from huoshui.kernel.reach import line_seat_number, seat_number
from huoshui.orgs import public as orgs
from huoshui_core.reference import line

IP, EDUCATION = line("intellectual_property").number, line("education").number
PLACES = (0, 430000, 430100, 430102, 429004, 110000, 110101, 140000)
KINDS = ("department", "institution", "college", "enterprise", "agency", "bank")


def place(
    kind: str, region: int, number: int = 1, *, code: int = IP, parent: orgs.OrganisationCard | None = None
) -> orgs.OrganisationCard:
    seat = seat_number(region, number) if parent is None else parent.seat + 1
    values: dict[str, Any] = dict.fromkeys(orgs.OrganisationCard.__slots__, "")
    return orgs.OrganisationCard(
        **values
        | {
            "id": seat,
            "kind": kind,
            "region": region,
            "line": code,
            "seat": seat,
            "line_seat": line_seat_number(code, seat),
            "parent_id": parent.id if parent else None,
        }
    )


NATION, PROVINCE, CITY, COUNTY = (place("department", region) for region in (0, 430000, 430100, 430102))
LINE = place("department", 430000, 2, code=EDUCATION)
SCHOOL, MAKER, BROKER = place("institution", 430100, 5), place("enterprise", 430102, 6), place("agency", 430100, 7)
COLLEGE = place("college", 430100, parent=SCHOOL)
ADMINS = ADMINISTRATORS


@pytest.mark.parametrize(
    ("role", "own", "target", "roles"),
    [
        ("national", NATION, PROVINCE, {"bureau", "line"}),
        ("national", NATION, CITY, set()),
        ("national", NATION, SCHOOL, set()),
        ("national", NATION, NATION, {"national", "expert"} | ADMINS),
        ("bureau", PROVINCE, CITY, {"bureau", "line"}),
        ("bureau", PROVINCE, COUNTY, set()),
        ("bureau", PROVINCE, LINE, {"line"}),
        ("bureau", PROVINCE, SCHOOL, {"office"}),
        ("bureau", PROVINCE, COLLEGE, set()),
        ("bureau", PROVINCE, MAKER, {"enterprise"}),
        ("bureau", PROVINCE, BROKER, {"agency"}),
        ("bureau", CITY, COUNTY, {"bureau", "line"}),
        ("bureau", CITY, PROVINCE, set()),
        ("bureau", CITY, SCHOOL, {"office"}),
        ("bureau", COUNTY, SCHOOL, set()),
        ("bureau", COUNTY, MAKER, {"enterprise"}),
        ("bureau", place("department", 140000), SCHOOL, set()),
        ("bureau", place("department", 110000), place("department", 110101), {"bureau", "line"}),
        ("line", LINE, LINE, {"line", "expert"}),
        ("line", LINE, SCHOOL, set()),
        ("line", LINE, CITY, set()),
        ("office", SCHOOL, SCHOOL, {"office", "secretary", "inventor", "expert"} | ADMINS),
        ("office", SCHOOL, COLLEGE, {"secretary", "inventor"}),
        ("office", SCHOOL, PROVINCE, set()),
        ("secretary", COLLEGE, COLLEGE, {"secretary", "inventor"}),
        ("secretary", COLLEGE, SCHOOL, set()),
        ("enterprise", MAKER, MAKER, {"enterprise", "expert", "audit_admin"}),
        ("agency", BROKER, BROKER, {"agency", "expert"}),
        ("inventor", SCHOOL, SCHOOL, set()),
        ("expert", SCHOOL, SCHOOL, set()),
        ("system_admin", PROVINCE, PROVINCE, set()),
    ],
)
def test_each_level_opens_the_next_and_its_own(
    role: str, own: orgs.OrganisationCard, target: orgs.OrganisationCard, roles: set[str]
) -> None:
    assert roles_to_issue(role, own, target) == roles


def test_the_table_names_each_pair_once_and_only_known_relations() -> None:
    pairs = [(line.opener, line.relation) for line in ISSUING]
    assert len(set(pairs)) == len(pairs)
    assert {relation for _, relation in pairs} == set(RELATIONS)


EVERYBODY = [place(kind, region, number) for number, (kind, region) in enumerate(product(KINDS, PLACES), 101)]
EVERYBODY += [COLLEGE, SCHOOL, LINE, place("college", 430100, parent=place("institution", 430100, 90))]
OPENERS = sorted({line.opener for line in ISSUING} | {"inventor", "expert", "system_admin"})
ANYBODY = st.sampled_from(EVERYBODY)


@settings(deadline=None, max_examples=500)
@given(st.sampled_from(OPENERS), ANYBODY, ANYBODY, ANYBODY)
def test_nobody_gives_a_role_that_sees_further_than_they_do(
    role: str, own: orgs.OrganisationCard, target: orgs.OrganisationCard, somewhere: orgs.OrganisationCard
) -> None:
    if role not in orgs.roles_in(own):
        return
    mine = orgs.reach_for(role, own)
    for given_role in roles_to_issue(role, own, target):
        theirs = orgs.reach_for(given_role, target)
        if theirs.covers(somewhere.seat, somewhere.line_seat):
            assert mine.covers(somewhere.seat, somewhere.line_seat), given_role
