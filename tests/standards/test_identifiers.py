from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui_core.standards import Unclean, identifiers

VECTORS = [
    "201710601862.3",
    "201310699744.2",
    "201921898050.0",
    "201921897980.4",
    "201921897855.3",
    "97101765.4",
    "95115608.X",
]


def refusal(function, text) -> str:
    with pytest.raises(Unclean) as refused:
        function(text)
    assert refused.value.message
    return refused.value.code


@pytest.mark.parametrize("number", VECTORS)
def test_known_numbers_are_canonical(number):
    assert identifiers.application_number(number) == number


@pytest.mark.parametrize(
    "written",
    [
        "ZL201710601862.3",
        "CN201710601862.3",
        "zl 2017 1 0601862.3",
        "2017106018623",
        "ＺＬ２０１７１０６０１８６２．３",
        "201710601862。3",
        " 201710601862.3\u200b",
    ],
)
def test_ways_of_writing_one_number_are_one_number(written):
    assert identifiers.application_number(written) == "201710601862.3"


@pytest.mark.parametrize("written", ["ZL95115608.x", "95115608X", "CN95115608.Ｘ"])
def test_check_digit_x_is_read_in_any_case_and_width(written):
    assert identifiers.application_number(written) == "95115608.X"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("201710601862.4", "check_digit"),
        ("97101765.X", "check_digit"),
        ("201710601862", "check_digit_missing"),
        ("97101765", "check_digit_missing"),
        ("2.0171E+12", "scientific_notation"),
        ("2.0171e12", "scientific_notation"),
        ("2017106018623.0", "spreadsheet_tail"),
        ("971017654.0", "spreadsheet_tail"),
        ("201740601862.3", "number_kind"),
        ("198510601862.3", "number_year"),
        ("209910601862", "check_digit_missing"),
        ("50101765.4", "number_year"),
        ("20171060186", "number_shape"),
        ("US10123456", "number_shape"),
        ("٢٠١٧١٠٦٠١٨٦٢.٣", "number_shape"),
        ("一种除尘器", "number_shape"),
    ],
)
def test_damaged_numbers_are_refused_with_a_reason(written, code):
    assert refusal(identifiers.application_number, written) == code


def test_missing_check_digit_is_told_but_not_filled_in():
    with pytest.raises(Unclean, match=r"201710601862\.3"):
        identifiers.application_number("201710601862")


def test_numbers_issued_without_check_digit_get_theirs():
    assert identifiers.application_number("85100312") == "85100312.5"
    assert identifiers.application_number("85100312.5") == "85100312.5"


@given(
    st.integers(2003, 2099),
    st.sampled_from("12389"),
    st.integers(0, 9_999_999),
    st.sampled_from(["", "CN", "ZL", " zl "]),
)
def test_every_number_with_its_check_digit_is_accepted_and_every_other_digit_refused(year, kind, serial, prefix):
    digits = f"{year}{kind}{serial:07}"
    right = identifiers.check_digit(digits)
    assert identifiers.application_number(f"{prefix}{digits}.{right}") == f"{digits}.{right}"
    for wrong in set("0123456789X") - {right}:
        assert refusal(identifiers.application_number, f"{digits}.{wrong}") == "check_digit"


@given(
    st.integers(2003, 2099), st.sampled_from("12389"), st.integers(0, 9_999_999), st.integers(0, 11), st.integers(1, 9)
)
def test_one_mistyped_digit_never_passes(year, kind, serial, place, change):
    digits = f"{year}{kind}{serial:07}"
    wrong = str((int(digits[place]) + change) % 10)
    mistyped = digits[:place] + wrong + digits[place + 1 :]
    with pytest.raises(Unclean):
        identifiers.application_number(f"{mistyped}.{identifiers.check_digit(digits)}")


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_refusal(text):
    for function in (
        identifiers.application_number,
        identifiers.publication_number,
        identifiers.credit_code,
        identifiers.class_symbol,
        identifiers.day,
        identifiers.phone,
        identifiers.region_code,
    ):
        try:
            once = function(text)
        except Unclean:
            continue
        assert function(str(once)) == once


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("201710601862.3", "invention"),
        ("201921898050.0", "utility"),
        ("201280005586.X", "invention"),
        ("97101765.4", "invention"),
    ],
)
def test_kind_digit_tells_the_kind(number, kind):
    assert identifiers.kind_of_application(number) == kind


def test_patent_number_is_zl_only_once_granted():
    assert identifiers.patent_number("201710601862.3", granted=True) == "ZL201710601862.3"
    assert identifiers.patent_number("201710601862.3", granted=False) == "CN201710601862.3"


@pytest.mark.parametrize(
    ("written", "number", "kind", "stage"),
    [
        ("CN102889890B", "CN102889890B", "invention", "granted"),
        ("cn 110083831 a", "CN110083831A", "invention", "published"),
        ("209062664U", "CN209062664U", "utility", "granted"),
        ("CN305000001S", "CN305000001S", "design", "granted"),
        ("CN1719946A", "CN1719946A", "invention", "published"),
        ("CN100378905C", "CN100378905C", "invention", "granted"),
        ("CN2030001Y", "CN2030001Y", "utility", "granted"),
        ("CN3003001D", "CN3003001D", "design", "granted"),
        ("CN85100312A", "CN85100312A", "invention", "published"),
        ("CN102889890B8", "CN102889890B8", "invention", "granted"),
    ],
)
def test_publication_numbers_old_and_new(written, number, kind, stage):
    assert identifiers.publication_number(written) == number
    assert identifiers.kind_of_publication(number) == kind
    assert identifiers.stage_of_publication(number) == stage


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("CN102889890", "publication_letter"),
        ("CN102889890U", "publication_kind"),
        ("CN202889890B", "publication_kind"),
        ("CN902889890B", "publication_kind"),
        ("EP1234567A1", "publication_shape"),
        ("1.02889E+08", "scientific_notation"),
    ],
)
def test_damaged_publication_numbers_are_refused(written, code):
    assert refusal(identifiers.publication_number, written) == code


@pytest.mark.parametrize(
    "written",
    ["91110000600037341L", "９１１１００００６０００３７３４１ｌ", "91110000-600037341-L", "9111 0000 6000 3734 1L"],
)
def test_credit_code_is_read_in_any_width(written):
    assert identifiers.credit_code(written) == "91110000600037341L"


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=11, max_size=11), st.integers(0, 999999))
def test_credit_codes_may_begin_with_letters(letters, region):
    body = f"{letters[:2]}{region:06}{letters[2:]}"
    code = body + identifiers.check_character(body)
    assert identifiers.credit_code(code) == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("91110000600037341M", "credit_code_check"),
        ("9111000060003734IL", "credit_code_letter"),
        ("110000012345678", "credit_code_old"),
        ("9111000060003734", "credit_code_shape"),
        ("9.1110000600037E+17", "scientific_notation"),
    ],
)
def test_damaged_credit_codes_are_refused(written, code):
    assert refusal(identifiers.credit_code, written) == code


def test_codes_of_universities_begin_with_12():
    assert identifiers.credit_code("12430000400000001G") == "12430000400000001G"


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("H04W 8/26", "H04W8/26"),
        ("h04w8/26", "H04W8/26"),
        ("A01B", "A01B"),
        ("C12N15/82(2006.01)I", "C12N15/82"),
        ("H04L   27/26    (2006.01)", "H04L27/26"),
        ("*G06F17/27", "G06F17/27"),
        ("Int.Cl. G06F 17/27", "G06F17/27"),
        ("B03C0003090000", "B03C3/09"),
        ("A01B 0001/00", "A01B1/00"),
        ("Ｈ０４Ｗ８／２６", "H04W8/26"),
        ("F24J2/00", "F24J2/00"),
        ("14-03", "14-03"),
        ("1-1", "01-01"),
        ("LOC(12)Cl.14-03", "14-03"),
    ],
)
def test_class_symbols_have_one_form(written, symbol):
    assert identifiers.class_symbol(written) == symbol


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Z99Z", "ipc_shape"),
        ("Y02E10/00", "ipc_shape"),
        ("H04W8/2", "ipc_shape"),
        ("H04", "ipc_shape"),
        ("A98Z1/00", "ipc_unknown"),
        ("A98Z0001000000", "ipc_unknown"),
        ("33-01", "locarno_shape"),
        ("00-01", "locarno_shape"),
        ("软件", "ipc_shape"),
    ],
)
def test_unknown_classes_are_refused(written, code):
    assert refusal(identifiers.class_symbol, written) == code


@pytest.mark.parametrize(
    "written",
    ["2020-01-31", "2020.01.31", "2020/1/31", "20200131", "2020年1月31日", "2020-01-31 00:00:00", "２０２０．１．３１"],
)
def test_ways_of_writing_one_day(written):
    assert identifiers.day(written) == date(2020, 1, 31)


@given(st.dates(identifiers.FIRST_DAY, date(2100, 1, 1)))
def test_every_day_is_read_as_it_is_written(day):
    assert identifiers.day(day.isoformat()) == day
    assert identifiers.day(day.strftime("%Y%m%d")) == day
    assert identifiers.day(f"{day.year}年{day.month}月{day.day}日") == day


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2019-02-29", "date_impossible"),
        ("2020-13-01", "date_impossible"),
        ("1985-03-31", "date_too_early"),
        ("0001-01-01", "date_too_early"),
        ("43466", "date_shape"),
        ("2020-01", "date_shape"),
        ("31/01/2020", "date_shape"),
        ("2020-01-31 13:45", "date_shape"),
        ("去年", "date_shape"),
    ],
)
def test_impossible_days_are_refused(written, code):
    assert refusal(identifiers.day, written) == code


@pytest.mark.parametrize(
    ("written", "code"), [("43", "430000"), ("4301", "430100"), ("430100", "430100"), ("１４", "140000")]
)
def test_region_codes_have_six_digits(written, code):
    assert identifiers.region_code(written) == code


@pytest.mark.parametrize("written", ["99", "430", "湖南", "160000"])
def test_unknown_provinces_are_refused(written):
    assert refusal(identifiers.region_code, written) == "region_code"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("138 0000 0000", "13800000000"),
        ("+86 13800000000", "13800000000"),
        ("（0731）88888888", "0731-88888888"),
        ("0731-88888888转801", "0731-88888888-801"),
        ("010-66666666", "010-66666666"),
        ("4000000000", "400-000-0000"),
    ],
)
def test_phone_numbers_have_one_form(written, number):
    assert identifiers.phone(written) == number


@pytest.mark.parametrize("written", ["88888888", "12345", "张三", "1.38E+10"])
def test_other_phone_numbers_are_refused(written):
    assert refusal(identifiers.phone, written) in {"phone", "scientific_notation"}
