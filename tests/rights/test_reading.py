from datetime import date
from fractions import Fraction

import pytest

from huoshui_core.rights import Origin, event_of, fee_event
from huoshui_core.rights.reading import licence_in

DAY = date(2020, 6, 2)


def test_a_lapse_names_the_day_it_goes_back_to() -> None:
    event = event_of("CF01", DAY, {"detail": "申请日:20100505 授权公告日:20120606 终止日期:20190505"})
    assert (event.kind, event.effective_on, event.announced_on) == ("lapsed", date(2019, 5, 5), DAY)


def test_a_licence_names_kind_number_party_and_term() -> None:
    detail = (
        "合同备案号:X2020430000012; 让与人:南湖试验大学; 受让人:南湖试验电池有限公司; 许可种类:独占许可; "
        "备案日期:20200520; 许可期限:2020-05-01至2025年4月30日"
    )
    event = event_of("EE01", DAY, {"detail": detail})
    assert (event.kind, event.licence, event.filing_no) == ("licensed", "exclusive", "X2020430000012")
    assert (event.party, event.effective_on, event.until) == (
        "南湖试验电池有限公司",
        date(2020, 5, 20),
        date(2025, 4, 30),
    )


def test_a_transfer_names_before_and_after() -> None:
    detail = "登记生效日:20200522；变更前权利人:南湖试验大学；变更后权利人:南湖试验电池有限公司；份额：40%"
    event = event_of("TR01", DAY, {"detail": detail})
    assert (event.before, event.after) == ("南湖试验大学", "南湖试验电池有限公司")
    assert (event.effective_on, event.share) == (date(2020, 5, 22), Fraction(2, 5))


def test_columns_go_before_the_words_of_the_detail() -> None:
    row = {"party": "甲银行", "filing_no": "Y1", "detail": "登记号:Y2; 质权人:乙银行"}
    event = event_of("PE01", DAY, row)
    assert (event.party, event.filing_no) == ("甲银行", "Y1")


def test_giving_up_for_the_invention_of_the_same_day_is_told_from_giving_up() -> None:
    assert event_of("AV01", DAY, {"detail": "避免重复授权放弃专利权"}).kind == "superseded"
    assert event_of("AV01", DAY, {}).kind == "abandoned"


def test_an_unknown_code_and_an_impossible_date_are_taken_as_they_are() -> None:
    event = event_of("ZZ99", DAY, {"detail": "终止日期:20191399"})
    assert (event.kind, event.effective_on) == ("other", None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("许可种类：普通许可", "ordinary"), ("排他许可", "sole"), ("独占许可或普通许可", ""), ("实施许可合同", "")],
)
def test_the_kind_of_licence_is_read_only_where_one_is_named(text: str, kind: str) -> None:
    assert licence_in(text) == kind


def test_a_fee_without_its_day_of_payment_was_seen_unpaid_on_the_day_of_the_list() -> None:
    origin = Origin("缴费.csv", 3, DAY)
    assert (fee_event(7, None, origin).kind, fee_event(7, None, origin).effective_on) == ("fee_owed", DAY)
    assert (fee_event(7, date(2019, 5, 1), origin).kind, fee_event(7, None, origin).year) == ("fee_paid", 7)
