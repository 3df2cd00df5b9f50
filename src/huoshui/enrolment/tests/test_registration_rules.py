import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui.enrolment import registration_rules as rules
from huoshui.enrolment.receipts import ALPHABET, digest_of, new_receipt
from huoshui.enrolment.registration_states import CLAIM, REGISTRATION
from huoshui.kernel.reach import reach_of_organisation, reach_of_territory, seat_number
from huoshui_core.standards import Unclean
from huoshui_core.standards.identifiers import check_character, credit_code

LETTERS, DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY", "0123456789"
BODY = st.builds(
    "{}{}{}".format,
    st.text(LETTERS, min_size=2, max_size=2),
    st.text(DIGITS, min_size=6, max_size=6),
    st.text(LETTERS, min_size=9, max_size=9),
)


def test_the_lives_have_no_dead_ends() -> None:
    assert REGISTRATION.faults() == []
    assert CLAIM.faults() == []


@given(BODY)
def test_a_code_is_taken_with_its_right_check_character_and_no_other(body: str) -> None:
    right = check_character(body)
    assert credit_code(body + right) == body + right
    for wrong in set(LETTERS) - {right}:
        with pytest.raises(Unclean):
            credit_code(body + wrong)


@given(BODY, st.integers(0, 16), st.sampled_from(DIGITS))
def test_one_mistyped_digit_is_always_noticed(body: str, at: int, digit: str) -> None:
    whole = body + check_character(body)
    changed = whole[:at] + digit + whole[at + 1 :]
    if changed == whole:
        return
    with pytest.raises(Unclean):
        credit_code(changed)


@pytest.mark.parametrize(
    ("region", "seen"), [(430100, {430000, 430100}), (430000, {430000}), (430102, {430000, 430100, 430102})]
)
def test_a_request_is_seen_from_its_territory_upwards_and_by_no_organisation(region: int, seen: set[int]) -> None:
    place = rules.place(region)
    assert {one for one in (430000, 430100, 430102, 430200, 140000) if reach_of_territory(one).covers(*place)} == seen
    assert not reach_of_organisation(seat_number(region, 1)).covers(*place)


def test_names_offered_begin_with_the_wanted_one_and_differ() -> None:
    names = list(rules.usernames("xinya"))
    assert names[:3] == ["xinya", "xinya2", "xinya3"]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 32 for name in rules.usernames("x" * 32))


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("湖南新芽试验科技有限公司", "湖南新芽试验科技"),
        ("湖南省新芽试验科技股份有限公司", "新芽试验科技"),
        ("新芽试验（长沙）有限责任公司", "新芽试验"),
        ("公司", "公司"),
    ],
)
def test_what_tells_one_enterprise_from_another(name: str, core: str) -> None:
    assert rules.core_of_name(name) == core


@pytest.mark.parametrize("username", ["abcd", "a.b-c_d@e", "A123"])
def test_usernames_that_may_be_taken(username: str) -> None:
    assert rules.username_problem(username) == ""


@pytest.mark.parametrize("username", ["abc", "-abcd", "ab cd", "周青周青", "a" * 33, "ａｂｃｄ", "ab\ncd"])
def test_usernames_that_may_not(username: str) -> None:
    assert rules.username_problem(username)


def test_receipts_are_long_random_and_free_of_lookalikes() -> None:
    made = {new_receipt() for _ in range(200)}
    assert len(made) == 200
    assert len(ALPHABET) ** 20 > 2**98
    assert not set("01OIL") & set(ALPHABET) - {"L"}
    assert digest_of("abcd-efgh") == digest_of(" ABCD EFGH ")
