"""The data standards (标准格式): fields, code lists and cleaning that every door of the platform shares."""

from huoshui_core.standards.clean import CleanValue, clean, clean_record
from huoshui_core.standards.model import CodeList, Dataset, Field, load, load_codes
from huoshui_core.standards.refusal import FieldProblem, Problem, Unclean, Unreadable

__all__ = [
    "CleanValue",
    "CodeList",
    "Dataset",
    "Field",
    "FieldProblem",
    "Problem",
    "Unclean",
    "Unreadable",
    "clean",
    "clean_record",
    "load",
    "load_codes",
]
