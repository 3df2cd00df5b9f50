"""Which tables there are, and to which level a code is counted. Values in, answers out."""

from huoshui_core.classing import Scheme

TABLES = {
    "ipc_gbt4754": "国际专利分类与国民经济行业分类参照关系表",
    "ipc_sei": "战略性新兴产业分类与国际专利分类参照关系表",
    "intensive": "专利密集型产业小类清单",
    "gbt4754": "国民经济行业分类",
    "sei": "战略性新兴产业分类",
    "ipc_titles": "国际专利分类（全部分类号的题名）",
    "ipc_hierarchy": "国际专利分类（点组层级）",
}
FACETS: dict[str, Scheme] = {"industry": "gbt4754", "sei": "sei", "wipo": "wipo35", "intensive": "patent_intensive"}
FACET_OF: dict[Scheme, str] = {scheme: facet for facet, scheme in FACETS.items()}


def counted_code(scheme: str, code: str) -> str:
    """The level lists and figures use: 大类 of GB/T 4754, the 40 fields of 战略性新兴产业, else the code itself."""
    if scheme == "gbt4754":
        return code[:2]
    if scheme == "sei":
        return ".".join(code.split(".")[:2])
    return code
