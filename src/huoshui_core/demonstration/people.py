"""Invented people: names by number, and the few who sign in."""

from collections.abc import Sequence

from huoshui_core.demonstration.draw import source
from huoshui_core.demonstration.model import (
    Bureau,
    DemonstrationEnterprise,
    Institution,
    Intermediary,
    Person,
    Role,
)
from huoshui_core.demonstration.settings import words

_INVENTORS_WITH_ACCOUNT = 2
_ENTERPRISES_WITH_ACCOUNT = 4
ADMINISTERED_BY = "hn-ipo"
_EXPERTS = ("hn-expert", "sx-expert", "hn-expert2")


def person_name(seed: int, *key: object) -> str:
    rng = source(seed, "person", *key)
    given = rng.choice(words("given_first"))
    if rng.random() < 0.86:
        given += rng.choice([sign for sign in words("given_second") if sign != given])
    return rng.choice(words("surnames")) + given


def names(seed: int, count: int, *key: object) -> tuple[str, ...]:
    """`count` different names."""
    found: dict[str, None] = {}
    number = 0
    while len(found) < count:
        found[person_name(seed, *key, number)] = None
        number += 1
    return tuple(found)


def sign_ins(
    seed: int,
    bureaus: Sequence[Bureau],
    institutions: Sequence[Institution],
    enterprises: Sequence[DemonstrationEnterprise],
) -> tuple[Person, ...]:
    """One for each department; office, secretaries and inventors of each institution; some enterprises; experts."""
    people = [Person(each.key, person_name(seed, each.key), each.role, each.key) for each in bureaus]
    for institution in institutions:
        people += _of_institution(seed, institution)
    for number, enterprise in enumerate(enterprises[:_ENTERPRISES_WITH_ACCOUNT], 1):
        name = str(enterprise.record["contact_name"])
        people.append(Person(f"enterprise{number}", name, "enterprise", str(enterprise.record["uscc"])))
    for username, bureau in zip(_EXPERTS, ("hn-ipo", "sx-ipo", "hn-ipo"), strict=True):
        people.append(Person(username, person_name(seed, username), "expert", bureau))
    return tuple(people)


def beside_the_loop(seed: int, intermediaries: Sequence[Intermediary]) -> tuple[Person, ...]:
    """One for each intermediary, and the three administrators of the node, who are three people."""
    people = [Person(each.key, person_name(seed, each.key), "agency", each.key) for each in intermediaries]
    administrators: tuple[tuple[str, Role], ...] = (
        ("admin-system", "system_admin"),
        ("admin-security", "security_admin"),
        ("admin-audit", "audit_admin"),
    )
    people += [Person(key, person_name(seed, key), role, ADMINISTERED_BY) for key, role in administrators]
    return tuple(people)


def _of_institution(seed: int, institution: Institution) -> list[Person]:
    key = institution.key
    people = [Person(f"{key}-office", person_name(seed, key, "office"), "office", key)]
    for college in institution.colleges:
        username = f"{key}-{college.key}"
        people.append(Person(username, person_name(seed, username), "secretary", key, college.key))
        for number, inventor in enumerate(college.inventors[:_INVENTORS_WITH_ACCOUNT], 1):
            people.append(Person(f"{username}{number}", inventor, "inventor", key, college.key))
    return people
