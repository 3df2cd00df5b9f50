"""What the words of a legal event say besides: owners before and after, the other party, the number of the filing.

Gazette and databases write them into one text: 登记生效日:2023.06.01 变更前权利人:甲大学 变更后权利人:乙公司.
"""

import re

LICENCES_AND_PLEDGES = frozenset({"EE01", "EM01", "EC01", "PE01", "PM01", "PC01"})

_FIELD_BY_WORD = {
    "变更前权利人": "before",
    "变更前专利权人": "before",
    "让与人": "before",
    "许可人": "before",
    "出质人": "before",
    "变更后权利人": "after",
    "变更后专利权人": "after",
    "受让人": "after",
    "被许可人": "party",
    "质权人": "party",
    "合同备案号": "filing_no",
    "许可备案号": "filing_no",
    "备案号": "filing_no",
    "合同登记号": "filing_no",
    "登记号": "filing_no",
}
# Other words of the same texts, at which a value ends.
_OTHERS = (
    "变更事项|变更前|变更后|专利权人|申请人|地址|共同专利权人|登记生效日|登记解除日|生效日|变更日|解除日|备案日期|备案日|发明名称|实用新型名称|"
    "外观设计名称|名称|申请日|申请公布日|申请公开日|公布日|授权公告日|授权公告号|授权公告|许可种类|许可期限|登记日期|IPC\\(主分类\\)|IPC|"
    "专利号|申请号|公告日|主分类号"
)
_WORDS = "|".join(sorted(_FIELD_BY_WORD, key=len, reverse=True))
_TOLD = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<word>{_WORDS})\s*[:：]\s*(?P<value>[^:：\n]{{1,400}}?)"
    rf"\s*(?=[;；\n|]|$|(?:[,，\s]\s*|)(?:{_WORDS}|{_OTHERS})\s*[:：])"
)
_SEVERAL = re.compile(r"\s*[;；,，、|]\s*")
_MOST_CHARACTERS = 5_000


def told_by(detail: str) -> dict[str, str | tuple[str, ...]]:
    """By field of the `patent_event` standard; names as tuples. The first mention counts."""
    found: dict[str, str | tuple[str, ...]] = {}
    for told in _TOLD.finditer(detail[:_MOST_CHARACTERS]):
        name, value = _FIELD_BY_WORD[told["word"]], told["value"].strip()
        if name == "filing_no":
            if len(value) <= 64:
                found.setdefault(name, value)
            continue
        names = tuple(part for part in _SEVERAL.split(value) if part and len(part) <= 200)
        if names:
            found.setdefault(name, names)
    return found
