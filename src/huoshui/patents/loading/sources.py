"""Which kind of source a file is, told by its format and its headings; a person may correct it."""

from collections.abc import Iterable

from huoshui_core.standards import load
from huoshui_core.standards.reading.columns import fold_heading

_COMMERCIAL = frozenset(
    map(
        fold_heading,
        (
            "标题", "标题(中文)", "公开(公告)号", "当前申请(专利权)人", "当前权利人", "简单法律状态", "当前法律状态",
            "IPC主分类号", "主权项内容", "首项权利要求", "摘要文本", "被引证次数", "家族被引证次数", "申请人类型",
        ),
    )
)  # fmt: skip
_REGISTER = frozenset(map(fold_heading, ("登记簿", "登记生效日", "年费缴纳状态", "应缴费日", "主著录项目变更")))
_PLATFORM = frozenset(map(fold_heading, ("盘点状态", "产业化前景", "是否入库", "存量专利编号")))
_ENOUGH = 3


def kind_of_source(format_: str, headings: Iterable[str]) -> str:
    """A key of `rules.SOURCE_RANKS`."""
    if format_ in {"xml", "st36", "st96"}:
        return "office"
    found = {fold_heading(heading) for heading in headings}
    own = {fold_heading(field.label) for field in load("patent").fields}
    if found & _REGISTER:
        return "register"
    if found & _PLATFORM:
        return "platform"
    if found and found <= own:
        return "template"
    return "commercial" if len(found & _COMMERCIAL) >= _ENOUGH else "other"
