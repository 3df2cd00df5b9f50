"""统一社会信用代码, GB 32100-2015."""

import re
from functools import lru_cache

from huoshui_core.standards.identifiers.fold import fold
from huoshui_core.standards.refusal import Unclean

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # I, O, S, V and Z are left out because they look like digits
_VALUE = {character: value for value, character in enumerate(_ALPHABET)}
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
# Department, kind of body, six digits of the registering region, nine of the organisation code, check character.
_SHAPE = re.compile(rf"[{_ALPHABET}]{{2}}\d{{6}}[{_ALPHABET}]{{10}}", re.ASCII)
_OLD_LICENCE = re.compile(r"\d{15}", re.ASCII)


def check_character(body: str) -> str:
    """For the first 17 characters: (31 − weighted sum mod 31) mod 31."""
    return _ALPHABET[-sum(_VALUE[character] * weight for character, weight in zip(body, _WEIGHTS, strict=True)) % 31]


@lru_cache(maxsize=65536)
def credit_code(text: str) -> str:
    folded = fold(text).replace("-", "")
    if _OLD_LICENCE.fullmatch(folded):
        raise Unclean("这是15位的旧营业执照注册号，请填写18位统一社会信用代码", "credit_code_old")
    if len(folded) == 18 and set(folded) & set("IOSVZ"):
        raise Unclean(
            "统一社会信用代码不使用字母 I、O、S、V、Z，请核对（多为数字 1、0、5、2 之误）", "credit_code_letter"
        )
    if not _SHAPE.fullmatch(folded):
        raise Unclean("应为18位统一社会信用代码，如 91110000600037341L", "credit_code_shape")
    if check_character(folded[:17]) != folded[17]:
        raise Unclean("统一社会信用代码的校验位不符，请核对", "credit_code_check")
    return folded
