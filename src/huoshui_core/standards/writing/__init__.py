"""Files out: workbooks, text tables and templates in which no cell is ever a formula."""

from huoshui_core.standards.marks import neutral, restored
from huoshui_core.standards.writing.returned_file import write_with_errors
from huoshui_core.standards.writing.sheet import Cell, Column, Sheet, dataset_sheet
from huoshui_core.standards.writing.template_file import template
from huoshui_core.standards.writing.text_file import write_csv
from huoshui_core.standards.writing.workbook import write_workbook

__all__ = [
    "Cell",
    "Column",
    "Sheet",
    "dataset_sheet",
    "neutral",
    "restored",
    "template",
    "write_csv",
    "write_with_errors",
    "write_workbook",
]
