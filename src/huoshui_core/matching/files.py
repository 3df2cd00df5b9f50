"""Matching of two files without a database: patents and enterprises in, a ranked CSV with reasons out."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from huoshui_core.matching.kernel import cut
from huoshui_core.matching.matcher import Matcher
from huoshui_core.matching.model import Model
from huoshui_core.matching.reasons import Reasons
from huoshui_core.matching.types import EnterpriseText, Lists, PatentText
from huoshui_core.standards import Problem, Unreadable, load
from huoshui_core.standards.marks import neutral
from huoshui_core.standards.reading import read_records

HEADER = ("patent", "rank", "enterprise", "score", "reasons")
FileProgress = Callable[[str, int, int], None]  # what is being done (Chinese), done, of how many
_PATENTS_AT_ONCE = 256
T = TypeVar("T")


class UnusableInput(ValueError):
    """One of the files holds no usable row. `problems` says what is wrong, each with file, line, column and value."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@dataclass(frozen=True, slots=True)
class RankedFile:
    """`problems` are the rows that were left out: whoever calls must show them and must not report plain success."""

    patents: int
    enterprises: int
    rows: int
    without_match: int
    problems: tuple[Problem, ...]
    model_version: str


def rank_files(
    patents: Path,
    enterprises: Path,
    *,
    top: int,
    out: Path,
    progress: FileProgress | None = None,
    part: tuple[int, int] = (0, 1),
    model: Model | None = None,
) -> RankedFile:
    """Write the `top` enterprises of each patent to `out`, which appears whole or not at all.

    `part` (i, n) takes the i-th of n runs of patents: the parts, headers aside, joined in order are the whole file.
    Raises UnusableInput and TooMuchWork before anything is written.
    """
    report = progress or (lambda what, done, of: None)
    report("读取", 0, 2)
    patent_texts, problems = _read(patents, "patent", patent_text)
    report("读取", 1, 2)
    enterprise_texts, more = _read(enterprises, "enterprise", enterprise_text)
    report("读取", 2, 2)
    first, last = cut(len(patent_texts), *part)
    patent_texts = patent_texts[first:last]
    matcher = Matcher.build(patent_texts, enterprise_texts, model=model, progress=lambda *at: report("建立索引", *at))
    ranking = matcher.rank(per_patent=top, per_enterprise=0, progress=lambda *at: report("逐对打分", *at))
    names = [_cell(enterprise.key) for enterprise in enterprise_texts]
    keys = [_cell(patent.key) for patent in patent_texts]
    lines = _lines(matcher, ranking.by_patent, keys, names)
    rows = _write(out, lines, lambda done: report("写出", done, len(keys)))
    empty = int((ranking.by_patent.ids >= 0).sum(axis=1).__eq__(0).sum())
    return RankedFile(len(keys), len(names), rows, empty, (*problems, *more), ranking.model_version)


def patent_text(values: dict[str, Any]) -> PatentText:
    """A patent as the standard has it, for matching."""
    symbols = dict.fromkeys(filter(None, (values.get("main_class"), *(values.get("classes") or ()))))
    return PatentText(
        values.get("publication_no") or values.get("application_no") or "",
        values["title"],
        values.get("abstract") or "",
        tuple(symbols),
        values.get("province") or "",
        values.get("city") or "",
    )


def enterprise_text(values: dict[str, Any]) -> EnterpriseText:
    """An enterprise as the standard has it: titles of its patents, products, business scope, stated need."""
    texts = (*(values.get("sample_titles") or ()), *(values.get("products") or ()))
    texts += tuple(filter(None, (values.get("business_scope"), values.get("need_text"))))
    profile = {symbol: float(count) for symbol, count in (values.get("ipc_profile") or {}).items()}
    return EnterpriseText(values["name"], texts, profile, values.get("province") or "", values.get("city") or "")


def _read(path: Path, dataset: str, turned: Callable[[dict[str, Any]], T]) -> tuple[list[T], list[Problem]]:
    texts: list[T] = []
    problems: list[Problem] = []
    try:
        for row in read_records(path, load(dataset)):
            if isinstance(row, Problem):
                problems.append(row)
            else:
                texts.append(turned(row.values))
    except Unreadable as unreadable:
        raise UnusableInput((unreadable.problem,)) from unreadable
    if not texts:
        problems.append(Problem(path.name, 0, "", "", "没有一行可用的数据", "no_rows"))
        raise UnusableInput(tuple(problems))
    return texts, problems


def _lines(matcher: Matcher, lists: Lists, keys: list[str], names: list[str]) -> Iterator[tuple[int, int, str]]:
    """Patents done so far, rows in this piece, and the piece."""
    reasons = Reasons(matcher)
    for first in range(0, len(keys), _PATENTS_AT_ONCE):
        ids, scores = lists.ids[first : first + _PATENTS_AT_ONCE], lists.scores[first : first + _PATENTS_AT_ONCE]
        piece: list[str] = []
        for at, why in enumerate(reasons.of(first, ids)):
            key = keys[first + at]
            piece += [
                f"{key},{rank},{names[enterprise]},{score:.4f},{reason}\n"
                for rank, (enterprise, score, reason) in enumerate(
                    zip(ids[at].tolist(), scores[at].tolist(), why, strict=False), 1
                )
            ]
        yield first + len(ids), len(piece), "".join(piece)


def _write(out: Path, pieces: Iterable[tuple[int, int, str]], report: Callable[[int], None]) -> int:
    beside = out.with_name(f".{out.name}.{os.getpid()}.part")
    rows = 0
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            file.write(",".join(HEADER) + "\n")
            for done, count, piece in pieces:
                file.write(piece)
                rows += count
                report(done)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, out)
    finally:
        beside.unlink(missing_ok=True)
    return rows


def _cell(text: str) -> str:
    """As csv would quote it, and never a formula in a spreadsheet."""
    safe = neutral(text)
    return '"' + safe.replace('"', '""') + '"' if any(mark in safe for mark in ',"\r\n') else safe
