"""Small fixed files in the shapes people bring. Institutions are those of the test world; check digits are right."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

HEADINGS = (
    "公开（公告）号",
    "申请号",
    "专利类型",
    "标题",
    "申请人",
    "申请人类型",
    "发明人",
    "申请日",
    "公开（公告）日",
    "IPC主分类号",
    "省份",
    "城市",
    "法律状态",
    "摘要",
)
GRANT = dict(
    zip(
        HEADINGS,
        (
            "CN107000001B",
            "201710601862.3",
            "发明授权",
            "一种软包电池的热管理方法",
            "南湖试验大学|南湖试验电池有限公司",
            "高校|企业",
            "inventor|李四",
            "2017-07-21",
            "2019-07-09",
            "H01M10/613",
            "湖南省",
            "长沙市",
            "有效",
            "通过液冷板带走电池的热。",
        ),
        strict=True,
    )
)
APPLICATION = GRANT | {
    "公开（公告）号": "CN107000001A",
    "专利类型": "发明公布",
    "公开（公告）日": "2018-01-05",
    "法律状态": "审中",
}
UTILITY = GRANT | {
    "公开（公告）号": "CN208000002U",
    "申请号": "",
    "专利类型": "实用新型",
    "标题": "一种电池托盘",
    "发明人": "王五",
    "公开（公告）日": "2018-10-23",
    "法律状态": "",
}
HILL = UTILITY | {
    "公开（公告）号": "CN208000003U",
    "标题": "一种水泵叶轮",
    "申请人": "西岭试验大学",
    "申请人类型": "高校",
    "省份": "山西省",
    "城市": "太原市",
}
COMPANY = UTILITY | {"公开（公告）号": "CN208000004U", "申请人": "南湖试验电池有限公司", "申请人类型": "企业"}
BRANCH = UTILITY | {"公开（公告）号": "CN208000005U", "申请人": "南湖试验大学北山校区", "申请人类型": "高校"}
BAD_DATE = UTILITY | {"公开（公告）号": "CN208000006U", "公开（公告）日": "2018-13-40"}

Row = Mapping[str, str]


def csv_file(folder: Path, *rows: Row, name: str = "patents.csv", encoding: str = "utf-8-sig") -> Path:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, HEADINGS)
    writer.writeheader()
    writer.writerows(rows)
    path = folder / name
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def xlsx_file(folder: Path, *rows: Row, name: str = "patents.xlsx") -> Path:
    book = Workbook()
    sheet = book.active
    lines: Sequence[Sequence[str]] = [HEADINGS, *([row[heading] for heading in HEADINGS] for row in rows)]
    for line in lines:
        sheet.append(list(line))
    path = folder / name
    book.save(path)
    return path
