"""Wide lists of 200,000 patents read, given back and refused, beside other readers; markdown tables.

python -m benchmarks.reading [--rows 199999] [--workbook 10000] [--only bombs|lists|back|whole]
Each line is measured in a process of its own. The peak is that of its largest process: for ours the limited child that
parses or cleans; a parser used bare is its own. 199,999 rows and the heading are as many as a workbook may have.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.measured import machine
from huoshui_core.standards import Problem, Unreadable, load
from huoshui_core.standards.reading import open_source_in_child
from huoshui_core.standards.writing import write_with_errors

PATENT = load("patent")
BAD_EVERY = 20  # rows with a problem in the file that is given back
BARS = "asked for: at most 60 s and 768 MiB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=199_999)
    parser.add_argument("--workbook", type=int, default=10_000, help="rows of the workbook that is loaded end to end")
    parser.add_argument("--only", choices=sorted(PARTS), help="one part of it")
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        name, path = options.step
        if name == "write":
            write(Path(path), options.rows)
        else:
            _step(name, Path(path), options.rows)
        return
    sys.stdout.write(f"{machine()}\n")
    for name, part in PARTS.items():
        if options.only in (None, name):
            part(options)


def _lists(options: argparse.Namespace) -> None:
    sys.stdout.write(f"\n{BARS}\n\n{_HEAD}")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("resold.xlsx", "standard.xlsx", "resold.utf-8.csv", "resold.gb18030.csv"):
            path = _written(folder, name, options.rows)
            steps = ("import", "child", "calamine", "openpyxl") if path.suffix == ".xlsx" else ("import", "child")
            for step in steps:
                _measured(f"{_what(path)}: {_SAID[step]}", step, path, options.rows)
            path.unlink()


def _back(options: argparse.Namespace) -> None:
    sys.stdout.write(f"\n{_HEAD}")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("standard.xlsx", "standard.utf-8.csv"):
            path = _written(folder, name, options.rows)
            _measured(
                f"{_what(path)}: given back with what is wrong in every {BAD_EVERY}th row", "back", path, options.rows
            )


def _whole(options: argparse.Namespace) -> None:
    """By the actions the pages use: begin, check, confirm, apply chunk by chunk; on a server without fsync.

    The seconds hold the making of a database too; what the load took alone stands on the error output.
    """
    sys.stdout.write(f"\nasked for: at most 30 s for 10,000 rows\n\n{_HEAD}")
    with tempfile.TemporaryDirectory() as folder:
        path = _written(folder, "resold.xlsx", options.workbook)
        _measured(f"{_what(path)}: checked, confirmed, loaded", "whole", path, options.workbook)


def _written(folder: str, name: str, rows: int) -> Path:
    path = Path(folder, name)
    _run("write", path, rows)
    return path


def write(path: Path, rows: int) -> None:
    """A process of its own: what starts a child lends it its own size for a moment, and that would count."""
    from benchmarks.wide_tables import resold, standard, write_shared, write_text

    lines = (resold if path.name.startswith("resold") else standard)(rows)
    if path.suffix == ".xlsx":
        write_shared(path, lines)
    else:
        write_text(path, lines, path.name.split(".")[1])


def _what(path: Path) -> str:
    name, *encoding, kind = path.name.split(".")
    columns = 35 if name == "resold" else len(PATENT.fields)
    return f"{columns} columns, {' '.join([kind, *encoding])} of {path.stat().st_size / 1e6:,.0f} MB"


def _bombs(_: argparse.Namespace) -> None:
    from tests.standards.bombs import BOMBS, make

    sys.stdout.write("\nasked for: each refused within 1 s\n\n| file | seconds | said |\n|---|---|---|\n")
    with tempfile.TemporaryDirectory() as folder:
        for name in sorted(BOMBS):
            path = make(name, Path(folder))
            begun = time.perf_counter()
            said = _first_problem(path)
            sys.stdout.write(f"| {name} | {time.perf_counter() - begun:.2f} | {said} |\n")


def _first_problem(path: Path) -> str:
    try:
        return next((one.code for one in open_source_in_child(path, PATENT) if isinstance(one, Problem)), "nothing")
    except Unreadable as refused:
        return refused.problem.code


def _measured(what: str, step: str, path: Path, rows: int) -> None:
    found = json.loads(_run(step, path, rows).splitlines()[-1])
    speed = found["rows"] / found["seconds"]
    numbers = f"{found['rows']:,} | {found['seconds']:.1f} | {found['cpu']:.1f} | {speed:,.0f} | {found['peak']:,.0f}"
    sys.stdout.write(f"| {what} | {numbers} |\n")
    sys.stdout.flush()


def _run(step: str, path: Path, rows: int) -> bytes:
    command = [sys.executable, "-m", "benchmarks.reading", "--step", step, str(path), "--rows", str(rows)]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout


def _step(name: str, path: Path, rows: int) -> None:
    begun = time.perf_counter()
    done = STEPS[name](path, rows)
    seconds = time.perf_counter() - begun
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    found = {
        "rows": done,
        "seconds": seconds,
        "cpu": sum(use.ru_utime + use.ru_stime for use in uses),
        "peak": max(use.ru_maxrss for use in uses) / 1024,
    }
    sys.stdout.write(json.dumps(found) + "\n")


def _by_child(path: Path, _: int) -> int:
    rows = problems = 0
    for one in open_source_in_child(path, PATENT):
        rows, problems = rows + 1, problems + isinstance(one, Problem)
    if problems:
        raise SystemExit(f"{problems} problems in a list that has none")
    return rows


def _by_import(path: Path, _: int) -> int:
    """Cleaned, given to owners and framed, as the check of an import hears it."""
    from huoshui.kernel.reach import EVERYWHERE
    from huoshui.patents.loading.attributing import ByApplicants
    from huoshui.patents.loading.batch import Batch
    from huoshui.patents.loading.batches import Request
    from huoshui.patents.loading.reading import batches
    from huoshui_core.attribution import Directory

    request = Request(path, path.name, {}, ByApplicants(EVERYWHERE, Directory(()), frozenset()), date.max)
    rows = refused = 0
    for one in batches(request):
        if isinstance(one, Batch):
            rows, refused = rows + one.rows + one.repeated, refused + one.refused
    if refused:
        raise SystemExit(f"{refused} rows refused in a list that has nothing wrong")
    return rows


def _by_calamine(path: Path, _: int) -> int:
    from python_calamine import CalamineWorkbook

    return sum(1 for _ in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows()) - 1


def _by_openpyxl(path: Path, _: int) -> int:
    from openpyxl import load_workbook

    return sum(1 for _ in load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)) - 1


def _given_back(path: Path, rows: int) -> int:
    wrong = range(2, rows + 2, BAD_EVERY)
    problems = (Problem(path.name, line, "申请日", "昨天", "日期应如 2020-01-31", "date") for line in wrong)
    write_with_errors(path, problems, path.with_name(f"back{path.suffix}"), dataset=PATENT)
    return rows


def _end_to_end(path: Path, _: int) -> int:
    from django.conf import settings

    from benchmarks.import_speed import NODE, connect
    from huoshui.patents import public as patents

    settings.UPLOAD_FOLDER = path.parent
    connect()
    begun = time.perf_counter()
    outcome = patents.import_patents(NODE, path=path, file_name=path.name)
    sys.stderr.write(f"{outcome.counts}, {time.perf_counter() - begun:.1f} s without making the database\n")
    return outcome.counts.rows


_HEAD = "| what | rows | seconds | CPU s | rows/s | peak MiB |\n|---|---|---|---|---|---|\n"
_SAID = {
    "import": "read and cleaned by the import",
    "child": "read and cleaned row by row in the limited child",
    "calamine": "peer: python-calamine, bare, without limits",
    "openpyxl": "peer: openpyxl read_only, bare",
}
STEPS: dict[str, Callable[[Path, int], int]] = {
    "import": _by_import,
    "child": _by_child,
    "calamine": _by_calamine,
    "openpyxl": _by_openpyxl,
    "back": _given_back,
    "whole": _end_to_end,
}
PARTS: dict[str, Callable[[argparse.Namespace], None]] = {
    "lists": _lists,
    "back": _back,
    "whole": _whole,
    "bombs": _bombs,
}


if __name__ == "__main__":
    main()
