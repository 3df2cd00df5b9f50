"""Whose a row is: by the names of its applicants, and by the code of the first where no name tells."""

from huoshui.kernel.reach import EVERYWHERE
from huoshui.patents.loading.attributing import ByApplicants
from huoshui_core.attribution import Directory, Listed, Owner

LAKE, HILL = "12430000444888123X", "12430000444888999Q"
DIRECTORY = Directory([Listed(1, "南湖试验大学", 430100, code=LAKE), Listed(2, "西岭试验大学", 610100, code=HILL)])
OF_ROWS = ByApplicants(EVERYWHERE, DIRECTORY, frozenset({1, 2}))


def owner(*applicants: str, code: str = "") -> Owner:
    found = OF_ROWS(applicants, (), 430100, code)
    assert isinstance(found, Owner)
    return found


def test_the_code_tells_where_the_name_does_not() -> None:
    assert not owner("湖南省南湖学院").is_known
    found = owner("湖南省南湖学院", code=LAKE)
    assert (found.key, found.is_known) == ("南湖试验大学", True)


def test_the_code_is_the_first_applicants_alone() -> None:
    found = owner("某某电池有限公司", "西岭试验大学", code=HILL)
    assert (found.place, found.key) == (0, "西岭试验大学")
    assert owner("西岭试验大学", "湖南省南湖学院", code=HILL).place == 0


def test_a_code_that_contradicts_the_name_leaves_the_row_to_a_person() -> None:
    found = owner("南湖试验大学", code=HILL)
    assert (found.key, found.is_known) == ("南湖试验大学", False)


def test_a_code_nobody_knows_says_nothing() -> None:
    assert owner("南湖试验大学", code="91110000600037341L").is_known
