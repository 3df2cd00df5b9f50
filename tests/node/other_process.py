"""Runs a function in a forked child, as another account if wished; what it raises there is raised here."""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable

from huoshui.web.node.account import Account

SECONDS = 120


class Child:
    """Forked, not executed: the interpreter may lie where the other account can't get to."""

    def __init__(self, function: Callable[[], object], *, account: Account | None = None) -> None:
        self._read, write = os.pipe()
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._read)
            os._exit(_run(function, account, write))
        os.close(write)

    def join(self) -> None:
        end = time.monotonic() + SECONDS
        while os.waitpid(self.pid, os.WNOHANG)[0] == 0:
            if time.monotonic() > end:
                os.kill(self.pid, signal.SIGKILL)
            time.sleep(0.02)
        with open(self._read) as pipe:
            if failure := pipe.read():
                raise AssertionError(failure)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._read)


def _run(function: Callable[[], object], account: Account | None, write: int) -> int:
    try:
        if account:
            os.setgroups(sorted(account.groups))
            os.setgid(account.gid)
            os.setuid(account.uid)
            os.chdir("/")
        function()
    except BaseException:  # noqa: BLE001  the parent raises it
        os.write(write, traceback.format_exc().encode()[-8000:])
        return 1
    return 0
