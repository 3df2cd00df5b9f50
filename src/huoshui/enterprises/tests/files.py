"""Small fixed files of enterprises, those of the test world among them."""

import csv
from collections.abc import Mapping
from pathlib import Path

BATTERY = {
    "企业名称": "南湖试验电池有限公司",
    "统一社会信用代码": "91110000600037341L",
    "省份": "湖南省",
    "城市": "长沙市",
    "企业类型": "专精特新|高新技术企业",
    "经营范围": "锂离子电池的研发、生产和销售",
    "主要产品": "软包电池|电池包",
    "技术画像（IPC）": "H01M:12|B60L:3",
    "代表性专利名称": "一种软包电池",
    "专利文献数": "15",
    "技术需求": "大容量电池的热失控预警",
    "联系人": "赵六",
    "联系电话": "0731-88888888",
}
PUMP = dict.fromkeys(BATTERY, "") | {
    "企业名称": "西岭试验水泵有限公司",
    "省份": "山西省",
    "城市": "太原市",
    "主要产品": "离心泵",
    "专利文献数": "4",
}
NEW = PUMP | {"企业名称": "北河试验阀门有限公司", "省份": "湖南省", "城市": "岳阳市"}


def csv_file(folder: Path, *rows: Mapping[str, str], name: str = "enterprises.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(BATTERY))
        writer.writeheader()
        writer.writerows(rows)
    return path
