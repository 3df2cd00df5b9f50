import pytest

from huoshui.kernel.policy import ROLES
from huoshui.kernel.reach import EVERYWHERE, Reach, line_seat_number, seat_number
from huoshui.orgs.rules import name_side, reach_for, roles_in

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
        ("department", 0, {"national", "bureau", "line", "expert"}),
        ("department", 430000, {"bureau", "line", "expert"}),
        ("institution", 430100, {"office", "secretary", "inventor", "expert"}),
        ("college", 430100, {"secretary", "inventor", "expert"}),
        ("enterprise", 430100, {"enterprise", "expert"}),
        ("agency", 430100, {"expert"}),
    ],
)
def test_an_organisation_gives_the_roles_of_its_kind(kind: str, region: int, roles: set[str]) -> None:
    assert roles_in(kind, region) == roles
    assert roles <= set(ROLES)
