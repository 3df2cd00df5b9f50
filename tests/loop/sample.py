"""A small invented region in files: twelve rows that meet every rule of the loop."""

import csv
from collections.abc import Sequence
from pathlib import Path

PATENT_COLUMNS = (
    "公开（公告）号",
    "申请号",
    "专利名称",
    "摘要",
    "申请（专利权）人",
    "申请日",
    "公开（公告）日",
    "IPC分类号",
    "法律状态",
)
BATTERY = "本发明公开了一种锂离子电池隔膜，实验结果表明，该隔膜循环寿命长，可广泛应用于电动汽车动力电池。"
PATENTS = (
    (
        "CN104010370B",
        "",
        "一种锂离子电池隔膜及其制备方法",
        BATTERY,
        "云台大学",
        "2014-04-28",
        "2019-07-09",
        "H01M2/16",
        "",
    ),
    (
        "CN103906069B",
        "",
        "静电除尘器",
        "",
        "云台大学|北港除尘设备有限公司",
        "2014-02-25",
        "2019-07-09",
        "B03C3/00",
        "有效",
    ),
    ("CN209069587U", "", "一种茶叶杀青机", "", "云台大学（南湖校区）", "2018-02-25", "2019-07-09", "A23F3/06", ""),
    ("CN305250654S", "", "吸尘器", "", "北港职业技术学院", "2018-12-25", "2019-07-09", "15-05", ""),
    ("CN109000001A", "", "一种电池隔膜涂布装置", "", "云台大学", "2018-02-25", "2018-12-14", "H01M2/14", ""),
    ("CN109000002A", "", "锂电池电解液", "", "云台大学", "2018-02-25", "2018-12-14", "H01M10/05", "授权"),
    ("CN101000001B", "", "一种旧式除尘器", "", "云台大学", "2005-02-25", "2009-07-09", "B03C3/00", ""),
    ("CN104010371B", "", "一种失效的隔膜", "", "云台大学", "2014-04-28", "2019-07-09", "H01M2/16", "未缴年费"),
    ("CN104010372B", "", "公司自有的电池", "", "北港电池有限公司", "2014-04-28", "2019-07-09", "H01M10/05", ""),
    ("CN104010373B", "", "没有填权利人的隔膜", "", "", "2014-04-28", "2019-07-09", "H01M2/16", ""),
)
ENTERPRISE_COLUMNS = ("企业名称", "省份", "城市", "主要产品", "经营范围", "ipc_subclasses")
ENTERPRISES = (
    ("北港电池有限公司", "福建省", "福州市", "锂离子电池隔膜|动力电池", "电池材料生产", "H01M:12"),
    ("北港除尘设备有限公司", "福建省", "福州市", "静电除尘器|袋式除尘器", "环保设备", "B03C:5"),
    ("云台茶业有限公司", "福建省", "福州市", "茶叶|茶叶杀青机", "茶叶加工", "A23F:2"),
    ("=HYPERLINK(坏)", "福建省", "福州市", "<script>吸尘器</script>", "家电", ""),
)
INSTITUTION_COLUMNS = ("学校名称", "学校标识码")
INSTITUTIONS = (("云台大学", "4135010001"), ("北港大学", "4135010002"))


def write_rows(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]], *, encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    return path


def sample_files(folder: Path) -> tuple[Path, Path, Path]:
    """Patents, enterprises, institutions."""
    return (
        write_rows(folder / "patents.csv", PATENT_COLUMNS, PATENTS),
        write_rows(folder / "enterprises.csv", ENTERPRISE_COLUMNS, ENTERPRISES),
        write_rows(folder / "institutions.csv", INSTITUTION_COLUMNS, INSTITUTIONS),
    )
