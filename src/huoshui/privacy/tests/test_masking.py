"""What is shown of a contact, and what a log line keeps to itself."""

import logging
import re
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui.privacy.log_lines import LineFormatter
from huoshui.privacy.masking import mask_email, mask_name, mask_phone, mask_text


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (mask_name, "张三", "张*"),
        (mask_name, "张三丰", "张*"),
        (mask_name, "", ""),
        (mask_phone, "13812345678", "138****5678"),
        (mask_phone, "0731-88888812", "0731-****12"),
        (mask_phone, "400-000-1234", "400-****34"),
        (mask_phone, "12345", "12****"),
        (mask_phone, "", ""),
        (mask_email, "zhang.san@nanhu.example.cn", "z***@nanhu.example.cn"),
        (mask_email, "", ""),
        (mask_text, "weixin-zhang", "w***"),
    ],
)
def test_what_is_shown(mask: object, value: str, shown: str) -> None:
    assert mask(value) == shown  # type: ignore[operator]


@given(st.integers(13_000_000_000, 19_999_999_999).map(str))
def test_a_masked_mobile_hides_its_middle(number: str) -> None:
    assert mask_phone(number)[3:7] == "****"
    assert number not in mask_phone(number)


@given(st.text(min_size=2))
def test_a_masked_name_tells_its_first_character_only(name: str) -> None:
    assert mask_name(name) == name[0] + "*"


def line(message: str, *values: object, fault: BaseException | None = None) -> str:
    told = (type(fault), fault, fault.__traceback__) if fault else None
    record = logging.LogRecord("huoshui", logging.ERROR, "x.py", 1, message, values, told)
    return LineFormatter("%(message)s").format(record)


@pytest.mark.parametrize(
    "value", ["13812345678", "+86 138 1234 5678", "0731-88888812", "zhang.san@nanhu.example.cn", "11010519491231002X"]
)
def test_a_log_line_holds_no_contact(value: str) -> None:
    assert value not in line("could not reach %s today", value)
    assert "today" in line("could not reach %s today", value)
    try:
        raise ValueError(f"no such person: {value}")
    except ValueError:
        assert value not in line("failed", fault=sys.exc_info()[1])


@pytest.mark.parametrize(
    "value", ["CN107000001B", "ZL201710599999.X", "202111234567", "2026-11-20 13:44:01,123", "1763646000123"]
)
def test_a_log_line_keeps_numbers_of_patents_and_times(value: str) -> None:
    assert value in line("about %s", value)


def test_every_handler_writes_through_the_formatter(settings: Any) -> None:
    assert {one["formatter"] for one in settings.LOGGING["handlers"].values()} == {"line"}
    assert settings.LOGGING["formatters"]["line"]["()"].endswith("LineFormatter")


@pytest.mark.parametrize("value", ["x\n2026-11-20 ERROR", "x\r\nERROR", "\x1b[2J", "a\u2028b", "\n13812345678"])
def test_what_a_request_carries_begins_no_line_of_its_own(value: str) -> None:
    told = line("no page %s", value)
    assert told.isprintable()
    assert "13812345678" not in told


def test_a_log_line_says_when_with_the_offset_of_the_zone(settings: Any) -> None:
    format_, datefmt = (settings.LOGGING["formatters"]["line"][name] for name in ("format", "datefmt"))
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "told", (), None)
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} ERROR", LineFormatter(format_, datefmt).format(record))
