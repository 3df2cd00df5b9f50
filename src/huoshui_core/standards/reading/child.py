"""Reads one file in a process of its own with little memory and time. Run with -m; writes messages for `confined`.

The first message is what `open_source` found, or its refusal; then come rows and problems in batches; the last one says
what is known at the end. The request comes as JSON in the argument.
"""

import gc
import json
import resource
import sys
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from huoshui_core.standards.model import load
from huoshui_core.standards.reading.packing import Packing, packed_problems, written
from huoshui_core.standards.reading.source import Source, open_source
from huoshui_core.standards.reading.workbook_child import MEMORY_BYTES, OUTPUT_BYTES
from huoshui_core.standards.refusal import Problem, Unreadable

BATCH = 500


def main(request: dict[str, Any], output: BinaryIO) -> None:
    """Every fault that has a name is a message; any other ends the process, and the parent says so."""
    _confine(request["cpu_seconds"])
    gc.disable()  # rows hold no cycles, and looking for some costs a tenth of the time
    dataset = load(request["dataset"], request["version"])
    packing = Packing(dataset)
    name: str = request["name"]
    try:
        today = date.fromisoformat(request["today"]) if request["today"] else None
        source = open_source(Path(request["path"]), dataset, headings=request["headings"], today=today, name=name)
        output.write(written(["open", *_known(source)]))
        output.flush()
        told = 0
        while batch := list(islice(source, BATCH)):
            notices = source.notices[told:]
            told += len(notices)
            output.write(written(["rows", packing.packed(batch), packed_problems(notices)]))
        output.write(written(["end", *_known(source), source.repeats.count]))
    except Unreadable as refused:
        output.write(written(["refused", packed_problems([refused.problem])]))
    except MemoryError:
        message = "文件过大或过于复杂，读取所需的内存超过上限，请拆成几个文件"
        output.write(written(["refused", packed_problems([Problem(name, 0, "", "", message, "too_large")])]))
    output.flush()


def _known(source: Source) -> list[Any]:
    return [
        source.format,
        source.encoding,
        source.sheet,
        source.columns,
        list(source.ignored),
        source.is_demonstration,
    ]


def _confine(cpu_seconds: int) -> None:
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(limit, (value, value))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.stdout.buffer)
