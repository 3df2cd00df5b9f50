"""The main job on anyone's files, without a database: from import to ranked matches, as workbooks and a report."""

from huoshui_core.loop.outcome import LoopResult
from huoshui_core.loop.output import OutputRefused
from huoshui_core.loop.pipeline import run_loop
from huoshui_core.matching.files import UnusableInput

__all__ = ["LoopResult", "OutputRefused", "UnusableInput", "run_loop"]
