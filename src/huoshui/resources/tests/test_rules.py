"""What may stand in the library, and what is read off classes and regions."""

from dataclasses import replace
from datetime import date

import pytest

from huoshui.orgs.public import OrganisationCard
from huoshui.resources import rules, states
from huoshui.resources.tests.entries import new_entry

TODAY = date(2025, 7, 1)
SCHOOL = OrganisationCard(
    1, "南湖试验大学", "institution", "university", 430100, 1, 7, 8, "confirmed", True, None, False
)
ENTRY = new_entry(SCHOOL)


def test_the_life_cycle_has_no_dead_end() -> None:
    assert states.MACHINE.faults() == []


@pytest.mark.parametrize(
    ("legal_status", "expires_on", "holds"),
    [
        ("in_force", date(2025, 7, 2), True),
        ("in_force", date(2025, 7, 1), False),
        ("in_force", None, True),
        ("", None, True),
        ("licensed", None, True),
        ("pledged", None, True),
        ("ended", date(2099, 1, 1), False),
        ("refused", None, False),
        ("pending", None, False),
    ],
)
def test_a_right_is_in_force_until_it_ends_or_expires(legal_status: str, expires_on: date | None, holds: bool) -> None:
    assert rules.is_in_force(legal_status, expires_on, TODAY) is holds


def test_what_is_not_offered_is_not_listed_even_when_in_force() -> None:
    assert rules.standing_of(ENTRY, TODAY) == (states.LISTED, "")
    assert rules.standing_of(replace(ENTRY, willingness=()), TODAY) == (states.WITHDRAWN, states.NOT_OFFERED)
    assert rules.standing_of(replace(ENTRY, legal_status="ended"), TODAY) == (states.SUSPENDED, states.NOT_IN_FORCE)


def test_industries_of_any_level_are_told_by_their_division() -> None:
    assert rules.divisions(["3823", "382", "38", "C39", "nonsense"]) == ["38", "39"]


def test_designs_have_neither_subclass_nor_field() -> None:
    assert (rules.subclass("invention", ("H01F6/06",)), rules.technical_field("invention", ("H01F6/06",))) == (
        "H01F",
        1,
    )
    assert (rules.subclass("design", ("14-02",)), rules.technical_field("design", ("14-02",))) == ("", 0)
    assert rules.subclass("invention", ()) == ""


@pytest.mark.parametrize(
    ("region", "province", "city"),
    [
        (430000, 430000, 0),
        (430100, 430000, 430100),
        (430102, 430000, 430100),
        (110105, 110000, 110105),
        (429004, 420000, 429004),
    ],
)
def test_a_place_lies_in_a_province_and_a_city(region: int, province: int, city: int) -> None:
    assert (rules.province_of(region), rules.city_of(region)) == (province, city)


def test_an_entry_is_known_by_its_publication_number_else_its_application_number() -> None:
    assert ENTRY.number == "CN102000001B"
    assert replace(ENTRY, publication_no="", application_no="201210000001.6").number == "201210000001.6"


def test_the_fingerprint_changes_with_any_content() -> None:
    assert new_entry(SCHOOL).fingerprint() == ENTRY.fingerprint()
    assert replace(ENTRY, maturity=6).fingerprint() != ENTRY.fingerprint()
    assert replace(ENTRY, as_of=date(2025, 6, 2)).fingerprint() != ENTRY.fingerprint()
