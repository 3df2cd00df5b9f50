"""Progress on one line of a terminal: what is being done and how far. Silent where nobody watches."""

import sys
import time

_SECONDS_BETWEEN = 0.1
_WIDTH = 24


class Meter:
    def __init__(self, *, is_shown: bool) -> None:
        self._is_shown = is_shown and sys.stderr.isatty()
        self._what = ""
        self._shown_at = 0.0

    def show(self, what: str, done: int, of: int) -> None:
        """`of` 0: how much there is to do is not known."""
        now = time.monotonic()
        if not self._is_shown or (what == self._what and now - self._shown_at < _SECONDS_BETWEEN and done != of):
            return
        self._what, self._shown_at = what, now
        sys.stderr.write(f"\r\x1b[K{what} {_far(done, of)}")
        sys.stderr.flush()

    def end(self) -> None:
        if self._is_shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _far(done: int, of: int) -> str:
    if not of:
        return f"{done:,}" if done else "…"
    full = _WIDTH * done // of
    return f"[{'█' * full}{'·' * (_WIDTH - full)}] {done:,}/{of:,}"
