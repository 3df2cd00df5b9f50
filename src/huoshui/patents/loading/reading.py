"""Starts the children that read, and puts their batches back into the order of the file."""

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

SMALL = 1 << 20  # a table up to this size is read at once; its parser is Python's own
PARTS = 2
PLAIN_TABLES = (".csv", ".tsv", ".txt")


def batches(request: Request) -> Iterator[Batch | Ending]:
    """In the order of the file. Raises Unreadable, also for a file on which the child died."""
    size, suffix = request.path.stat().st_size, request.path.suffix.lower()
    if size <= SMALL and suffix in (*PLAIN_TABLES, ".xlsx"):  # a workbook is parsed in a child in any case
        yield from read_batches(request)
        return
    parts = PARTS if suffix in PLAIN_TABLES else 1
    with ExitStack() as stack:
        children = [_start(replace(request, part=part, parts=parts), stack) for part in range(parts)]
        waiting = [receive(pipe) for pipe in children]
        ending: Ending | None = None
        while waiting:
            for child in list(waiting):
                one = _next(child, request)
                if isinstance(one, Ending):
                    ending = ending or one
                    waiting.remove(child)
                else:
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
