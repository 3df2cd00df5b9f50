"""What is fed with random bytes, a function each. A refusal or a problem is an answer, all else is a crash."""

import io
import os
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["huoshui_core.standards", "zipfile", "csv"]):
    from huoshui_core.standards import Unclean, Unreadable, clean, load
    from huoshui_core.standards.event_words import told_by
    from huoshui_core.standards.model import LATEST
    from huoshui_core.standards.reading import Row, open_source, recognise, suggest_columns
    from huoshui_core.standards.reading.packing import Packing, read
    from huoshui_core.standards.reading.prescan import prescan
    from huoshui_core.standards.reading.repeats import Repeats
    from huoshui_core.standards.reading.table import Context
    from huoshui_core.standards.writing import write_with_errors
    from huoshui_core.standards.writing.sheet import cell_of

PATENT = load("patent")
FIELDS = [field for name in LATEST for field in load(name).fields]
FOLDER = Path(os.environ.get("HUOSHUI_FUZZ_FOLDER", "/dev/shm"))
# Every so many inputs goes the whole way, through a process of its own: a thousand times slower than the rest.
CHILD_EVERY = 50


def _placed(name: str, data: bytes) -> Path:
    path = FOLDER / f"huoshui-fuzz-{os.getpid()}-{name}"
    path.write_bytes(data)
    return path


def _read_whole(path: Path) -> None:
    """Reading, proposing, recognising and giving back agree about what can be opened."""
    problems = []
    with suppress(Unreadable):
        problems = [one for one in open_source(path, PATENT) if not isinstance(one, Row)]
    with suppress(Unreadable):
        write_with_errors(path, problems, io.BytesIO(), dataset=PATENT)
    with suppress(Unreadable):
        suggest_columns(path, PATENT)
    with suppress(Unreadable):
        recognise(path)


def text(data: bytes) -> None:
    _read_whole(_placed("a.csv", data))


def xml(data: bytes) -> None:
    path = _placed("a.xml", data)
    with suppress(Unreadable):
        list(open_source(path, PATENT))


def workbook(data: bytes) -> None:
    """Parts of an honest workbook replaced, names and header fields damaged."""
    path = _placed("a.xlsx", _mutated_zip(data, _HONEST_PARTS, "xl/worksheets/sheet1.xml"))
    with suppress(Unreadable):
        prescan(path, Context(PATENT, "a.xlsx", Repeats()))
        if sum(data) % CHILD_EVERY == 0:
            list(open_source(path, PATENT))


def package(data: bytes) -> None:
    path = _placed("a.zip", _mutated_zip(data, _HONEST_MEMBERS, "a.csv"))
    with suppress(Unreadable):
        list(open_source(path, PATENT))
    with suppress(Unreadable):
        suggest_columns(path, PATENT)


def values(data: bytes) -> None:
    """Every cleaner; and what is clean stays as it is when it is cleaned again."""
    provider = atheris.FuzzedDataProvider(data)
    field = FIELDS[provider.ConsumeIntInRange(0, len(FIELDS) - 1)]
    raw = provider.ConsumeUnicode(200)
    told_by(raw)
    try:
        value = clean(field, raw, today=date(2026, 1, 1))
    except Unclean:
        return
    again = clean(field, _as_cell(cell_of(field, value)))
    if again != value:
        raise AssertionError(f"{field.name}: {raw!r} is {value!r}, and then {again!r}")


def _as_cell(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def messages(data: bytes) -> None:
    """What a child that a hostile file has taken over might say to its parent."""
    packing = Packing(PATENT)
    with suppress(TypeError, ValueError, IndexError, KeyError, ArithmeticError, StopIteration, AttributeError):
        _kind, *rest = read(data)
        list(packing.unpacked(rest[0]))


def _mutated_zip(data: bytes, honest: dict[str, bytes], favourite: str) -> bytes:
    provider = atheris.FuzzedDataProvider(data)
    parts = dict(honest)
    for _ in range(provider.ConsumeIntInRange(0, 3)):
        name = favourite if provider.ConsumeBool() else provider.ConsumeUnicodeNoSurrogates(12) or "x"
        content = provider.ConsumeBytes(400)
        whole = parts.get(name, b"")
        at = provider.ConsumeIntInRange(0, len(whole))
        parts[name] = whole[:at] + content + whole[at + provider.ConsumeIntInRange(0, 40) :]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED if provider.ConsumeBool() else zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = provider.ConsumeIntInRange(0, 1) * (0o120777 << 16)
            with suppress(ValueError):
                archive.writestr(entry, content)
    packed = bytearray(file.getvalue())
    for _ in range(provider.ConsumeIntInRange(0, 4)):
        packed[provider.ConsumeIntInRange(0, len(packed) - 1)] = provider.ConsumeIntInRange(0, 255)
    return bytes(packed)


def _parts_of(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _honest() -> tuple[dict[str, bytes], dict[str, bytes]]:
    from tests.fuzz import seeds

    return _parts_of(seeds.workbook()), {
        "a.csv": seeds.table(),
        "b.xml": seeds.document(),
        "c.xlsx": seeds.workbook()[:200],
    }


_HONEST_PARTS, _HONEST_MEMBERS = _honest()
TARGETS: dict[str, Callable[[bytes], None]] = {
    "text": text,
    "xml": xml,
    "workbook": workbook,
    "package": package,
    "values": values,
    "messages": messages,
}
