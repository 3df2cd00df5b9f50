"""Class symbols: IPC for inventions and utility models, Locarno for designs."""

import re
from functools import lru_cache

from huoshui_core.reference import ipc_title
from huoshui_core.standards.identifiers.fold import fold
from huoshui_core.standards.refusal import Unclean

# A01B, H04W8/26, C12N15/82(2006.01)I; the gazette of some years marks the first class with an asterisk.
_IPC = re.compile(
    r"\*?(?:INT\.?CL\.?(?:\d+)?:?)?([A-H]\d{2}[A-Z])(?:0*([1-9]\d{0,3})/(\d{2,6}))?(?:\(\d{4}\.\d{2}\)[IN]?)?\*?",
    re.ASCII,
)
_IPC_FIXED_WIDTH = re.compile(r"([A-H]\d{2}[A-Z])((?!0000)\d{4})(\d{6})", re.ASCII)  # WIPO ST.8: B03C0003090000
_LOCARNO = re.compile(r"\*?(?:LOC\(\d+\)CL\.?:?)?(\d{1,2})-(\d{1,2})[A-Z]?", re.ASCII)
_LOCARNO_CLASSES = 32
# Left the classification with later editions, still printed on the patents of their time.
_RETIRED = frozenset({"C12S", "C13C", "C13D", "C13F", "C13G", "F24J"})


@lru_cache(maxsize=65536)
def ipc_symbol(text: str) -> str:
    """Subclass (A01B) or group (H04W8/26), without spaces, edition and value marks."""
    folded = fold(text)
    fixed = _IPC_FIXED_WIDTH.fullmatch(folded)
    if fixed:
        _refuse_unknown(fixed[1])
        subgroup = fixed[3].rstrip("0").ljust(2, "0")
        return f"{fixed[1]}{int(fixed[2])}/{subgroup}"
    shape = _IPC.fullmatch(folded)
    if shape is None:
        raise Unclean(f"“{text}”不是国际专利分类号，应如 H04W8/26 或 A01B", "ipc_shape")
    subclass, group, subgroup = shape.groups()
    _refuse_unknown(subclass)
    return f"{subclass}{group}/{subgroup}" if group else subclass


def _refuse_unknown(subclass: str) -> None:
    if subclass not in _RETIRED and ipc_title(subclass) is None:
        raise Unclean(f"国际专利分类中没有小类 {subclass}，请核对", "ipc_unknown")


@lru_cache(maxsize=4096)
def locarno_class(text: str) -> str:
    """Two digits, hyphen, two digits (14-03)."""
    folded = fold(text)
    shape = _LOCARNO.fullmatch(folded)
    if shape is None or not 1 <= int(shape[1]) <= _LOCARNO_CLASSES:
        raise Unclean(f"“{text}”不是外观设计分类号（洛迦诺分类），应如 14-03", "locarno_shape")
    return f"{int(shape[1]):02}-{int(shape[2]):02}"


@lru_cache(maxsize=65536)
def class_symbol(text: str) -> str:
    """An IPC symbol or a Locarno class, told apart by how it begins."""
    return locarno_class(text) if _LOCARNO.fullmatch(fold(text)) else ipc_symbol(text)


def is_locarno(symbol: str) -> bool:
    """For a symbol already clean."""
    return symbol[0].isdigit()
