"""The keyword condition of a table row, as sentences have it: words to be met, and what is left out."""

import re

_NOTHING = {"", "-", "—", "/", "无", "空", "null", "none"}
_LEADING = re.compile(r"^(关键词|关键字|包括|包含|含有|含)[:：]?")
_EXCEPT = re.compile(r"(?=不包括|不包含|不含|排除|剔除)")
_EXCEPT_WORD = re.compile(r"^(不包括|不包含|不含|排除|剔除)[:：]?")
_BETWEEN = re.compile(r"[、，,；;。\n|/]|或者|或")
_BOTH = re.compile(r"\s*(?:并且|且|&|\+| AND )\s*", re.IGNORECASE)
_QUOTES = " \t“”\"'‘’（）()《》等"


def read_condition(text: str, exclude: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words of which one must be met (`锂+电池` means both), and words of which none may."""
    met: list[str] = []
    left_out: list[str] = []
    for part in _EXCEPT.split(text.strip()):
        is_except = bool(_EXCEPT_WORD.match(part))
        (left_out if is_except else met).extend(_words(_EXCEPT_WORD.sub("", part)))
    left_out += _words(_EXCEPT_WORD.sub("", exclude.strip()))
    return tuple(dict.fromkeys(met)), tuple(dict.fromkeys(left_out))


def _words(text: str) -> list[str]:
    if text.strip().casefold() in _NOTHING:
        return []
    found = (_BOTH.sub("+", _LEADING.sub("", one.strip(_QUOTES))) for one in _BETWEEN.split(text))
    return [word for one in found if (word := one.strip(_QUOTES + "+")) and word.casefold() not in _NOTHING]
