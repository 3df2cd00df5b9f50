"""The sealer's process: seals every second, makes the daily anchor, and compares the whole chain once a day."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import psycopg

from huoshui.ledger.checking import Checker, known_in, write_check
from huoshui.ledger.sealing import BATCH, Connection, Outside, anchor_days, seal_waiting, see_everything

log = logging.getLogger(__name__)
PAUSE_SECONDS = 1.0
CHECK_SECONDS = 24 * 3600
TODAY = "SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date"


@dataclass
class Work:
    connection: Connection
    outside: Outside
    _anchored: date | None = field(default=None, init=False)
    _checker: Checker | None = field(default=None, init=False)
    _check_due: float = field(default=0.0, init=False)
    _is_warned: bool = field(default=False, init=False)

    def once(self) -> bool:
        """One batch, and what else is due. False when nothing was left waiting."""
        self._anchor()
        sealed = seal_waiting(self.connection)
        if not self.outside.keep(self.connection) and not self._is_warned:
            log.error("the chain no longer holds the head kept in %s", self.outside.folder)
            self._is_warned = True
        if sealed < BATCH:
            self._check()
        return sealed == BATCH

    def _anchor(self) -> None:
        row = self.connection.execute(TODAY).fetchone()
        if row and row[0] != self._anchored:
            anchor_days(self.connection)
            self.outside.keep_anchors(self.connection)
            self._anchored = row[0]

    def _check(self) -> None:
        """A piece each second, so that a long chain is compared without weighing on the node."""
        if self._checker is None and time.monotonic() >= self._check_due:
            self._checker = Checker([*known_in(self.connection), *self.outside.known()])
        if self._checker is None:
            return
        self._checker.step(self.connection)
        if self._checker.is_done:
            write_check(self.connection, self._checker)
            for damage in self._checker.damages:
                log.error("ledger damaged: %s", damage.text)
            self._checker, self._check_due = None, time.monotonic() + CHECK_SECONDS


def run(connect: Callable[[], Connection], folder: Path) -> None:
    """Until the process is ended, by whatever signal: there is nothing to tidy up."""
    while True:
        try:
            with connect() as connection:
                see_everything(connection)
                work = Work(connection, Outside(folder))
                while True:
                    if not work.once():
                        time.sleep(PAUSE_SECONDS)
        except psycopg.OperationalError as fault:
            log.warning("no database: %s", fault)
            time.sleep(2 * PAUSE_SECONDS)
