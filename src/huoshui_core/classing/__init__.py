"""Which industries and fields a patent belongs to: tables that lead from IPC symbols (and words) to codes."""

from huoshui_core.classing.attributing import Attribution, Attributor, Counting
from huoshui_core.classing.concordance import Concordance, IntensiveList, Rule, Scheme
from huoshui_core.classing.ours import OURS, emerging_prior, industry_prior_table, wipo_table
from huoshui_core.classing.symbols import BadPattern

__all__ = [
    "OURS",
    "Attribution",
    "Attributor",
    "BadPattern",
    "Concordance",
    "Counting",
    "IntensiveList",
    "Rule",
    "Scheme",
    "emerging_prior",
    "industry_prior_table",
    "wipo_table",
]
