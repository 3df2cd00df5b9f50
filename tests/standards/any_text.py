"""Any text through a file and back. `python -m tests.standards.any_text 100000` is the campaign, LibreOffice included.

What is read back is what cleaning makes of the text: clean text comes back as it is. Cleaning takes blanks off both
ends, writes every line end as a line feed, and drops control and direction characters; what XML cannot hold is written
as U+FFFD. Nothing is folded: full-width signs stay.
"""

import random
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from python_calamine import CalamineWorkbook

from huoshui_core.standards import load
from huoshui_core.standards.clean import clean
from huoshui_core.standards.reading import Row, open_source
from huoshui_core.standards.refusal import Unclean
from huoshui_core.standards.writing import Column, Sheet, write_csv, write_workbook
from huoshui_core.standards.writing.sheet import writable

PATENT = load("patent")
ABSTRACT = PATENT.field("abstract")
FORMATS = ("xlsx", "csv")
A_FILE = 10_000
LONGEST = 30
# What spreadsheets, CSV and XML each take for something else.
PIECES = (
    *("=1+1", "@SUM(1,2)", "+cmd|' /C calc'!A0", "-2+3", "＝1+1", "＋1", "－1", "＠x", "\t=1+1", "\r=1", "\n=1", "'=1"),
    *("''=1", "'", '"', '""', '","', ",", ";", "，", "|", "\t", "\r\n", "\r", "\n", " ", "\u3000", "\xa0", "\u2028"),
    *("<r>", "</r>", "<f>1+1</f>", "&amp;", "&", "]]>", "_x0041_", "_x000D_", "_x", "\ufeff", "\ufffe", "\x00", "\x0b"),
    *(
        "http://a.b",
        "mailto:a@b",
        "001",
        "1E5",
        "TRUE",
        "2020-01-31",
        "1/2",
        "50%",
        "#N/A",
        "#REF!",
        "{=1}",
        "示例数据",
    ),
    *("长", "𠮷", "👩‍🔬", "é", "ｅ", "\u202e", "\u200b", "\ud800", "DDE", '=HYPERLINK("http://a","b")', "%0A"),
)
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
# Comma, quotes, UTF-8, from line 1; every cell as a person would have typed it, formulas worked out.
_AS_TYPED = "CSV:44,34,76,1,,0,false,true,false,false,false,-1,true"


def write(folder: Path, kind: str, texts: Sequence[str], name: str = "any") -> Path:
    rows = ([f"CN1{number:08}A", "题", text] for number, text in enumerate(texts))
    labels = [PATENT.field(field).label for field in ("publication_no", "title", "abstract")]
    out, path = Sheet("专利", [Column(label) for label in labels], rows), folder / f"{name}.{kind}"
    if kind == "csv":
        write_csv(path, out, demonstration=False)
    else:
        write_workbook(path, [out], demonstration=False)
    return path


def read_back(path: Path) -> list[str | None]:
    """The cleaned texts in order; what was refused by its code."""
    found: list[str | None] = []
    for one in open_source(path, PATENT):
        value = one.values["abstract"] if isinstance(one, Row) else one.code
        assert value is None or isinstance(value, str)
        found.append(value)
    return found


def cleaned(text: str) -> str | None:
    try:
        value = clean(ABSTRACT, writable(text))
    except Unclean as refused:
        return refused.code
    assert value is None or isinstance(value, str)
    return value


def formulas(path: Path) -> int:
    with zipfile.ZipFile(path) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        return sum(len(_FORMULA.findall(book.read(name))) for name in sheets)


def drawn(count: int, seed: int) -> Iterator[str]:
    """Half of pieces that mean something to some program, half of any characters Unicode has."""
    chance = random.Random(seed)
    for _ in range(count):
        length = chance.randint(0, LONGEST)
        if chance.random() < 0.5:
            yield "".join(chance.choice(PIECES) for _ in range(1 + length % 4))
        else:
            yield "".join(chr(chance.randrange(chance.choice((0x80, 0x3000, 0xA000, 0x110000)))) for _ in range(length))


def main(count: int, seed: int) -> int:
    """Prints what was done and answers the number of faults."""
    texts = list(drawn(count, seed))
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        faults += _unguarded(folder)
        for begin in range(0, count, A_FILE):
            part = texts[begin : begin + A_FILE]
            for kind in FORMATS:
                path = write(folder, kind, part, f"{kind}{begin}")
                faults += _differences(path.name, map(cleaned, part), read_back(path))
                faults += _in_libreoffice(path, part)
    same = sum(cleaned(text) == text for text in texts)
    sys.stdout.write(f"{count:,} texts of seed {seed} ({same:,} clean as drawn), {', '.join(FORMATS)}, each also\n")
    sys.stdout.write(f"through LibreOffice: {len(faults)} faults\n" + "".join(f"{one}\n" for one in faults[:20]))
    return len(faults)


def _in_libreoffice(path: Path, texts: Sequence[str]) -> list[str]:
    """Opened and saved by it: no formula; from a workbook every clean text as it was."""
    saved = _saved(path)
    faults = [f"{path.name}: {count} formulas in LibreOffice" for count in [formulas(saved)] if count]
    rows = CalamineWorkbook.from_path(saved).get_sheet_by_index(0).to_python()
    if len(rows) != len(texts) + 1:
        faults.append(f"{path.name}: {len(rows)} rows in LibreOffice, not {len(texts) + 1}")
    if path.suffix == ".xlsx":
        shown = [cleaned(str(row[2])) if len(row) > 2 else None for row in rows[1:]]
        faults += _differences(f"{path.name} in LibreOffice", map(cleaned, texts), shown)
    return faults


def _unguarded(folder: Path) -> list[str]:
    """That formulas are seen at all: in a file which is not ours, LibreOffice works them out."""
    path = folder / "unguarded.csv"
    path.write_text('a,b\n1,=1+1\n2,"=SUM(1,2)"\n', "utf-8")
    return [] if formulas(_saved(path)) == 2 else ["LibreOffice worked out no formula: this campaign proves nothing"]


def _saved(path: Path) -> Path:
    out = path.parent / "saved"
    command = [
        "soffice",
        f"-env:UserInstallation={(path.parent / 'office').as_uri()}",
        "--headless",
        *([f"--infilter={_AS_TYPED}"] if path.suffix == ".csv" else []),
        *("--convert-to", "xlsx", "--outdir", str(out), str(path)),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return out / f"{path.stem}.xlsx"


def _differences(where: str, expected: Iterable[str | None], found: Sequence[str | None]) -> list[str]:
    wanted = list(expected)
    wrong = [f"{where}: {one!r} came back as {two!r}" for one, two in zip(wanted, found, strict=False) if one != two]
    return wrong + ([f"{where}: {len(found)} texts of {len(wanted)}"] if len(found) != len(wanted) else [])


if __name__ == "__main__":
    chosen = [int(one) for one in sys.argv[1:]]
    sys.exit(1 if main(chosen[0] if chosen else 100_000, chosen[1] if len(chosen) > 1 else 1) else 0)
