"""Tables as the commercial databases and resellers give them out."""

import csv
from datetime import date

import pytest

from huoshui_core.standards import load
from huoshui_core.standards.reading import Row, open_source

PATENT = load("patent")
RESOLD_HEADINGS = """
专利名称 专利类型 申请人 申请人类型 申请人地址 申请人地区 申请人城市 申请人区县 申请号
申请日 申请年份 公开公告号 公开公告日
公开公告年份 授权公告号
授权公告日 授权公告年份 IPC分类号 IPC主分类号 发明人 摘要文本 主权项内容 当前权利人 当前专利权人地址
专利权人类型
统一社会信用代码 引证次数 被引证次数 自引次数 他引次数 被自引次数 被他引次数 家族引证次数 家族被引证次数 备注
"""
RESOLD = RESOLD_HEADINGS.split()


def table(path, headings, *rows, encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows([row.get(heading, "") for heading in headings] for row in rows)
    return path


def test_the_resold_table_of_35_columns_is_read(tmp_path):
    row = {
        "专利名称": "一种除尘器",
        "专利类型": "发明授权",
        "申请人": "甲大学; 乙公司",
        "申请人类型": "大专院校;企业",
        "申请人地区": "湖南省",
        "申请人城市": "长沙市;株洲市",
        "申请号": "CN201410174566.6",
        "申请日": "2014-04-28",
        "公开公告号": "CN104010370B",
        "公开公告日": "2017/8/4",
        "IPC分类号": "H04W8/26;H04W84/12",
        "IPC主分类号": "H04W8/26",
        "发明人": "张三;李四",
        "主权项内容": "1.一种除尘器。",
        "当前权利人": "丙公司",
        "统一社会信用代码": "91110000600037341L;-",
        "引证次数": "3",
    }
    source = open_source(table(tmp_path / "a.csv", RESOLD, row, encoding="gb18030"), PATENT)
    (read,) = source
    values = read.values
    assert len(RESOLD) == 35
    assert (values["applicants"], values["kind"], values["stage"]) == (("丙公司",), "invention", "granted")
    assert (values["province"], values["city"]) == ("湖南省", "长沙市")
    assert values["owner_code"] == "91110000600037341L"
    assert values["first_claim"] == "1.一种除尘器。"
    assert values["grant_date"] == date(2017, 8, 4)
    assert {"引证次数", "被引证次数", "自引次数", "家族被引证次数", "申请年份", "申请人区县"} <= set(source.ignored)


def test_a_dash_of_a_commercial_export_is_an_empty_cell(tmp_path):
    row = {
        "公开(公告)号": "CN104010370B",
        "标题": "一种除尘器",
        "[标]当前申请(专利权)人": "甲大学 | 乙公司",
        "当前申请(专利权)人州/省": "湖南",
        "当前申请(专利权)人地市": "-",
        "法律状态/事件": "授权|权利转移",
        "授权日": "-",
        "摘要(译)(简体中文)": "-",
        "简单同族编号": "138860071",
        "[标]代理机构": "某某代理事务所(普通合伙) 42222",
        "代理人": "王五 | -",
        "权利要求": "1.一种除尘器。\n2.如权利要求1所述。",
        "优先权号": "-",
    }
    (read,) = open_source(table(tmp_path / "a.csv", list(row), row), PATENT)
    assert isinstance(read, Row)
    values = read.values
    assert values["applicants"] == ("甲大学", "乙公司")
    assert (values["city"], values["grant_date"], values["abstract"], values["priority"]) == (None, None, None, None)
    assert (values["legal_status"], values["family"]) == ("assigned", "138860071")
    assert values["agency"] == "某某代理事务所(普通合伙)"
    assert values["first_claim"] == "1.一种除尘器。"


def test_a_dash_under_our_own_heading_is_what_was_written(tmp_path):
    (read,) = open_source(
        table(tmp_path / "a.csv", ["公开号", "专利名称"], {"公开号": "CN104010370B", "专利名称": "-"}), PATENT
    )
    assert read.values["title"] == "-"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("专利权的转移", "assigned"),
        ("未缴年费专利权终止，等恢复", "ended"),
        ("专利权维持", "in_force"),
        ("等年费滞纳金", "in_force"),
        ("发明专利申请公布后的视为撤回", "refused"),
        ("专利权质押合同登记的生效", "pledged"),
        ("专利实施许可合同备案的生效", "licensed"),
    ],
)
def test_words_of_the_register_are_states(words, code):
    codes = PATENT.field("legal_status").codes
    assert codes.by_word["".join(words.split())] == code
