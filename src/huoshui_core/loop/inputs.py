"""The files as given: clean rows, the rows refused, and how each file was read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from huoshui_core.matching.files import UnusableInput
from huoshui_core.standards import Problem, Unreadable, load
from huoshui_core.standards.reading import Row, open_source
from huoshui_core.text import organisation_key

_ROWS_A_STEP = 2_000
_FORMATS = {"csv": "文本表格", "xlsx": "工作簿", "xml": "XML", "zip": "压缩包"}


@dataclass(frozen=True, slots=True)
class Record:
    """A clean row with its place: `values` by the names of the standard."""

    file: str
    line: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """`repeats` are identical rows met again, taken once; `ignored` are headings that no field answers to."""

    name: str
    form: str
    rows: tuple[Record, ...]
    problems: tuple[Problem, ...]
    repeats: int
    ignored: tuple[str, ...]
    is_demonstration: bool

    @property
    def refused(self) -> int:
        """Rows, not problems: one row may have several."""
        return len({(problem.file, problem.line) for problem in self.problems})


@dataclass(frozen=True, slots=True)
class Inputs:
    """`directory`: folded name → name of the institutions list, None when no list was given."""

    patents: ReadFile
    enterprises: ReadFile
    institutions: ReadFile | None
    directory: dict[str, str] | None

    @property
    def files(self) -> tuple[ReadFile, ...]:
        return tuple(filter(None, (self.patents, self.enterprises, self.institutions)))

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for file in self.files for problem in file.problems)

    @property
    def is_demonstration(self) -> bool:
        return any(file.is_demonstration for file in self.files)


def read_inputs(
    patents: Path, enterprises: Path, institutions: Path | None, *, today: date, report: Callable[[str, int, int], None]
) -> Inputs:
    """Raises UnusableInput with the problems of every file that holds no usable row."""
    asked = [(patents, "patent"), (enterprises, "enterprise")]
    asked += [(institutions, "institution")] if institutions else []
    read: list[ReadFile] = []
    unusable: list[Problem] = []
    for path, dataset in asked:
        try:
            read.append(_read(path, dataset, today, report))
        except UnusableInput as refused:
            unusable += refused.problems
    if unusable:
        raise UnusableInput(tuple(unusable))
    listed = read[2] if institutions else None
    directory = {organisation_key(row.values["name"]): row.values["name"] for row in listed.rows} if listed else None
    return Inputs(read[0], read[1], listed, directory)


def _read(path: Path, dataset: str, today: date, report: Callable[[str, int, int], None]) -> ReadFile:
    problems: list[Problem] = []
    try:
        source = open_source(path, load(dataset), today=today)
        rows = tuple(_good(source.rows, problems, lambda done: report(f"读取 {path.name}", done, 0)))
    except Unreadable as unreadable:
        raise UnusableInput((unreadable.problem,)) from unreadable
    except OSError as closed:
        problem = Problem(path.name, 0, "", str(path), "文件不存在或无法打开", "file_missing")
        raise UnusableInput((problem,)) from closed
    if not rows:
        raise UnusableInput((*problems, Problem(path.name, 0, "", "", "没有一行可用的数据", "no_rows")))
    form = "，".join(filter(None, (_FORMATS[source.format], source.encoding, source.sheet)))
    return ReadFile(
        path.name, form, rows, tuple(problems), source.repeats.count, source.ignored, source.is_demonstration
    )


def _good(rows: Iterator[Row | Problem], problems: list[Problem], tick: Callable[[int], None]) -> Iterator[Record]:
    for count, row in enumerate(rows, start=1):
        if isinstance(row, Problem):
            problems.append(row)
        else:
            yield Record(row.file, row.line, row.values)
        if count % _ROWS_A_STEP == 0:
            tick(count)
