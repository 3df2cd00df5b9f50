"""What a request asks for, as values: words, words in single fields, facets, years, an order. Pages and API alike.

Whatever a person types is looked for; only a choice, a date, a year or an order that nobody offered is refused.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from huoshui.display.listing import SIZES
from huoshui.display.query import whole_number
from huoshui.kernel.errors import Invalid
from huoshui.patents.facets import UNKNOWN, facets
from huoshui.patents.models import STANDARD
from huoshui.patents.rules import SCOPES
from huoshui.patents.search import ipc_level
from huoshui.search.public import is_searchable
from huoshui_core.text import normalise

# What stands before a colon in the search box, and is a field of the form besides.
FIELDS = {
    "title": ("标题", "名称", "题目", "发明名称"),
    "applicant": ("申请人", "专利权人", "权利人"),
    "inventor": ("发明人",),
    "abstract": ("摘要",),
    "claims": ("权利要求", "权项"),
    "ipc": ("ipc", "分类号", "分类"),
    "number": (
        *("号码", "公开号", "公布号", "申请号", "专利号", "公告号", "申请公布号", "授权公告号"),
        *("公开（公告）号", "公开(公告)号", "申请（专利）号", "申请(专利)号"),
    ),
}
INDEXED = {"title": "title", "applicant": "applicants", "inventor": "inventors", "abstract": "abstract"} | {
    "claims": "claims"
}
BESIDE = ("scope", "import_run", "lacking", "source")
DAYS, YEARS = ("since", "until"), ("filed_from", "filed_to", "granted_from", "granted_to")
BESIDE_DAYS = ("as_of_since", "as_of_until")
ORDERS = ("relevance", "publication_date", "publication_no")
MOST_VALUES, LONGEST_VALUE, SUBCLASS_LENGTH = 50, 100, 4
_NAMES = {word: name for name, words in FIELDS.items() if name != "number" for word in words}


def _one_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_SYMBOL = r"[A-Ha-h]\d{2}[A-Za-z]\s+\d{1,4}/\d{0,6}"  # as it is printed, with a space before the group
_SPACED_SYMBOL = re.compile(rf"(?<![A-Za-z0-9\"“「]){_SYMBOL}")
_SAID = re.compile(
    rf"(?P<minus>(?<!\S)[-－])?(?P<name>{_one_of(_NAMES)})\s*[:：]\s*"
    rf'(?P<value>["“][^"”]*["”]|「[^」]*」|{_SYMBOL}|[^\s;；]+)',
    re.IGNORECASE,
)
# A number is known by its shape, and may have spaces in it.
_NUMBER_SAID = re.compile(rf"(?:{_one_of(FIELDS['number'])})\s*[:：]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """`inside` by the names of FIELDS. Years are (first, last), None where open; `sort` is an order with "-"."""

    text: str = ""
    inside: Mapping[str, str] = field(default_factory=dict)
    ipc: tuple[str, ...] = ()
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    institution: str = ""
    institution_type: str = ""
    line: int | None = None
    since: date | None = None
    until: date | None = None
    filed: tuple[int | None, int | None] = (None, None)
    granted: tuple[int | None, int | None] = (None, None)
    sort: str = ""
    cursor: str = ""
    size: int = SIZES[1]
    beside: Mapping[str, str] = field(default_factory=dict)  # what only the table knows: BESIDE, BESIDE_DAYS

    @property
    def by_relevance(self) -> bool:
        return self.sort == "relevance"


def asked_from(params: QueryDict) -> Asked:
    """Raises Invalid; empty values count as absent."""
    if any("\0" in value for values in params.lists() for value in values[1]):
        raise Invalid("检索条件中有无法识别的字符")
    params, _ = searchable(params)
    text, inside, ipc = _words(params)
    line = params.get("line", "").strip()
    return Asked(
        text=text,
        inside=inside,
        ipc=ipc,
        chosen=_chosen(params),
        institution=params.get("institution", "").strip(),
        institution_type=params.get("institution_type", "").strip(),
        line=whole_number(line) if line else None,
        since=_day(params, "since"),
        until=_day(params, "until"),
        filed=(_year(params, "filed_from"), _year(params, "filed_to")),
        granted=(_year(params, "granted_from"), _year(params, "granted_to")),
        sort=_order(params.get("sort", ""), has_words=bool(text or inside)),
        cursor=params.get("cursor", ""),
        size=_size(params.get("size", "")),
        beside=_beside(params),
    )


def searchable(params: QueryDict) -> tuple[QueryDict, list[str]]:
    """Without the fields in which nothing stands that could be looked for, and what stands there: signs alone would
    narrow nothing."""
    unheard = {name: typed for name in ("q", *FIELDS) if (typed := params.get(name, "").strip()) and _is_mute(typed)}
    if unheard:
        params = params.copy()
        for name in unheard:
            del params[name]
    return params, list(dict.fromkeys(unheard.values()))


def _is_mute(typed: str) -> bool:
    text, inside, ipc = _words({"q": typed})
    return not ipc and not any(map(is_searchable, (text, *inside.values())))


def faults(params: QueryDict) -> dict[str, str]:
    """What is wrong with dates and years that were typed, by field: all of it at once, where `asked_from` stops."""
    found = {}
    for name in (*DAYS, *YEARS):
        try:
            (_day if name in DAYS else _year)(params, name)
        except Invalid as refusal:
            found[name] = refusal.message
    return found


def contradictions(asked: Asked) -> dict[str, str]:
    """Spans that end before they begin, by the field of their end: asked in earnest, they find nothing."""
    spans = {
        "until": ("公开（公告）日", asked.since, asked.until),
        "filed_to": ("申请年", *asked.filed),
        "granted_to": ("授权年", *asked.granted),
    }
    return {
        name: f"“{label}止”早于“{label}起”，没有专利能同时符合，请对调或改其中一处"
        for name, (label, first, last) in spans.items()
        if first is not None and last is not None and first > last  # type: ignore[operator]
    }


def _words(params: Mapping[str, str]) -> tuple[str, dict[str, str], tuple[str, ...]]:
    """The search box taken apart, together with the fields of the form."""
    said: dict[str, list[str]] = {}

    def note(found: re.Match[str]) -> str:
        value = f"-{found['value']}" if found["minus"] else found["value"]
        said.setdefault(_NAMES[found["name"].lower()], []).append(value)
        return " "

    rest = _SAID.sub(note, _NUMBER_SAID.sub(" ", params.get("q", "")))
    for name in FIELDS:
        typed = params.get(name, "").strip()
        if typed:
            said.setdefault(name, []).append(typed)
    words: list[str] = []
    symbols: list[str] = []
    rest = _SPACED_SYMBOL.sub(lambda found: "".join(found[0].split()), rest)
    for word in [*rest.split(), *said.pop("number", [])]:
        level = ipc_level(normalise(word))
        if len(level) >= SUBCLASS_LENGTH:
            symbols.append(level)
        else:
            words.append(word)
    for typed in said.pop("ipc", []):
        level = ipc_level(normalise(typed))
        if level:
            symbols.append(level)
        else:
            words.append(typed)
    inside = {name: " ".join(values) for name, values in said.items()}
    return " ".join(words), inside, tuple(dict.fromkeys(symbols))


def _chosen(params: QueryDict) -> dict[str, tuple[str, ...]]:
    chosen = {}
    for facet in facets():
        values = tuple(dict.fromkeys(value.strip()[:LONGEST_VALUE] for value in params.getlist(facet.name)))
        values = tuple(filter(None, values))[:MOST_VALUES]
        for value in values:
            if not _is_offered(facet.name, value):
                raise Invalid(f"“{facet.label}”没有这个选项：{value}", field=facet.name)
        if values:
            chosen[facet.name] = tuple(value.upper() for value in values) if facet.name == "subclass" else values
    return chosen


def _is_offered(name: str, value: str) -> bool:
    """Coded facets offer their codes; whatever else nobody has simply finds nothing."""
    if name not in ("kind", "stage", "legal_status"):
        return True
    codes = STANDARD.field(name).codes
    return bool(codes and value in codes.values) or (name == "legal_status" and value == UNKNOWN)


def _beside(params: QueryDict) -> dict[str, str]:
    said = {name: params.get(name, "").strip() for name in BESIDE}
    said |= {name: day.isoformat() for name in BESIDE_DAYS if (day := _day(params, name))}
    if said["scope"] and said["scope"] not in SCOPES:
        raise Invalid(f"“盘点范围”没有这个选项：{said['scope']}", field="scope")
    return {name: value for name, value in said.items() if value}


def _day(params: QueryDict, name: str) -> date | None:
    value = params.get(name, "").strip()
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Invalid(f"“{value}”不是日期，请写成 2019-07-09 这样", value=value, field=name) from None


def _year(params: QueryDict, name: str) -> int | None:
    value = params.get(name, "").strip()
    if not value:
        return None
    year = normalise(value).removesuffix("年")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Invalid(f"“{value}”不是年份，请写四位数字，如 2019", value=value, field=name)
    return int(year)


def _order(asked: str, *, has_words: bool) -> str:
    if not asked:
        return "relevance" if has_words else "-publication_date"
    if asked.removeprefix("-") not in ORDERS:
        raise Invalid(f"不能按“{asked}”排序", field="sort")
    if asked.removeprefix("-") == "relevance":
        return "relevance" if has_words else "-publication_date"
    return asked


def _size(asked: str) -> int:
    if asked and whole_number(asked) not in SIZES:
        raise Invalid(f"每页行数可选 {'、'.join(map(str, SIZES))}", field="size")
    return int(asked) if asked else SIZES[1]
