"""Calendar days as people write them."""

import re
from datetime import date
from functools import lru_cache

from huoshui_core.standards.identifiers.fold import fold
from huoshui_core.standards.refusal import Unclean

FIRST_DAY = date(1985, 4, 1)  # the Patent Law came into force; no Chinese patent date is earlier
_SHAPE = re.compile(
    r"(\d{4})(?:[-./](\d{1,2})[-./](\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))(?:T?0?0:00(?::00(?:\.0+)?)?)?",
    re.ASCII,
)


@lru_cache(maxsize=65536)
def day(text: str) -> date:
    """2020-01-31, 2020.1.31, 2020/1/31, 20200131 or 2020年1月31日; a bare spreadsheet serial is refused."""
    shape = _SHAPE.fullmatch(fold(text))
    if shape is None:
        raise Unclean("日期应如 2020-01-31", "date_shape")
    year, *rest = (part for part in shape.groups() if part)
    try:
        found = date(int(year), int(rest[0]), int(rest[1]))
    except ValueError:
        raise Unclean("没有这一天，请核对日期", "date_impossible") from None
    if found < FIRST_DAY:
        raise Unclean("早于专利法施行日 1985-04-01，请核对日期", "date_too_early")
    return found
