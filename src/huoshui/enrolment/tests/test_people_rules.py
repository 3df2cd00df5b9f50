"""What becomes of a row that asks for an account."""

from dataclasses import dataclass

import pytest

from huoshui.enrolment.rules import answer, fold_name

SCHOOL, COLLEGE, OTHER_COLLEGE, ELSEWHERE = 1, 2, 3, 9
HOUSE = {SCHOOL, COLLEGE, OTHER_COLLEGE}


@dataclass(frozen=True)
class Person:
    name: str = "张三"
    is_active: bool = True
    is_ours: bool = True
    roles: frozenset[tuple[int, str]] = frozenset()


@pytest.mark.parametrize(
    ("known", "role", "at", "verdict", "field"),
    [
        (None, "inventor", COLLEGE, "new", ""),
        (Person(name="李四"), "inventor", COLLEGE, "refused", "username"),
        (Person(name="李四", is_ours=False), "inventor", COLLEGE, "refused", "username"),
        (Person(is_active=False), "inventor", COLLEGE, "refused", "username"),
        (Person(roles=frozenset({(COLLEGE, "inventor")})), "inventor", COLLEGE, "same", ""),
        (Person(name="张 三", roles=frozenset({(COLLEGE, "inventor")})), "inventor", COLLEGE, "same", ""),
        (Person(roles=frozenset({(OTHER_COLLEGE, "inventor")})), "inventor", COLLEGE, "refused", "college"),
        (Person(roles=frozenset({(SCHOOL, "inventor")})), "inventor", COLLEGE, "refused", "college"),
        (Person(roles=frozenset({(COLLEGE, "inventor")})), "secretary", COLLEGE, "link", ""),
        (Person(roles=frozenset({(SCHOOL, "office")})), "inventor", COLLEGE, "link", ""),
        (Person(is_ours=False, roles=frozenset({(ELSEWHERE, "inventor")})), "inventor", COLLEGE, "ask", ""),
        (Person(is_ours=False), "inventor", COLLEGE, "ask", ""),
    ],
)
def test_a_known_person_is_linked_and_nobody_is_taken_for_another(
    known: Person | None, role: str, at: int, verdict: str, field: str
) -> None:
    found = answer(known, username="1001", name="张三", role=role, at=at, house=HOUSE)
    assert (found.verdict, found.field) == (verdict, field)
    assert bool(found.message) == (verdict == "refused")


@pytest.mark.parametrize(
    ("one", "same"), [("张 三", "张三"), ("买买提·艾力", "买买提•艾力"), ("Li Wei", "liwei"), ("Ａda", "ada")]
)
def test_the_same_name_in_other_writing_is_the_same_name(one: str, same: str) -> None:
    assert fold_name(one) == fold_name(same)
