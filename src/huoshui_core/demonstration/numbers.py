"""Numbers that are well formed and were never issued.

Serial numbers of applications count down from 9999999 in every year: the Office has never come near. Publication
numbers count down from 199999999 (inventions), 299999999 and 399999999. Organisation codes begin with DE, ministry
codes of schools end in 99xxx.
"""

from huoshui_core.standards.identifiers import check_character, check_digit

_KIND_DIGIT = {"invention": "1", "utility": "2", "design": "3"}
_LAST_SERIAL = 9_999_999
_LAST_PUBLICATION = 99_999_999
_CAPACITY = 4_000_000
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def application_no(index: int, *, kind: str, year: int) -> str:
    if index >= _CAPACITY:
        raise ValueError(f"no invented number for patent {index}: the range ends at {_CAPACITY}")
    digits = f"{year}{_KIND_DIGIT[kind]}{_LAST_SERIAL - index:07}"
    return f"{digits}.{check_digit(digits)}"


def publication_no(index: int, *, kind: str, granted: bool) -> str:
    letter = {"invention": "B" if granted else "A", "utility": "U", "design": "S"}[kind]
    return f"CN{_KIND_DIGIT[kind]}{_LAST_PUBLICATION - index:08}{letter}"


def is_invented_application(number: str) -> bool:
    """True for every number this demonstration can make, and for none that was ever issued."""
    return int(number[5:12]) > _LAST_SERIAL - _CAPACITY


def credit_code(index: int, *, registrar: str, region: int) -> str:
    """`registrar` is 12 for public institutions, 91 for enterprises."""
    body = f"DE{index:06}"
    organisation = body + _organisation_check(body)
    head = f"{registrar}{region:06}{organisation}"
    return head + check_character(head)


def ministry_code(index: int, *, region: int) -> str:
    return f"41{region // 10_000}0{99_000 + index}"


def _organisation_check(body: str) -> str:
    """GB 11714: letters count from 10."""
    total = sum(int(sign, 36) * weight for sign, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    rest = 11 - total % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))
