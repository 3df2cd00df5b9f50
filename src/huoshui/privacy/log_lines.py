"""Log lines without contacts, tracebacks included: a log is read by more people than a table."""

import logging

from huoshui.kernel.personal import without_personal


class LineFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return without_personal(super().format(record))
