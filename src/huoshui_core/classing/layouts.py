"""The columns by which official tables, and copies of them, are known; and which table a file is."""

from collections.abc import Iterable

from huoshui_core.standards.model import Dataset, Field

IPC_GBT4754, IPC_SEI, INTENSIVE, GBT4754, SEI, IPC_TITLES, IPC_HIERARCHY = (
    "ipc_gbt4754",
    "ipc_sei",
    "intensive",
    "gbt4754",
    "sei",
    "ipc_titles",
    "ipc_hierarchy",
)
NEEDED = {
    IPC_GBT4754: ("code", "ipc"),
    IPC_SEI: ("code", "ipc"),
    INTENSIVE: ("code",),
    GBT4754: ("code", "label"),
    SEI: ("code", "label"),
    IPC_TITLES: ("ipc", "label"),
    IPC_HIERARCHY: ("ipc", "parent"),
}


def _field(name: str, label: str, *aliases: str) -> Field:
    return Field(name, label, "text", "本系统", "local", aliases=aliases)


LAYOUT = Dataset(
    name="reference_table",
    version=1,
    title="参照表",
    source="本系统",
    fields=(
        _field(
            "code",
            "行业代码",
            "国民经济行业代码",
            "国民经济行业分类代码",
            "小类代码",
            "战略性新兴产业代码",
            "战略性新兴产业分类代码",
            "产业代码",
            "分类代码",
            "类别代码",
            "代码",
            "seiId",
        ),
        _field(
            "label",
            "行业名称",
            "国民经济行业名称",
            "国民经济行业分类名称",
            "小类名称",
            "战略性新兴产业名称",
            "战略性新兴产业分类名称",
            "产业名称",
            "分类名称",
            "类别名称",
            "名称",
            "题名",
            "中文题名",
            "name",
            "title_zh",
        ),
        _field(
            "ipc",
            "IPC",
            "IPC分类号",
            "IPC号",
            "IPC代码",
            "国际专利分类",
            "国际专利分类号",
            "国际专利分类代码",
            "国际专利分类（IPC）",
            "分类号",
            "symbol",
            "ipcCode",
            "ipc_code",
        ),
        _field("keywords", "关键词", "关键词条件", "关键词限定", "限定条件", "检索关键词", "条件", "keyword"),
        _field("exclude", "排除词", "排除关键词", "排除条件", "不包括"),
        _field("category", "产业大类", "专利密集型产业大类", "知识产权（专利）密集型产业大类", "大类名称", "大类"),
        _field("parent", "上级", "ancestor", "上级分类号", "上级代码", "父级", "parent"),
    ),
    key=(),
    one_of=(("code", "ipc"),),
)


def table_of(fields: Iterable[str], codes: Iterable[str]) -> str:
    """Which table has these columns and begins with these codes; "" where more than one may."""
    present, first = set(fields), [code for code in codes if code]
    dotted = any("." in code for code in first)
    if {"code", "ipc"} <= present:
        return IPC_SEI if dotted or "keywords" in present else IPC_GBT4754
    if "ipc" in present:
        return IPC_TITLES if "label" in present else IPC_HIERARCHY if "parent" in present else ""
    if "category" in present:
        return INTENSIVE
    if dotted:
        return SEI
    return GBT4754 if any(len(code) == 1 and code.isalpha() for code in first) else ""
