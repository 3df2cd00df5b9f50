"""Small files in the official layouts, with invented rows."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

CONCORDANCE = (
    ("国际专利分类与国民经济行业分类参照关系表", None, None),
    ("行业代码", "行业名称", "IPC"),
    ("C", "制造业", None),
    ("38", "电气机械和器材制造业", None),
    ("384", "电池制造", None),
    ("3841", "锂离子电池制造", "H01M10/052*"),
    (None, None, "H01M 10/0525"),
    (None, None, "*H01M4/13-4/139"),
    ("3849", "其他电池制造", "H01M8/00"),
    (None, None, "H01M10/00；H01M12/00"),
)
EMERGING = (
    ("分类代码", "分类名称", "IPC", "关键词"),
    ("5.2.1", "电池制造", "H01M10*、H01M4*", None),
    ("5.3.1", "充电设施", "B60L53*", "电动汽车；新能源且客车，不包含非机动车"),
    (None, None, "H02J7*", None),
)
INTENSIVE = (
    ("大类", "行业代码", "行业名称"),
    ("新装备制造业", "3841", "锂离子电池制造"),
    (None, "3842", "镍氢电池制造"),
    ("新材料制造业", "2651", "初级形态塑料及合成树脂制造"),
)


def workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    book.save(path)
    return path
