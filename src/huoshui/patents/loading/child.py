"""Reads one file in a process of its own with bounded memory and time, and writes frames to its parent.

A file that makes a parser fall over takes this process with it and nothing else. Run as a module; the request comes on
standard input.
"""

import gc
import resource
import sys

from huoshui.patents.loading.batches import read_batches
from huoshui.patents.loading.framing import send, unpack_request
from huoshui_core.standards import Unreadable
from huoshui_core.standards.reading.spans import TornSpan

MEMORY_BYTES = 1536 << 20
CPU_SECONDS = 1_800


def confine() -> None:
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))


def main() -> None:
    gc.disable()  # nothing here goes round in circles, and looking for that costs a fifth of the time
    request = unpack_request(sys.stdin.buffer.read())
    try:
        for one in read_batches(request):
            send(sys.stdout.buffer, one)
    except (Unreadable, TornSpan) as refused:
        send(sys.stdout.buffer, refused)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    confine()
    main()
