"""The one door to numba: machine code for the inner loops, kept on disk between processes where any folder allows it.

Numba writes beside the source, else into the user's cache folder; `NUMBA_CACHE_DIR` names another place (set it where
the package is read-only and there is no home). Where nothing can be written, each process compiles for itself.
Fast-math stays off: the order of additions, and so every bit of a score, is the same on every machine.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numba

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compiled on first call; releases the interpreter lock while it runs."""
    try:
        machine: Callable[P, R] = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # "cannot cache function: no locator available"
        machine = numba.njit(nogil=True)(function)
    return machine


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    machine: Callable[P, R] = numba.njit(inline="always")(function)
    return machine
