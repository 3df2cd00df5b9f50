"""How a run stands and what it counts, in the words of its pages."""

from huoshui.patents import import_jobs, returning, states
from huoshui.patents.models import RUN_STATES, ImportRun
from huoshui.patents.quality import unread_files

UNITS = {"unmatched": "家", "disagreements": "项"}
RETURNING, AWAITING, STOPPED = "returning", "awaiting", "stopped"
LABELS = {AWAITING: "待核对栏目", STOPPED: "导入中断"}


def stage(run: ImportRun) -> str:
    """What is being worked at, "" for nothing."""
    if run.state in {states.CHECKING, states.APPLYING}:
        return "" if pause(run) else run.state
    return RETURNING if returning.is_awaited(run) else ""


def pause(run: ImportRun) -> str:
    """Why nobody works at a run that has not ended: what a page does at once is over when its run can be seen, the rest
    is asked of the worker. What has no upload came from the command line, and may be at work there."""
    if run.state not in {states.CHECKING, states.APPLYING} or not run.upload or import_jobs.is_asked(run.pk):
        return ""
    return AWAITING if run.state == states.CHECKING else STOPPED


def may_go_on(run: ImportRun) -> bool:
    return run.state == states.APPLYING and not import_jobs.is_asked(run.pk)


def state_of(run: ImportRun) -> str:
    return LABELS.get(pause(run)) or RUN_STATES[run.state]


def label_of(run: ImportRun, name: str) -> str:
    if name == "refused" and unread_files(run) == run.refused > 0:
        return "无法读取"
    return verbose_name(name)


def verbose_name(name: str) -> str:
    return str(getattr(ImportRun._meta.get_field(name), "verbose_name", name))


def figure_of(run: ImportRun, name: str) -> int:
    """A file that could not be read is no row, though the run counts it with those that were refused."""
    count = int(getattr(run, name))
    if name == "rows" or (name == "refused" and unread_files(run) < run.refused):
        return count - unread_files(run)
    return count


def unit_of(run: ImportRun, name: str) -> str:
    return "个文件" if label_of(run, name) == "无法读取" else UNITS.get(name, "行")
