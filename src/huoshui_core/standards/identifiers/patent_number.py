"""Application and patent numbers of China, by the standard ZC 0006-2003.

The canonical form has no prefix (201710601862.3), so that CN… before and ZL… after the grant are one identity.
"""

import re
from functools import lru_cache

from huoshui_core.standards.identifiers.fold import fold
from huoshui_core.standards.refusal import Unclean

KIND_BY_DIGIT = {"1": "invention", "2": "utility", "3": "design", "8": "invention", "9": "utility"}
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_SHAPE = re.compile(r"(?:CN|ZL)?(\d{12}|\d{8})(?:\.?([\dX]))?", re.ASCII)
_SPREADSHEET_TAIL = re.compile(r"(?:CN|ZL)?(?:\d{13}|\d{9})\.0+", re.ASCII)
_FIRST_NEW_YEAR, _LAST_YEAR = 2003, 2099


def check_digit(digits: str) -> str:
    """Sum of digit times weight, modulo 11; ten is X. `digits` are the 12 (or old 8) before the point."""
    rest = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11
    return "X" if rest == 10 else str(rest)


@lru_cache(maxsize=65536)
def application_number(text: str) -> str:
    """201710601862.3 or 97101765.4. A missing or wrong check digit is reported, not repaired.

    Only the numbers of 1985 to 1988, which were issued with eight digits and no check digit, get theirs computed.
    """
    folded = fold(text)
    if _SPREADSHEET_TAIL.fullmatch(folded):
        raise Unclean("末尾的“.0”是表格软件把号码存成数字留下的，请把该列设为文本格式后重新填写", "spreadsheet_tail")
    shape = _SHAPE.fullmatch(folded)
    if shape is None:
        raise Unclean("应为12位（或2003年前的8位）数字加校验位，如 201710601862.3", "number_shape")
    digits, given = shape.groups()
    _refuse_unissued(digits)
    expected = check_digit(digits)
    if given is None and not _issued_without_check_digit(digits):
        raise Unclean(f"缺少小数点后的校验位，按规则应为 {digits}.{expected}，请核对后补全", "check_digit_missing")
    if given not in (None, expected):
        raise Unclean(f"校验位不符：按规则应为 {digits}.{expected}，请核对号码", "check_digit")
    return f"{digits}.{expected}"


def _issued_without_check_digit(digits: str) -> bool:
    return len(digits) == 8 and "85" <= digits[:2] <= "88"


def _refuse_unissued(digits: str) -> None:
    new = len(digits) == 12
    year, kind = (digits[:4], digits[4]) if new else (digits[:2], digits[2])
    issued = _FIRST_NEW_YEAR <= int(year) <= _LAST_YEAR if new else year >= "85" or year <= "03"
    if not issued:
        raise Unclean(f"号码开头的年份 {year} 不在专利申请年份之内", "number_year")
    if kind not in KIND_BY_DIGIT:
        raise Unclean(f"号码中的种类位 {kind} 不存在（应为1、2、3、8、9）", "number_kind")


def kind_of_application(number: str) -> str:
    """invention, utility or design, told by the kind digit of a canonical number."""
    return KIND_BY_DIGIT[number[4] if len(number) == 14 else number[2]]


def patent_number(number: str, *, granted: bool) -> str:
    """The number as documents show it: ZL once granted, CN before."""
    return ("ZL" if granted else "CN") + number
