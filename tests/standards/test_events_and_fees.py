"""The lists that come after the grant: what happened to a right, and what was paid for it."""

from datetime import date
from decimal import Decimal

import pytest

from huoshui_core.standards import Problem, clean_record, load, load_codes
from huoshui_core.standards.event_words import told_by
from huoshui_core.standards.model import fold_word, further_words
from huoshui_core.standards.reading import Row, open_source
from huoshui_core.standards.writing import dataset_sheet, write_csv, write_workbook
from tests.standards.workbooks import workbook

EVENT, FEE = load("patent_event"), load("annual_fee")
NUMBER = "ZL201710601862.3"


def event(**given):
    values, problems = clean_record(EVENT, {"application_no": NUMBER, "event_date": "2023.06.13"} | given)
    assert problems == []
    return values


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("TR01", "TR01"),
        ("专利权的转移", "TR01"),
        ("专利申请权、专利权的转移", "TR01"),
        ("TR01 专利权的转移", "TR01"),
        ("专利权的转移（TR01）", "TR01"),
        ("未缴年费专利权终止", "CF01"),
        ("专利权的终止（未缴年费专利权终止）", "CF01"),
        ("专利权的终止 专利权有效期届满", "CX01"),
        ("专利实施许可合同备案的生效", "EE01"),
        ("专利权质押合同登记的注销", "PC01"),
        ("避重授权", "AV01"),
        ("cp03", "CP03"),
        ("实审", "SE01"),
        ("授权公告", "GR01"),
        ("专利权恢复", "RR01"),
        ("质押解除", "PC01"),
    ],
)
def test_codes_of_the_gazette_and_words_of_lists_mean_the_same_event(words, code):
    assert event(event=words)["event"] == code


def test_every_code_named_in_the_gazette_is_known():
    named = (
        "AV01 CB03 CF01 CX01 CP01 CP02 CP03 EE01 EM01 EC01 PE01 PM01 PC01 PP01 PD01 TR01 IP01 IW01 RR01 DD01 GR01 CD02"
    )
    codes = load_codes("patent_event")
    assert set(named.split()) <= set(codes.values)
    assert codes.standing == "local"
    assert "二手" in codes.source


@pytest.mark.parametrize(
    ("words", "beside", "code"),
    [
        ("专利权的终止", "未缴年费专利权终止", "CF01"),
        ("专利权的终止", "未缴年费专利权终止 IPC(主分类):H04W 8/26 终止日期:2019.05.01", "CF01"),
        ("专利权终止", "专利权有效期届满；授权公告日:2003.05.01", "CX01"),
        ("失效", "避免重复授权放弃专利权", "AV01"),
        ("专利权的保全及其解除", "专利权保全的解除", "PD01"),
        ("专利权质押合同登记的生效、变更及注销", "专利权质押合同登记的注销 登记号:Y2023980012345", "PC01"),
    ],
)
def test_a_word_that_says_too_little_means_what_the_words_beside_it_say(words, beside, code):
    assert event(event=words, detail=beside)["event"] == code


@pytest.mark.parametrize(
    ("words", "beside", "said"),
    [("终止", "", "没有写明"), ("专利权的终止", "终止日期:2019.05.01", "没有写明"), ("有权", "授权", "不是一项事务")],
)
def test_what_no_words_make_plain_is_refused_with_what_to_write(words, beside, said):
    given = {"application_no": NUMBER, "event_date": "2023.06.13", "event": words, "detail": beside}
    _, (problem,) = clean_record(EVENT, given)
    assert said in problem.message
    assert "未缴年费专利权终止" in problem.message


@pytest.mark.parametrize(
    "words",
    [
        "专利权的终止", "专利权终止", "终止", "失效", "有权", "无权", "有效", "授权", "审中", "实质审查", "公开",
        "撤回", "驳回", "视为撤回", "避重放弃", "放弃", "全部无效", "期限届满", "权利恢复", "转让", "许可", "质押",
        "保全", "实审",
    ],
)  # fmt: skip
def test_usual_words_of_a_legal_status_are_known(words):
    status = load("patent").field("legal_status").codes
    assert status is not None
    assert fold_word(words) in status.by_word


def test_words_met_later_never_change_what_a_published_list_says():
    for name, words in further_words().items():
        listed = load_codes(name)
        published = {fold_word(word) for known in (listed.values, listed.values.values()) for word in known}
        assert set(words.values()) <= set(listed.values)
        assert published.isdisjoint(map(fold_word, words))


def test_an_unknown_event_is_refused_with_what_it_might_be():
    _, (problem,) = clean_record(EVENT, {"application_no": NUMBER, "event_date": "2023.06.13", "event": "升级"})
    assert (problem.field, problem.code) == ("event", "not_in_list")


def test_owners_before_and_after_are_taken_from_the_words_of_the_event():
    values = event(
        event="专利权的转移",
        detail="登记生效日:20230601 变更事项:专利权人 变更前权利人:甲大学 变更后权利人:乙公司、丙公司 变更事项:地址",
    )
    assert (values["before"], values["after"]) == (("甲大学",), ("乙公司", "丙公司"))


def test_who_takes_a_licence_is_no_new_owner():
    words = "合同备案号:X2023430000012;让与人:甲大学;受让人:乙公司;发明名称:一种方法;许可种类:普通许可"
    values = event(event="EE01", detail=words)
    assert (values["before"], values["after"], values["party"]) == (("甲大学",), None, ("乙公司",))
    assert values["filing_no"] == "X2023430000012"


def test_a_pledge_names_its_bank():
    told = told_by("登记号：Y2023980012345 出质人：乙公司 质权人：某银行股份有限公司长沙分行 发明名称：一种方法")
    assert told == {"filing_no": "Y2023980012345", "before": ("乙公司",), "party": ("某银行股份有限公司长沙分行",)}


def test_what_a_column_says_goes_before_the_words():
    assert event(event="TR01", after="丁公司", detail="变更后权利人:乙公司")["after"] == ("丁公司",)


def test_a_list_of_transfers_is_read(tmp_path):
    path = tmp_path / "转让.csv"
    path.write_text(
        "申请号,专利名称,法律状态,法律状态公告日,变更前权利人,变更后权利人\n"
        f"{NUMBER},一种,专利权的转移,2023-06-13,甲大学,乙公司\n"
        f"{NUMBER},一种,专利权的转移,2024-06-14,乙公司,丙公司\n"
        f"{NUMBER},一种,专利权的转移,,乙公司,丙公司\n",
        "gb18030",
    )
    first, second, problem = open_source(path, EVENT)
    assert (first.values["after"], second.values["after"]) == (("乙公司",), ("丙公司",))
    assert (problem.line, problem.column, problem.code) == (4, "法律状态公告日", "required")


@pytest.mark.parametrize(
    ("written", "year"),
    [("5", 5), ("第5年", 5), ("第五年", 5), ("第十二年度", 12), ("发明专利第10年年费", 10), (7.0, 7)],
)
def test_the_year_of_a_fee_is_counted_from_filing(written, year):
    values, _ = clean_record(FEE, {"application_no": NUMBER, "year": written})
    assert values["year"] == year


@pytest.mark.parametrize("written", ["2024", "0", "21", "第五十年", "年", "五"])
def test_a_year_of_the_calendar_or_none_is_refused(written):
    _, (problem,) = clean_record(FEE, {"application_no": NUMBER, "year": written})
    assert problem.field == "year"


def test_a_list_of_fees_is_read_from_a_workbook(tmp_path):
    head = ["专利号", "专利名称", "年费年度", "应缴金额", "滞纳金", "应缴日期", "缴费日期"]
    rows = [
        [NUMBER, "一种", "第8年", "¥2,000.00元", None, date(2024, 7, 21), date(2024, 7, 1)],
        [NUMBER, "", 9, 2000, 100.5],
    ]
    first, second = open_source(workbook(tmp_path / "年费.xlsx", ("年费", [head, *rows])), FEE)
    assert (first.values["amount_yuan"], first.values["paid_on"]) == (Decimal("2000.00"), date(2024, 7, 1))
    assert (second.values["late_fee_yuan"], second.values["paid_on"]) == (Decimal("100.50"), None)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_events_and_fees_come_back_from_their_own_export(tmp_path, suffix):
    fee, _ = clean_record(FEE, {"application_no": NUMBER, "year": 8, "amount_yuan": "0.1", "due_on": "2024-07-21"})
    for dataset, record in ((EVENT, event(event="PE01", before="甲", party="乙银行")), (FEE, fee)):
        path = tmp_path / f"{dataset.name}{suffix}"
        if suffix == ".csv":
            write_csv(path, dataset_sheet(dataset, [record]), demonstration=False)
        else:
            write_workbook(path, [dataset_sheet(dataset, [record])], demonstration=False)
        (row,) = open_source(path, dataset)
        assert isinstance(row, Row)
        assert row.values == record


def test_sums_of_money_are_exact_to_the_cent():
    _, (problem,) = clean_record(FEE, {"application_no": NUMBER, "year": 8, "amount_yuan": "0.001"})
    assert problem.code == "money_shape"
    assert not isinstance(problem, Problem)
