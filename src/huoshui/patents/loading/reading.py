"""Starts the children that read, one or one for each half of the file."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import IO

from huoshui.patents.loading.batch import Batch, Ending
from huoshui.patents.loading.batches import Request, read_batches
from huoshui.patents.loading.framing import pack_request, receive
from huoshui_core.standards import Problem, Unreadable
from huoshui_core.standards.reading.spans import halves

SMALL = 1 << 20  # a table up to this size is read at once; its parser is Python's own
PLAIN_TABLES = (".csv", ".tsv", ".txt")


def batches(request: Request, *, whole: bool = False) -> Iterator[Batch | Ending]:
    """Of a large text table both halves side by side, else in the order of the file.

    Raises Unreadable, also for a file on which the child died, and TornSpan where it has to be read `whole`.
    """
    size, suffix = request.path.stat().st_size, request.path.suffix.lower()
    if size <= SMALL and suffix in (*PLAIN_TABLES, ".xlsx"):  # a workbook is parsed in a child in any case
        yield from read_batches(request)
        return
    spans = halves(request.path) if suffix in PLAIN_TABLES and not whole else None
    with ExitStack() as stack:
        requests = [replace(request, part=part, parts=2, span=span) for part, span in enumerate(spans or ())]
        waiting = [(one.part, receive(_start(one, stack))) for one in requests or [request]]
        ending: Ending | None = None
        while waiting:
            for part, child in list(waiting):
                one = _next(child, request)
                if isinstance(one, Ending):
                    ending = ending or one
                    waiting.remove((part, child))
                else:
                    one.part = part
                    yield one
        if ending:
            yield ending


def _start(request: Request, stack: ExitStack) -> IO[bytes]:
    command = [sys.executable, "-m", "huoshui.patents.loading.child"]
    # Our own module, no shell.
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
    stack.callback(_stop, child)
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("no pipe")
    child.stdin.write(pack_request(request))
    child.stdin.close()
    return child.stdout


def _stop(child: "subprocess.Popen[bytes]") -> None:
    child.kill()
    if child.stdout:
        child.stdout.close()
    child.wait()


def _next(child: Iterator[Batch | Ending], request: Request) -> Batch | Ending:
    try:
        return next(child)
    except EOFError:
        message = "文件无法读取（内容损坏或过大），请用表格软件另存后重试"
        raise Unreadable(Problem(request.name, 0, "", "", message, "file_unreadable")) from None
