"""What a request asks for, as values: words, words in single fields, facets, years, an order. Pages and API alike.

Whatever a person types is looked for; only a choice, a date or an order that nobody offered is refused.
"""

import re
from collections.abc import Mapping
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

# What stands before a colon in the search box, and is a field of the form besides.
FIELDS = {
    "title": ("标题", "名称", "题目", "发明名称"),
    "applicant": ("申请人", "专利权人", "权利人"),
    "inventor": ("发明人",),
    "abstract": ("摘要",),
    "claims": ("权利要求", "权项"),
    "ipc": ("ipc", "分类号", "分类"),
    "number": ("号码", "公开号", "公布号", "申请号", "专利号", "公告号"),
}
INDEXED = {"title": "title", "applicant": "applicants", "inventor": "inventors", "abstract": "abstract"} | {
    "claims": "claims"
}
BESIDE = ("scope", "import_run", "lacking", "source")
BESIDE_DAYS = ("as_of_since", "as_of_until")
ORDERS = ("relevance", "publication_date", "publication_no")
MOST_VALUES, LONGEST_VALUE, SUBCLASS_LENGTH = 50, 100, 4
_NAMES = {word: name for name, words in FIELDS.items() for word in words}
_SAID = re.compile(
    rf"(?P<name>{'|'.join(sorted(_NAMES, key=len, reverse=True))})\s*[:：]\s*"
    '(?P<value>["“][^"”]*["”]|「[^」]*」|\\S+)',
    re.IGNORECASE,
)


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


def _words(params: QueryDict) -> tuple[str, dict[str, str], tuple[str, ...]]:
    """The search box taken apart, together with the fields of the form."""
    said: dict[str, list[str]] = {}

    def note(found: re.Match[str]) -> str:
        said.setdefault(_NAMES[found["name"].lower()], []).append(found["value"])
        return " "

    rest = _SAID.sub(note, params.get("q", ""))
    for name in FIELDS:
        typed = params.get(name, "").strip()
        if typed:
            said.setdefault(name, []).append(typed)
    words: list[str] = []
    symbols: list[str] = []
    for word in [*rest.split(" "), *said.pop("number", [])]:
        level = ipc_level(word)
        (symbols if len(level) >= SUBCLASS_LENGTH else words).append(level if len(level) >= SUBCLASS_LENGTH else word)
    for typed in said.pop("ipc", []):
        level = ipc_level(typed)
        if level:
            symbols.append(level)
        else:
            words.append(typed)
    inside = {name: " ".join(values) for name, values in said.items()}
    return " ".join(filter(None, words)).strip(), inside, tuple(dict.fromkeys(symbols))


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
        raise Invalid(f"“{value}”不是日期，应如 2019-07-09", value=value, field=name) from None


def _year(params: QueryDict, name: str) -> int | None:
    value = params.get(name, "").strip()
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) == 4):
        raise Invalid(f"“{value}”不是年份，应如 2019", value=value, field=name)
    return int(value)


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
