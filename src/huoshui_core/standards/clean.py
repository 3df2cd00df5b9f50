"""One cleaner per field type. Form, API, Excel, CSV, XML and exchange all call it, so they cannot disagree."""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from huoshui_core.standards import identifiers
from huoshui_core.standards.model import CodeList, Dataset, Field, fold_word
from huoshui_core.standards.refusal import FieldProblem, Unclean, shown
from huoshui_core.standards.rules import complete, cross_problems, precise, remark

CleanValue = str | bool | int | date | Decimal | tuple[str, ...] | dict[str, int] | None

# Control and direction characters carry no text and databases refuse them; lone surrogates are damage.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_DAMAGED = re.compile(r"[\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_FORMULA_ERRORS = frozenset(
    ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"]
)
_NAMES = re.compile(r"[;；\n]")
_SYMBOLS = re.compile(r"[|;；,，、\n]")
_PROFILE_PART = re.compile(r"(.+?)[:：](\d{1,7})", re.ASCII)
_INDUSTRY = re.compile(r"[A-T]|[A-T]?\d{2,4}", re.ASCII)
_MOE_CODE = re.compile(r"\d{10}", re.ASCII)
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+", re.ASCII)
_USERNAME = re.compile(r"[\w@.+-]{2,64}")
_MOST_DIGITS = 15
_MOST_LABELS = 12  # of a longer list nobody reads all
_MONEY_SIGNS = re.compile(r"^(?:RMB|CNY|人民币)?[¥￥]?|(?:元|RMB|CNY)$")
_ORDINAL = re.compile(r".*第([0-9]{1,4}|[一二三四五六七八九十]{1,3})(?:个?年|期).*|([0-9]{1,4})(?:年度?)?(?:\.0+)?")
_DIGITS = "零一二三四五六七八九"
_YES = frozenset({"是", "有", "true", "yes", "y", "1", "√", "对"})
_NO = frozenset({"否", "无", "false", "no", "n", "0", "×", "不是"})


def clean(field: Field, raw: Any, *, today: date | None = None) -> CleanValue:
    """The canonical value, or Unclean. None for an empty optional field. With `today`, later dates are refused."""
    try:
        text = _as_text(raw)
        if not text:
            if field.required:
                raise Unclean("必填", "required")
            return None
        value = _CLEANERS[field.type](field, text)
        if today and isinstance(value, date) and value > today:
            raise Unclean("晚于今天，请核对日期", "date_in_future")
    except Unclean as refused:
        raise Unclean(f"{field.label}：{refused.message}", refused.code) from None
    return value


def clean_record(
    dataset: Dataset, raw: Mapping[str, Any], *, today: date | None = None, notices: list[FieldProblem] | None = None
) -> tuple[dict[str, CleanValue], list[FieldProblem]]:
    """Every field by name, empty ones completed from others; rules across fields are checked last.

    `notices` collects what was put right by a number of the record itself.
    """
    values: dict[str, CleanValue] = {}
    problems = [
        FieldProblem(name, shown(raw[name]), f"{dataset.title}没有“{name}”这一项", "unknown_field")
        for name in raw.keys() - dataset.by_name.keys()
    ]
    raw = precise(dataset, raw)
    for field in dataset.fields:
        given = raw.get(field.name)
        if given is None and not field.required:
            values[field.name] = None
            continue
        try:
            values[field.name] = clean(field, given, today=today)
        except Unclean as refused:
            message = (refused.code == "not_in_list" and remark(dataset, field.name, given)) or refused.message
            problems.append(FieldProblem(field.name, shown(given), message, refused.code))
    if not problems:
        corrected = complete(dataset, values)
        if notices is not None:
            notices += corrected
        problems = cross_problems(dataset, values)
    return values, problems


def _as_text(raw: Any) -> str:
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raw = written(raw)
    text: str = raw
    if not text.isprintable():
        if _DAMAGED.search(text):
            raise Unclean("含有残缺的字符，请重新填写", "damaged_character")
        text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    text = text.strip()
    if text[:1] == "#" and text in _FORMULA_ERRORS:
        raise Unclean("单元格是表格公式的出错值", "formula_error")
    return text


def written(raw: object) -> str:
    """A value that came typed (JSON, a spreadsheet cell, Python) as a person would have typed it."""
    match raw:
        case bool():
            return "是" if raw else "否"
        case float() if not math.isfinite(raw):
            raise Unclean("不是有效的数字", "not_finite")
        case float() if raw.is_integer() and abs(raw) < 1e15:
            return str(int(raw))
        case Decimal():
            return f"{raw:f}"
        case int() | float():
            return str(raw)
        case datetime():
            return raw.date().isoformat() if raw.time() == raw.time().min else raw.isoformat(" ")
        case date():
            return raw.isoformat()
        case list() | tuple():
            return joined([_item(each) for each in raw])
        case dict():
            return "|".join(f"{key}:{value}" for key, value in raw.items())
    raise Unclean("不是可以接受的值", "value_type")


def joined(items: Sequence[str]) -> str:
    """As one cell holds them. A single item with a separator inside gets a stroke, or it would be taken apart."""
    return "|".join(items) + ("|" if len(items) == 1 and _NAMES.search(items[0]) else "")


def _item(raw: object) -> str:
    text = _as_text(raw)
    if "|" in text:
        raise Unclean("各项中不能含有分隔符 |", "separator_inside")
    return text


def _text(field: Field, text: str) -> str:
    if field.max and len(text) > field.max:
        raise Unclean(f"不能超过{field.max}字（现有{len(text)}字）", "too_long")
    return text


def _region(field: Field, text: str) -> str:
    return _text(field, "".join(_first(field, text).split()))


def _credit_code(field: Field, text: str) -> str:
    return identifiers.credit_code(_first(field, text))


def _first(field: Field, text: str) -> str:
    if not field.first_only:
        return text
    return next((part for part in map(str.strip, _SYMBOLS.split(text)) if part and part != "-"), text)


def _names(field: Field, text: str) -> tuple[str, ...] | None:
    parts = text.split("|") if "|" in text else _NAMES.split(text)
    return _several(field, (_text(field, part) for part in map(str.strip, parts) if part))


def _several(field: Field, found: Iterable[str]) -> tuple[str, ...] | None:
    """Each once, in the order given. Separators with nothing between them are an empty cell."""
    values = tuple(dict.fromkeys(found))
    if not values and field.required:
        raise Unclean("必填", "required")
    return values or None


def _code(field: Field, text: str) -> str:
    """Accept the code, its label or the word of another system, because people type labels into Excel."""
    codes = _codes_of(field)
    code = codes.by_word.get(fold_word(text))
    if code is None and codes.with_precedence:
        several = {codes.by_word.get(fold_word(part)) for part in _SYMBOLS.split(text) if part.strip()}
        code = None if None in several else next((each for each in codes.values if each in several), None)
    if code is None:
        raise _not_in(codes)
    return code


def _codes(field: Field, text: str) -> tuple[str, ...] | None:
    """Several codes, in the order given: the first applicant's type stays first."""
    codes = _codes_of(field)
    found = [codes.by_word.get(fold_word(part)) for part in _SYMBOLS.split(text) if part.strip()]
    if None in found:
        raise _not_in(codes)
    return _several(field, (code for code in found if code))


def _codes_of(field: Field) -> CodeList:
    if field.codes is None:
        raise LookupError(f"{field.name} has no code list")
    return field.codes


def _not_in(codes: CodeList) -> Unclean:
    labels = list(codes.values.values())
    if len(labels) <= _MOST_LABELS:
        return Unclean(f"应为 {'、'.join(labels)} 之一", "not_in_list")
    first = "、".join(labels[:_MOST_LABELS])
    return Unclean(f"不是“{codes.title}”里的用词；应如 {first}，共{len(labels)}种，见模板中的下拉列表", "not_in_list")


def _boolean(_field: Field, text: str) -> bool:
    word = text.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise Unclean("应为 是 或 否", "boolean")


def _integer(field: Field, text: str) -> int:
    value = _number(field, text)
    if value != value.to_integral_value():
        raise Unclean("应为整数", "integer")
    return int(value)


def _number(field: Field, text: str) -> Decimal:
    try:
        value = Decimal(identifiers.fold(text).replace(",", ""))
    except InvalidOperation:
        raise Unclean("应为数字", "number") from None
    # By its exponent: arithmetic with 1E999999999 overflows.
    if not value.is_finite() or not -_MOST_DIGITS <= value.adjusted() < _MOST_DIGITS:
        raise Unclean("数字超出范围", "number_range")
    if field.low is not None and value < field.low:
        raise Unclean(f"不能小于{field.low}", "number_range")
    if field.high is not None and value > field.high:
        raise Unclean(f"不能大于{field.high}", "number_range")
    return Decimal(f"{value:f}")  # without exponent, as it is written and read again


def _money(field: Field, text: str) -> Decimal:
    """Yuan with two decimals, whatever sign of the currency stands around them."""
    value = _number(field, _MONEY_SIGNS.sub("", identifiers.fold(text)))
    if value < 0:
        raise Unclean("金额不能小于0", "number_range")
    exact = value.quantize(Decimal("0.01"))
    if exact != value:
        raise Unclean("金额最多到分（两位小数）", "money_shape")
    return exact


def _ordinal(field: Field, text: str) -> int:
    """5, 第5年, 第五年 or 发明专利第5年年费 → 5; a year of the calendar is not the year of a patent."""
    shape = _ORDINAL.fullmatch(identifiers.fold(text))
    if shape is None:
        raise Unclean("应为第几年，如 5 或 第5年", "ordinal_shape")
    found = shape[1] or shape[2]
    value = int(found) if found.isdigit() else _chinese_number(found)
    if not (field.low or 1) <= value <= (field.high or value):
        raise Unclean(f"应为自申请日起第几年（{field.low}至{field.high}），不是公历年份", "ordinal_range")
    return value


def _chinese_number(text: str) -> int:
    tens, ten, units = text.rpartition("十")
    if len(tens) > 1 or len(units) > 1 or "十" in tens:
        raise Unclean("应为第几年，如 5 或 第5年", "ordinal_shape")
    return (_DIGITS.index(tens) if tens else 1 if ten else 0) * 10 + (_DIGITS.index(units) if units else 0)


def _classes(field: Field, text: str) -> tuple[str, ...] | None:
    parts = (part for part in _SYMBOLS.split(text) if part.strip())
    return _several(field, (identifiers.class_symbol(part) for part in parts))


def _profile(field: Field, text: str) -> dict[str, int] | None:
    """H04W:95|H04L:66 → counts by symbol; a symbol named twice is added up."""
    counts: dict[str, int] = {}
    for part in _SYMBOLS.split(text):
        if not part.strip():
            continue
        shape = _PROFILE_PART.fullmatch(part.strip())
        if shape is None:
            raise Unclean(f"“{part}”应写成 分类号:件数，如 H04W:95", "profile_shape")
        symbol = identifiers.ipc_symbol(shape[1])
        counts[symbol] = counts.get(symbol, 0) + int(shape[2])
    if not counts and field.required:
        raise Unclean("必填", "required")
    return counts or None


def _industries(field: Field, text: str) -> tuple[str, ...] | None:
    """Divisions and finer are kept without the section's letter (C3591 → 3591): the digits tell the section."""
    found = []
    for part in _SYMBOLS.split(text):
        code = identifiers.fold(part)
        if not code:
            continue
        if not _INDUSTRY.fullmatch(code):
            raise Unclean(f"“{part}”不是国民经济行业代码，应如 C、35 或 3591", "industry_code")
        found.append(code if len(code) == 1 else code.lstrip("ABCDEFGHIJKLMNOPQRST"))
    return _several(field, found)


def _moe_code(_field: Field, text: str) -> str:
    code = identifiers.fold(text)
    if not _MOE_CODE.fullmatch(code):
        raise Unclean("学校标识码应为10位数字", "moe_code")
    return code


def _email(_field: Field, text: str) -> str:
    address = unicodedata.normalize("NFKC", "".join(text.split()))
    if not _EMAIL.fullmatch(address) or len(address) > 254:
        raise Unclean("电子邮箱应如 name@example.edu.cn", "email")
    return address


def _username(_field: Field, text: str) -> str:
    """Staff numbers as they are, without spaces and in half width; the case stays."""
    identifiers.fold(text)  # refuses a number that a spreadsheet has spoilt
    name = unicodedata.normalize("NFKC", "".join(text.split()))
    if not _USERNAME.fullmatch(name):
        raise Unclean("用户名应为2至64个字母、数字、汉字或 @ . + - _", "username")
    return name


_CLEANERS: dict[str, Callable[[Field, str], CleanValue]] = {
    "text": _text,
    "names": _names,
    "code": _code,
    "codes": _codes,
    "boolean": _boolean,
    "date": lambda _, text: identifiers.day(text),
    "integer": _integer,
    "number": _number,
    "money": _money,
    "ordinal": _ordinal,
    "application_no": lambda _, text: identifiers.application_number(text),
    "publication_no": lambda _, text: identifiers.publication_number(text),
    "class": lambda _, text: identifiers.class_symbol(text),
    "classes": _classes,
    "profile": _profile,
    "industries": _industries,
    "credit_code": _credit_code,
    "region": _region,
    "region_code": lambda _, text: identifiers.region_code(text),
    "moe_code": _moe_code,
    "email": _email,
    "username": _username,
    "phone": lambda _, text: identifiers.phone(text),
}
