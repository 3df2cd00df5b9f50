"""Which grants are inventoried, which batch they are in, which come first. Values in, answers out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from huoshui_core.classing.symbols import BadPattern, covers, read_pattern
from huoshui_core.reference import emerging_industries, industry

BATCHES = {"stock": "存量", "rolling": "滚动"}
GRANTS = {"valid": "全部有效专利", "unconverted": "只盘点尚未转让、许可的"}
CONVERTED = frozenset({"assigned", "licensed"})
PRIORITY_KINDS = {"industry": "重点产业", "discipline": "优势学科"}
PRIORITY_SCHEMES = {"industry": "国民经济行业", "sei": "战略性新兴产业", "ipc": "IPC"}
# What each side sets: departments their territory's industries, institutions their disciplines.
SCHEMES_OF = {"industry": ("industry", "sei", "ipc"), "discipline": ("ipc",)}


@dataclass(frozen=True, slots=True)
class ScopeSetting:
    stock_until: date
    grants: str
    first_owner_only: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line of a list, and who has set it."""

    kind: str
    scheme: str
    code: str
    label: str
    whose: str = ""


def batch_of(granted_on: date, stock_until: date) -> str:
    """存量 were granted by the day of the plan; what is granted later rolls in."""
    return "stock" if granted_on <= stock_until else "rolling"


def is_in_scope(setting: ScopeSetting, *, legal_status: str, is_first_owner: bool) -> bool:
    if setting.grants == "unconverted" and legal_status in CONVERTED:
        return False
    return is_first_owner or not setting.first_owner_only


def fault_of(kind: str, scheme: str, code: str) -> str:
    """What is wrong with a line, in Chinese; "" when nothing is."""
    if kind not in PRIORITY_KINDS:
        return f"类型可选 {'、'.join(PRIORITY_KINDS.values())}"
    if scheme not in SCHEMES_OF[kind]:
        return f"{PRIORITY_KINDS[kind]}的依据可选 {'、'.join(PRIORITY_SCHEMES[one] for one in SCHEMES_OF[kind])}"
    if scheme == "ipc":
        try:
            read_pattern(code)
        except BadPattern as fault:
            return str(fault)
    if scheme == "industry" and not (len(code) == 2 and industry(code)):
        return "应为国民经济行业大类的两位代码，如 38"
    if scheme == "sei" and code not in {one.code for one in emerging_industries()}:
        return "应为战略性新兴产业的代码，如 5 或 5.2"
    return ""


def plain_code(scheme: str, code: str) -> str:
    """As it is kept: one spelling for each."""
    told = "".join(code.upper().split())
    return told[1:] if scheme == "industry" and told[:1].isalpha() else told.rstrip(".")


def known_label(scheme: str, code: str) -> str:
    if scheme == "industry" and (found := industry(code)):
        return found.name
    return next((one.name for one in emerging_industries() if one.code == code), "") if scheme == "sei" else ""


def meets(wanted: Wanted, symbols: Sequence[str], industries: Sequence[str], emerging: Sequence[str]) -> bool:
    if wanted.scheme == "industry":
        return wanted.code in industries
    if wanted.scheme == "sei":
        return any(code == wanted.code or code.startswith(f"{wanted.code}.") for code in emerging)
    return any(covers(wanted.code, symbol) for symbol in symbols)


def reason(met: Iterable[Wanted]) -> str:
    """Why a patent comes first, for the list: the first three lines that it meets."""
    said = [
        f"{PRIORITY_KINDS[one.kind]}：{one.label or one.code}" + (f"（{one.whose}）" if one.whose else "")
        for one in met
    ]
    return "；".join(dict.fromkeys(said[:3]))[:200]
