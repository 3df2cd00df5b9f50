import pytest

from huoshui.kernel.policy import ADMINISTRATORS, ROLES
from huoshui.kernel.reach import EVERYWHERE, Reach, line_seat_number, seat_number
from huoshui.orgs.rules import Place, may_manage, may_open, name_side, reach_for, roles_in

SEAT = seat_number(430100, 7)
OWN = Reach(SEAT, SEAT + 999)


@pytest.mark.parametrize(
    ("role", "reach"),
    [
        ("national", EVERYWHERE),
        ("bureau", Reach(seat_number(430100, 0), seat_number(430200, 0) - 1)),
        (
            "line",
            Reach(
                0,
                EVERYWHERE.seat_hi,
                line_seat_number(3, seat_number(430100, 0)),
                line_seat_number(3, seat_number(430200, 0) - 1),
            ),
        ),
        *((role, OWN) for role in ("office", "secretary", "inventor", "enterprise", "expert")),
    ],
)
def test_each_role_reaches_so_far(role: str, reach: Reach) -> None:
    assert reach_for(role, seat=SEAT, region=430100, line=3) == reach


def test_names_of_colleges_are_unique_in_their_school_others_on_their_side() -> None:
    assert name_side("college", 12) == "college:12"
    assert name_side("institution", None) == "institution"


@pytest.mark.parametrize(
    ("kind", "region", "roles"),
    [
        ("department", 0, {"national", "bureau", "line", "expert", *ADMINISTRATORS}),
        ("department", 430000, {"bureau", "line", "expert", *ADMINISTRATORS}),
        ("institution", 430100, {"office", "secretary", "inventor", "expert", *ADMINISTRATORS}),
        ("college", 430100, {"secretary", "inventor", "expert"}),
        ("enterprise", 430100, {"enterprise", "expert", "audit_admin"}),
        ("agency", 430100, {"agency", "expert"}),
        ("bank", 430100, {"agency", "expert"}),
    ],
)
def test_an_organisation_gives_the_roles_of_its_kind(kind: str, region: int, roles: set[str]) -> None:
    assert roles_in(kind, region) == roles
    assert roles <= set(ROLES)


EDUCATION, PROPERTY, OTHER = 1, 7, 9
NATION, PROVINCE = Place("department", 0, PROPERTY, id=1), Place("department", 430000, PROPERTY, id=2)
CITY, COUNTY = Place("department", 430100, PROPERTY, id=3), Place("department", 430102, PROPERTY, id=4)
SCHOOL = Place("institution", 430100, EDUCATION, id=5)


@pytest.mark.parametrize(
    ("role", "opener", "new"),
    [
        ("national", NATION, PROVINCE),
        ("national", NATION, Place("department", 0, EDUCATION)),
        ("national", NATION, SCHOOL),
        ("bureau", PROVINCE, CITY),
        ("bureau", PROVINCE, Place("department", 430000, EDUCATION)),
        ("bureau", PROVINCE, SCHOOL),
        ("bureau", PROVINCE, Place("investor", 430000, OTHER)),
        ("bureau", Place("department", 420000, PROPERTY), Place("department", 429004, PROPERTY)),
        ("bureau", Place("department", 110000, PROPERTY), Place("department", 110101, PROPERTY)),
        ("bureau", CITY, COUNTY),
        ("bureau", CITY, Place("enterprise", 430102, OTHER)),
        ("bureau", COUNTY, Place("enterprise", 430102, OTHER)),
        ("office", SCHOOL, Place("college", 430100, EDUCATION, parent_id=5)),
    ],
)
def test_each_level_opens_the_next(role: str, opener: Place, new: Place) -> None:
    assert may_open(role, opener, new)


@pytest.mark.parametrize(
    ("role", "opener", "new"),
    [
        ("national", NATION, CITY),
        ("national", NATION, Place("department", 0, PROPERTY)),
        ("bureau", PROVINCE, COUNTY),
        ("bureau", PROVINCE, Place("department", 430000, PROPERTY)),
        ("bureau", PROVINCE, Place("department", 140100, PROPERTY)),
        ("bureau", PROVINCE, Place("institution", 140100, EDUCATION)),
        ("bureau", CITY, PROVINCE),
        ("bureau", CITY, Place("institution", 430200, EDUCATION)),
        ("bureau", CITY, Place("institution", 430000, EDUCATION)),
        ("bureau", PROVINCE, Place("college", 430100, EDUCATION, parent_id=5)),
        ("line", Place("department", 430000, EDUCATION), SCHOOL),
        ("office", SCHOOL, Place("college", 430100, EDUCATION, parent_id=6)),
        ("office", SCHOOL, Place("institution", 430100, EDUCATION)),
        ("secretary", SCHOOL, Place("college", 430100, EDUCATION, parent_id=5)),
        ("audit_admin", PROVINCE, CITY),
    ],
)
def test_nobody_opens_past_the_next_level_beside_or_outside(role: str, opener: Place, new: Place) -> None:
    assert not may_open(role, opener, new)


def test_one_looks_after_ones_own_organisation_and_those_one_may_open() -> None:
    assert may_manage("office", SCHOOL, SCHOOL)
    assert may_manage("bureau", CITY, SCHOOL)
    assert not may_manage("bureau", COUNTY, CITY)
    assert not may_manage("office", SCHOOL, CITY)
