"""Files out: workbooks, text tables and templates in which no cell is ever a formula."""
