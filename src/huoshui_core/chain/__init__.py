"""The sealed chain over the ledger: what of a line is sealed, and the verifier that needs nothing of ours."""

from huoshui_core.chain.entry import COLUMNS, Line, entry_of, gone
from huoshui_core.chain.exporting import end_line, head_line, seal_line
from huoshui_core.chain.verify_ledger import ALGORITHMS, GENESIS, Damage, Head, Verdict, best_algorithm, link, verify

__all__ = [
    "ALGORITHMS",
    "COLUMNS",
    "GENESIS",
    "Damage",
    "Head",
    "Line",
    "Verdict",
    "best_algorithm",
    "end_line",
    "entry_of",
    "gone",
    "head_line",
    "link",
    "seal_line",
    "verify",
]
