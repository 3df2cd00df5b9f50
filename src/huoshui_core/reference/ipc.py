"""IPC sections, classes and subclasses with short Chinese titles; deeper levels come from official files."""

import re
from functools import cache

from huoshui_core.reference.editions import rows

_SYMBOL = re.compile(r"([A-HX]\d{2}[A-Z])\s*(\d{1,4})?")


def ipc_title(symbol: str) -> str | None:
    """Title of a section, class or subclass; `H01M10/0525` answers for `H01M`. None when unknown."""
    wanted = symbol.strip().upper()[:4]
    return _titles().get(wanted)


def ipc_subclass(symbol: str) -> str | None:
    """The known four-character subclass of a symbol, None for Locarno and other foreign symbols."""
    found = symbol.strip().upper()[:4]
    return found if len(found) == 4 and found in _titles() else None


def ipc_main_group(symbol: str) -> int | None:
    """Number of the main group, 10 for `H01M10/0525`."""
    match = _SYMBOL.match(symbol.strip().upper())
    return int(match[2]) if match and match[2] else None


def ipc_symbols(level: int) -> tuple[str, ...]:
    """All sections (level 1), classes (2) or subclasses (3), sorted."""
    length = {1: 1, 2: 3, 3: 4}[level]
    return tuple(sorted(symbol for symbol in _titles() if len(symbol) == length))


@cache
def _titles() -> dict[str, str]:
    return {symbol: title for symbol, title in rows("ipc")}
