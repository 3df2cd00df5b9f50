"""The log files of a node: put aside when they have grown, quoted when something fails."""

from collections import deque
from pathlib import Path

KEPT_LOGS = 5
LOG_BYTES = 10 << 20


def end_of(log: Path, lines: int = 15) -> str:
    if not log.exists():
        return ""
    with log.open(errors="replace") as text:
        return "".join(deque(text, maxlen=lines))


def rotate(log: Path) -> None:
    """Past LOG_BYTES `x.log` becomes `x.log.1`, and so on; the oldest goes."""
    if not log.exists() or log.stat().st_size <= LOG_BYTES:
        return
    for number in range(KEPT_LOGS, 0, -1):
        older = log.with_name(f"{log.name}.{number - 1}") if number > 1 else log
        if older.exists():
            older.replace(log.with_name(f"{log.name}.{number}"))
