"""WIPO's 35 technology fields by IPC symbol. Typed by us: compare with WIPO's table before publishing."""

from dataclasses import dataclass
from functools import cache

from huoshui_core.reference.editions import rows
from huoshui_core.reference.ipc import ipc_main_group


@dataclass(frozen=True)
class WipoField:
    number: int
    name: str
    sector: str


@cache
def wipo_fields() -> tuple[WipoField, ...]:
    return tuple(WipoField(int(number), name, sector) for number, name, sector, _prefixes in rows("wipo_fields"))


def wipo_field(ipc: str) -> WipoField | None:
    """Field of an IPC symbol: the main group decides first, then the subclass, then the class."""
    symbol = ipc.strip().upper()
    group = ipc_main_group(symbol)
    prefixes = _prefixes()
    for key in (f"{symbol[:4]}{group}", symbol[:4], symbol[:3]):
        if key in prefixes:
            return wipo_fields()[prefixes[key] - 1]
    return None


def wipo_rules() -> tuple[tuple[str, int], ...]:
    """IPC class, subclass or main group, and the number of its field; the finest decides."""
    return tuple(_prefixes().items())


@cache
def _prefixes() -> dict[str, int]:
    return {
        prefix: int(number) for number, _name, _sector, prefixes in rows("wipo_fields") for prefix in prefixes.split()
    }
