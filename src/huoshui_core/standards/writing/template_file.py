"""The empty workbook that people fill in: headings, drop-downs, examples, and hidden: which standard it answers."""

import io
from typing import Any

import xlsxwriter

from huoshui_core.standards.marks import STANDARD_SHEET
from huoshui_core.standards.model import CodeList, Dataset, Field
from huoshui_core.standards.writing.sheet import Column, width_of
from huoshui_core.standards.writing.workbook import describe, set_columns, sheet_title

ROWS = 20_000
_INLINE_CHARACTERS = 255
_CODES_SHEET = "_codes"
_TYPES_WITH_NUMBERS = frozenset({"integer", "number", "money"})


def template(dataset: Dataset) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        lay_out(book, dataset, title=dataset.title)
    return file.getvalue()


def lay_out(book: Any, dataset: Dataset, *, title: str) -> Any:
    """The template within a workbook that somebody else fills; answers its page, filled from the second row on."""
    describe(book)
    page = book.add_worksheet(sheet_title(title))
    codes = book.add_worksheet(_CODES_SHEET)
    codes.hide()
    head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True})
    as_text = book.add_format({"num_format": "@"})
    set_columns(page, [Column(field.label, width_of(field)) for field in dataset.fields])
    for position, field in enumerate(dataset.fields):
        page.write_string(0, position, field.label + ("*" if field.required else ""), head)
        page.write_comment(0, position, comment(field), {"x_scale": 2, "y_scale": 1.5})
        if field.type not in _TYPES_WITH_NUMBERS:
            # Otherwise a spreadsheet turns application numbers into numbers and loses their digits.
            page.set_column(position, position, width_of(field), as_text)
        if field.codes and field.type == "code":
            _offer(page, codes, position, field.codes)
        elif field.type == "boolean":
            page.data_validation(1, position, ROWS, position, {"validate": "list", "source": ["是", "否"]})
    stamp = book.add_worksheet(STANDARD_SHEET)
    stamp.hide()
    stamp.write_row(0, 0, [dataset.name, dataset.version])
    stamp.write_row(1, 0, [field.name for field in dataset.fields])
    return page


def comment(field: Field) -> str:
    lines = ["必填" if field.required else "选填"]
    if field.example:
        lines.append(f"例：{field.example}")
    if field.note:
        lines.append(field.note)
    if field.codes and field.type == "codes":
        lines.append("可选：" + "、".join(field.codes.values.values()) + "；多个之间用 | 隔开")
    if field.codes and field.codes.standing == "assumed":
        lines.append("取值为推定，并非国家统一规定")
    if field.level == "restricted":
        lines.append("限制使用：只有获准的人能看到")
    return "\n".join(lines)


def _offer(page: Any, codes: Any, position: int, listed: CodeList) -> None:
    """A drop-down. Written inline it holds 255 characters; longer lists lie in a hidden sheet."""
    labels = list(listed.values.values())
    source: Any = labels
    if len(",".join(labels)) > _INLINE_CHARACTERS or any("," in label for label in labels):
        codes.write_column(0, position, labels)
        source = xlsxwriter.utility.xl_range_abs(0, position, len(labels) - 1, position)
        source = f"={_CODES_SHEET}!{source}"
    message = "请从列表中选择"
    rule = {"validate": "list", "source": source, "error_title": listed.title, "error_message": message}
    page.data_validation(1, position, ROWS, position, rule)
