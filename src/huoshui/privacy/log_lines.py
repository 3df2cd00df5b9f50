"""Log lines without contacts, tracebacks included: a log is read by more people than a table."""

import logging

from huoshui.kernel.personal import without_personal

# What a request carries into a line must not begin another one.
_QUOTED = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160), 0x2028, 0x2029)}


class LineFormatter(logging.Formatter):
    def formatMessage(self, record: logging.LogRecord) -> str:
        return without_personal(super().formatMessage(record)).translate(_QUOTED)

    def format(self, record: logging.LogRecord) -> str:
        return without_personal(super().format(record))
