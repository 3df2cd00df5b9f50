from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui_core.standards import Unclean, clean, clean_record, load

PATENT = load("patent")
GRANTED = {"title": "一种除尘器", "publication_no": "CN104010370B", "publication_date": "2019-07-09"}


def code_of(field, raw, **options) -> str:
    with pytest.raises(Unclean) as refused:
        clean(field, raw, **options)
    assert refused.value.message.startswith(field.label)
    return refused.value.code


def codes(dataset, raw) -> list[str]:
    return [problem.code for problem in clean_record(dataset, raw)[1]]


@pytest.mark.parametrize("raw", [None, "", "  ", "\u3000", "\ufeff", "\x00"])
def test_blank_is_none_or_refused_where_required(raw):
    assert clean(PATENT.field("abstract"), raw) is None
    assert code_of(PATENT.field("title"), raw) == "required"


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  一种\u200b除尘器\x07 ", "一种除尘器"),
        ("甲\r\n乙\r丙", "甲\n乙\n丙"),
        ("=SUM(A1)", "=SUM(A1)"),
        ("\u202e反向", "反向"),
        (5, "5"),
        (5.0, "5"),
        (True, "是"),
    ],
)
def test_text_keeps_what_can_be_seen(raw, kept):
    assert clean(PATENT.field("title"), raw) == kept


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("长" * 501, "too_long"),
        ("#N/A", "formula_error"),
        ("#REF!", "formula_error"),
        ("坏\ud800", "damaged_character"),
        (float("nan"), "not_finite"),
        (object(), "value_type"),
    ],
)
def test_text_that_cannot_be_kept_is_refused(raw, code):
    assert code_of(PATENT.field("title"), raw) == code


@given(st.text())
def test_cleaning_a_clean_text_changes_nothing(text):
    field = PATENT.field("first_claim")
    try:
        once = clean(field, text)
    except Unclean:
        return
    assert clean(field, once) == once


def test_several_names_are_split_and_repeats_dropped():
    field = PATENT.field("applicants")
    assert clean(field, "甲大学|乙公司| 甲大学") == ("甲大学", "乙公司")
    assert clean(field, "甲大学；乙公司;丙所") == ("甲大学", "乙公司", "丙所")
    assert clean(field, "A; B Co., Ltd.|丙") == ("A; B Co., Ltd.", "丙")
    assert clean(field, ["甲大学", "乙公司"]) == ("甲大学", "乙公司")
    assert code_of(field, ["甲|乙"]) == "separator_inside"


@pytest.mark.parametrize("word", ["发明", "invention", "发明专利", "发明授权", "发明公布", " 发 明 "])
def test_kind_is_read_in_words_of_other_systems(word):
    assert clean(PATENT.field("kind"), word) == "invention"


def test_a_word_outside_the_list_is_refused_with_the_list():
    assert code_of(PATENT.field("kind"), "商标") == "not_in_list"
    with pytest.raises(Unclean, match="发明、实用新型、外观设计"):
        clean(PATENT.field("kind"), "商标")


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("授权", "in_force"),
        ("有权", "in_force"),
        ("有效", "in_force"),
        ("实质审查", "pending"),
        ("公开", "pending"),
        ("审中", "pending"),
        ("未缴年费", "ended"),
        ("权利终止", "ended"),
        ("失效", "ended"),
        ("避重授权", "ended"),
        ("期限届满", "ended"),
        ("撤回", "refused"),
        ("驳回", "refused"),
        ("权利转移", "assigned"),
        ("许可", "licensed"),
        ("质押", "pledged"),
        ("授权|权利转移", "assigned"),
        ("授权,未缴年费", "ended"),
    ],
)
def test_legal_status_is_read_in_the_words_of_exports(word, code):
    assert clean(PATENT.field("legal_status"), word) == code


def test_several_codes_keep_their_order():
    field = load("dossier").field("willingness")
    assert clean(field, "许可、转让|开放许可") == ("licence", "assignment", "open_licence")
    assert code_of(field, "转让|赠送") == "not_in_list"


@pytest.mark.parametrize(
    ("raw", "value"), [("是", True), ("否", False), (True, True), (False, False), ("Yes", True), (1, True)]
)
def test_yes_and_no(raw, value):
    assert clean(load("dossier").field("fiscal_funded"), raw) is value


def test_numbers():
    count, score = load("enterprise").field("n_publications"), load("match").field("score")
    assert clean(count, "1,261") == 1261
    assert clean(count, 261.0) == 261
    assert clean(score, "0.83") == Decimal("0.83")
    assert code_of(count, "2.5") == "integer"
    assert code_of(count, "-1") == "number_range"
    assert code_of(score, "NaN") == "number_range"
    assert code_of(score, "很高") == "number"


def test_profiles_add_up_a_repeated_class():
    field = load("enterprise").field("ipc_profile")
    assert clean(field, "H04W:95|h04l：66|H04W:5") == {"H04W": 100, "H04L": 66}
    assert clean(field, {"H04W": 95}) == {"H04W": 95}
    assert code_of(field, "H04W") == "profile_shape"
    assert code_of(field, "Z99Z:1") == "ipc_shape"


def test_industry_codes_drop_the_letter_before_digits():
    field = load("dossier").field("industry_codes")
    assert clean(field, "C35、C3591|C") == ("35", "3591", "C")
    assert code_of(field, "制造业") == "industry_code"


def test_dates_may_come_typed():
    field = PATENT.field("filing_date")
    assert clean(field, date(2020, 1, 31)) == date(2020, 1, 31)
    assert clean(field, datetime.combine(date(2020, 1, 31), time())) == date(2020, 1, 31)


def test_future_dates_are_refused_only_when_today_is_told():
    field = PATENT.field("filing_date")
    assert clean(field, "2099-01-01") == date(2099, 1, 1)
    assert code_of(field, "2020-02-01", today=date(2020, 1, 31)) == "date_in_future"
    assert clean(field, "2020-01-31", today=date(2020, 1, 31)) == date(2020, 1, 31)


def test_a_record_is_completed_from_its_numbers():
    values, problems = clean_record(PATENT, GRANTED | {"main_class": "H04W72/04"})
    assert problems == []
    assert (values["kind"], values["stage"], values["grant_date"]) == ("invention", "granted", date(2019, 7, 9))
    assert values["classes"] == ("H04W72/04",)
    values, _ = clean_record(
        PATENT, {"title": "一种除尘器", "application_no": "201921898050.0", "classes": "B03C3/09|F28F1/38"}
    )
    assert (values["kind"], values["stage"], values["main_class"]) == ("utility", None, "B03C3/09")


def test_documents_before_1993_do_not_tell_a_grant():
    values, _ = clean_record(PATENT, {"title": "甲", "publication_no": "CN85100312B", "publication_date": "1988-02-03"})
    assert values["grant_date"] is None


def test_the_letter_of_the_publication_number_decides_the_kind_and_says_so():
    notices = []
    values, problems = clean_record(PATENT, GRANTED | {"kind": "实用新型"}, notices=notices)
    assert not problems
    assert values["kind"] == "invention"
    assert [(one.field, one.value, one.code) for one in notices] == [("kind", "实用新型", "kind_corrected")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"publication_no": None}, "one_of_required"),
        ({"kind": "实用新型", "publication_no": None, "application_no": "201710601862.3"}, "kind_disagrees"),
        ({"application_no": "201921898050.0"}, "numbers_disagree"),
        ({"filing_date": "2019-07-10"}, "dates_order"),
        ({"grant_date": "2019-07-08"}, "dates_order"),
        ({"publication_date": None, "filing_date": "2019-07-10", "grant_date": "2019-07-09"}, "dates_order"),
        ({"classes": "14-03"}, "class_disagrees"),
        ({"main_class": "14-03"}, "class_disagrees"),
        ({"publication_no": "CN305000001S", "classes": "H04W72/04"}, "class_disagrees"),
        ({"colour": "red"}, "unknown_field"),
        ({"title": ""}, "required"),
    ],
)
def test_contradictions_in_a_record_are_refused(changes, code):
    assert codes(PATENT, GRANTED | changes) == [code]


def test_a_correction_may_come_after_the_grant():
    assert codes(PATENT, GRANTED | {"publication_no": "CN104010370B8", "grant_date": "2018-01-02"}) == []


def test_every_fault_of_a_record_is_told_at_once():
    raw = {"title": "", "publication_no": "CN1", "filing_date": "2019-02-30"}
    assert codes(PATENT, raw) == ["publication_shape", "required", "date_impossible"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [("２００５０１２", "2005012"), (" hnu-2005012 ", "hnu-2005012"), ("张三", "张三"), (2005012.0, "2005012")],
)
def test_usernames_are_kept_in_half_width_without_spaces(given, kept):
    assert clean(load("account").field("username"), given) == kept


@pytest.mark.parametrize("given", ["a", "2.00501E+06", "a/b", "x" * 65, "a<b>c", "'; --"])
def test_what_cannot_be_a_username_is_refused(given):
    with pytest.raises(Unclean):
        clean(load("account").field("username"), given)


@pytest.mark.parametrize("given", ["a@b", "@b.cn", "a b@@c.cn", "a@b..cn", "a@" + "b" * 260 + ".cn"])
def test_what_is_no_address_of_electronic_mail_is_refused(given):
    field = load("account").field("contact_email")
    assert clean(field, " Zhang.San@example.edu.cn") == "Zhang.San@example.edu.cn"
    with pytest.raises(Unclean):
        clean(field, given)
