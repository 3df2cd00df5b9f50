"""The dossiers as a workbook: out prefilled, filled by a secretary, back in through the same cleaning as the form."""

from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import xlsxwriter

from huoshui.inventory import rules
from huoshui.inventory.models import Dossier
from huoshui.kernel.errors import Invalid
from huoshui_core.standards import Problem, Unreadable, clean
from huoshui_core.standards.reading import Row, open_source
from huoshui_core.standards.writing.sheet import cell_of, writable
from huoshui_core.standards.writing.template_file import lay_out

DEMONSTRATION = "示例数据·"
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


def filled_workbook(dossiers: Iterable[Dossier], *, demonstration: bool) -> bytes:
    """The standard's template with a row a dossier: numbers, title, and what is known or suggested."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        page = lay_out(book, rules.DATASET, title=(DEMONSTRATION if demonstration else "") + rules.DATASET.title)
        page.freeze_panes(1, 3)
        suggested = book.add_format({"italic": True, "font_color": "#5F6B73", "num_format": "@"})
        for line, dossier in enumerate(dossiers, start=1):
            own = dossier.values
            known = rules.prefilled({**rules.EMPTY, **own}, dossier.suggestions)
            for position, field in enumerate(rules.DATASET.fields):
                text = _text(dossier, field.name, known)
                is_own = field.name in rules.FROM_PATENT or own.get(field.name) not in (None, "", [])
                if text:
                    page.write_string(line, position, writable(text), None if is_own else suggested)
    return file.getvalue()


def _text(dossier: Dossier, name: str, known: Mapping[str, Any]) -> str:
    if name in rules.FROM_PATENT:
        return str(getattr(dossier.patent, name))
    if name not in known or known[name] in (None, "", []):
        return ""
    field = rules.DATASET.field(name)
    value = cell_of(field, clean(field, known[name]))
    return {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def read_sheet(path: Path, file_name: str) -> tuple[list[Row], list[Problem]]:
    """Raises Invalid when the file as a whole cannot be taken."""
    rows: list[Row] = []
    problems: list[Problem] = []
    try:
        for one in open_source(path, rules.DATASET, name=file_name):
            if isinstance(one, Problem):
                problems.append(one)
            else:
                rows.append(one)
    except Unreadable as fault:
        raise Invalid("文件无法读取，未写入任何内容", problems=[fault.problem]) from fault
    return rows, problems


def number_of(row: Row) -> str:
    return str(row.values.get("publication_no") or row.values.get("application_no") or "")


def problem_at(row: Row, file_name: str, field: str, value: object, message: str, code: str) -> Problem:
    return Problem(file_name, row.line, rules.DATASET.field(field).label, str(value or ""), message, code)


def with_upload(file: Any, read: Callable[..., int]) -> int:
    """`read(path=, file_name=)` of an uploaded file, which lies in a file only while it is read."""
    with NamedTemporaryFile(suffix=Path(file.name).suffix) as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        return read(path=Path(kept.name), file_name=file.name)
