"""How the reading child tells its parent what it found: a header in JSON, then the lines as bytes.

Nothing that the parent would execute goes over this pipe, because the child has touched a stranger's file.
"""

import json
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, astuple
from datetime import date
from pathlib import Path
from typing import IO, Any

from huoshui.patents.loading.attributing import packed, unpacked
from huoshui.patents.loading.batch import Batch, Ending
from huoshui.patents.loading.batches import Request
from huoshui_core.standards import Problem, Unreadable
from huoshui_core.standards.reading.spans import Span, TornSpan

_LENGTHS = struct.Struct(">III")
_PLAIN = ("refused", "rows", "repeated", "owners")


def pack_request(request: Request) -> bytes:
    content = asdict(request) | {"path": str(request.path), "attribution": packed(request.attribution)}
    content["today"] = request.today.isoformat()
    return json.dumps(content, ensure_ascii=False).encode()


def unpack_request(content: bytes) -> Request:
    said = json.loads(content)
    span = Span(**said["span"]) if said["span"] else None
    said |= {"path": Path(said["path"]), "attribution": unpacked(said["attribution"]), "span": span}
    return Request(**said | {"today": date.fromisoformat(said["today"])})


def send(out: IO[bytes], one: Batch | Ending | Unreadable | TornSpan) -> None:
    lines = seen = b""
    header: dict[str, Any]
    match one:
        case Batch():
            header = {name: getattr(one, name) for name in _PLAIN}
            header["problems"] = [astuple(each) for each in one.problems]
            header["notices"] = [astuple(each) for each in one.notices]
            header["places"] = [[*key, rows] for key, rows in one.places.items()]
            header["outside"] = dict(one.outside)
            lines, seen = one.lines, one.seen
        case Ending():
            header = {"ending": asdict(one)}
        case Unreadable():
            header = {"unreadable": astuple(one.problem)}
        case TornSpan():
            header = {"torn": True}
    head = json.dumps(header, ensure_ascii=False).encode()
    out.write(_LENGTHS.pack(len(head), len(lines), len(seen)) + head + lines + seen)


def receive(pipe: IO[bytes]) -> Iterator[Batch | Ending]:
    """Raises Unreadable or TornSpan where the child said so, and EOFError when it fell silent before its ending."""
    while True:
        lengths = pipe.read(_LENGTHS.size)
        if len(lengths) < _LENGTHS.size:
            raise EOFError("the reading child ended early")
        size, lines, seen = _LENGTHS.unpack(lengths)
        header = json.loads(pipe.read(size))
        if "unreadable" in header:
            raise Unreadable(Problem(*header["unreadable"]))
        if "torn" in header:
            raise TornSpan
        if "ending" in header:
            ending = header["ending"]
            yield Ending(**ending | {"ignored": tuple(ending["ignored"])})
            return
        yield Batch(
            problems=[Problem(*each) for each in header["problems"]],
            notices=[Problem(*each) for each in header["notices"]],
            places=Counter({(number, first, region): rows for number, first, region, rows in header["places"]}),
            outside=Counter(header["outside"]),
            owners=[tuple(each) for each in header["owners"]],
            lines=pipe.read(lines),
            seen=pipe.read(seen),
            **{name: header[name] for name in _PLAIN if name != "owners"},
        )
