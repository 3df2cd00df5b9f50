"""Cleaning by columns: thousands of rows at once, with exactly the answers of `clean_record`."""

from huoshui_core.standards.bulk.patents import PatentColumns, clean_patents
from huoshui_core.standards.bulk.remembered import Remembered

__all__ = ["PatentColumns", "Remembered", "clean_patents"]
