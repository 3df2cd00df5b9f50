"""Lists of legal events and of fees, as they come; all invented."""

import csv
from collections.abc import Mapping
from pathlib import Path

GRANT_NO, GRANT_PUBLICATION = "201710601862.3", "CN107000001B"
UTILITY_PUBLICATION, HILL_PUBLICATION = "CN208000002U", "CN208000003U"

LAPSE = {
    "申请号": GRANT_NO,
    "法律状态": "CF01",
    "法律状态公告日": "2024-08-09",
    "法律状态信息": "未缴年费专利权终止；终止日期：2023.07.21",
}
RESTORED = {"申请号": GRANT_NO, "法律状态": "RR01", "法律状态公告日": "2024-11-01"}
EXCLUSIVE = {
    "申请号": "ZL" + GRANT_NO,
    "法律状态": "专利实施许可合同备案的生效",
    "法律状态公告日": "2024-03-01",
    "被许可人": "南湖试验电池有限公司",
    "备案号": "X2024430000001",
    "法律状态信息": "许可种类：独占许可；许可期限：2024-02-01至2099-01-31",
}
PLEDGE = {
    "申请号": GRANT_NO,
    "法律状态": "质押",
    "法律状态公告日": "2024-01-05",
    "质权人": "南湖试验银行",
    "备案号": "Y2024430000009",
}
HEADINGS = ("申请号", "公开号", "法律状态", "法律状态公告日", "变更前", "变更后", "被许可人", "备案号", "法律状态信息")


def events_file(folder: Path, *rows: Mapping[str, str], name: str = "法律状态.csv") -> Path:
    rows = tuple({"被许可人" if key == "质权人" else key: value for key, value in row.items()} for row in rows)
    return _write(folder / name, HEADINGS, rows)


def fees_file(folder: Path, *rows: Mapping[str, str], name: str = "年费.csv") -> Path:
    return _write(folder / name, ("申请号", "年度", "应缴截止日", "金额", "缴费日"), rows)


def _write(path: Path, headings: tuple[str, ...], rows: tuple[Mapping[str, str], ...]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, headings)
        writer.writeheader()
        writer.writerows(rows)
    return path
