"""The loop, step by step: read, attribute, prefill, screen, match, write."""

from datetime import date
from pathlib import Path

from huoshui_core.loop.dossiers import write_dossiers
from huoshui_core.loop.figures import count_figures
from huoshui_core.loop.holdings import build_library, unchecked_names
from huoshui_core.loop.inputs import Inputs, read_inputs
from huoshui_core.loop.outcome import LoopProgress, LoopResult
from huoshui_core.loop.output import fresh_folder, mark, refuse_if_foreign
from huoshui_core.loop.ranking import match
from huoshui_core.loop.report import Findings, write_report
from huoshui_core.loop.workbooks import write_base, write_matches, write_names, write_problems
from huoshui_core.matching.files import UnusableInput
from huoshui_core.standards import Problem


def run_loop(
    patents: Path,
    enterprises: Path,
    out: Path,
    *,
    institutions: Path | None,
    today: date,
    top: int = 10,
    demonstration: bool = False,
    progress: LoopProgress | None = None,
) -> LoopResult:
    """Results of the good rows go to `out`, which appears whole or not at all; the bad rows are in the answer.

    Raises UnusableInput when a file gives no row to work on, OutputRefused when `out` holds other things, TooMuchWork
    when the matching would take too long; nothing is written then. `demonstration` is also taken from the files.
    """
    report = progress or _silent
    refuse_if_foreign(out)
    inputs = read_inputs(patents, enterprises, institutions, today=today, report=report)
    findings = _find(inputs, today=today, top=top, demonstration=demonstration, report=report)
    with fresh_folder(out) as folder:
        files = _write(folder, findings, report)
        result = _result(out, findings, files)
        mark(folder, {name: value for name, value in result.summary().items() if name != "out"})
    return result


def _find(inputs: Inputs, *, today: date, top: int, demonstration: bool, report: LoopProgress) -> Findings:
    library = build_library(inputs.patents.rows, inputs.directory, today=today, report=report)
    if not any(holding.may_match for holding in library.holdings):
        message = "没有一件专利既属于高校、科研机构或医院，又未终止，无从匹配"
        problem = Problem(inputs.patents.name, 0, "", "", message, "none_in_scope")
        raise UnusableInput((*inputs.problems, problem))
    matches = match(library.holdings, inputs.enterprises.rows, top=top, report=report)
    return Findings(
        inputs=inputs,
        library=library,
        names=unchecked_names(library),
        matches=matches,
        figures=count_figures(library.holdings, matches),
        top=top,
        today=today,
        demonstration=demonstration or inputs.is_demonstration,
    )


def _write(folder: Path, findings: Findings, report: LoopProgress) -> tuple[str, ...]:
    library, matches, marked = findings.library, findings.matches, findings.demonstration
    report("写出基础库", 0, 0)
    files = [write_base(folder, library, findings.figures.institutions, matches, demonstration=marked)]
    report("写出盘点档案", 0, 0)
    files.append(write_dossiers(folder, library.holdings, matches, demonstration=marked))
    report("写出供需匹配", 0, 0)
    files.append(write_matches(folder, matches, demonstration=marked))
    files.append(write_names(folder, library, findings.names, demonstration=marked))
    if findings.inputs.problems:
        files.append(write_problems(folder, findings.inputs.problems, demonstration=marked))
    report("写出报告", 0, 0)
    files.append(write_report(folder, findings, files))
    return tuple(files)


def _result(out: Path, findings: Findings, files: tuple[str, ...]) -> LoopResult:
    figures = findings.figures
    return LoopResult(
        out=out,
        files=files,
        patents_read=len(findings.inputs.patents.rows),
        enterprises_read=len(findings.inputs.enterprises.rows),
        in_scope=len(findings.library.holdings),
        out_of_scope=len(findings.library.outside),
        institutions=len(figures.institutions),
        institutions_unlisted=figures.unlisted,
        candidates=figures.candidates,
        matched=figures.matched,
        match_rows=figures.match_rows,
        problems=findings.inputs.problems,
        model_version=findings.matches.ranking.model_version,
        demonstration=findings.demonstration,
    )


def _silent(what: str, done: int, of: int) -> None:
    return None
