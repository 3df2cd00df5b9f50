"""The rows of one edition: one declaration for page, export and API."""

from huoshui.classification.models import TableEntry
from huoshui.display.filters import Filter
from huoshui.display.listing import Column, Listing, contains
from huoshui.display.parts import Empty
from huoshui.kernel.paging import Sort


def _words(row: TableEntry) -> str:
    left_out = f"；不含：{'、'.join(row.exclude)}" if row.exclude else ""
    return "、".join(row.include) + left_out


ENTRIES = Listing(
    name="reference",
    title="参照表",
    columns=[
        Column("code", "代码", lambda row: row.code, sort="code"),
        Column("label", "名称", lambda row: row.label, width=40),
        Column("symbol", "IPC", lambda row: row.symbol, width=20),
        Column("parent", "上级", lambda row: row.parent, phone=False),
        Column("words", "关键词条件", _words, width=40, phone=False),
        Column("line", "文件行", lambda row: row.line, sort="line", number=True, phone=False),
    ],
    sorts=[Sort("line", "line"), Sort("code", "code")],
    filters=[Filter("q", "代码、名称或 IPC", contains("code", "label", "symbol"), kind="text")],
    empty=Empty("没有符合条件的条目"),
)
