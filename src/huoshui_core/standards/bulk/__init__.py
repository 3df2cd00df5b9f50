"""Cleaning by columns: thousands of rows at once, with exactly the answers of `clean_record`."""

from huoshui_core.standards.bulk.patents import PatentColumns, clean_patents

__all__ = ["PatentColumns", "clean_patents"]
