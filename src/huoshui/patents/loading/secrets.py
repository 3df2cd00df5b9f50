"""State secrets and defence patents never enter: a platform open to enterprises is no place for them.

Told by the words that a list carries in its columns of kind, status or secrecy (《专利法》第四条；《保守国家秘密法》).
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

Fault = tuple[str, str, str]
WORDS = re.compile(r"国防专利|国防发明|保密专利|保密|秘密|机密|绝密")
LOOKED_AT = ("kind", "stage", "legal_status")
_HEADING = re.compile(r"密级|保密|涉密|国防")
_NO = frozenset({"", "否", "无", "非", "不涉密", "非密", "公开", "非保密", "已解密", "解密", "0", "no", "n"})


@lru_cache(64)
def secret_columns(headings: tuple[str, ...]) -> tuple[int, ...]:
    """Columns whose heading is about secrecy, though no field of the standard is."""
    return tuple(index for index, heading in enumerate(headings) if _HEADING.search(heading))


def secret_fault(raw: Mapping[str, Any], marks: Sequence[Any] = ()) -> Fault | None:
    """`raw`: cells by field as written; `marks`: the cells of `secret_columns`."""
    for name in LOOKED_AT:
        if WORDS.search(str(raw.get(name) or "")):
            return name, "国防专利和涉密专利不得导入本平台，请从文件中删除这一行并按保密规定处理", "state_secret"
    if any(str(mark or "").strip().casefold() not in _NO for mark in marks):
        return "kind", "这一行标有密级或国防标记，不得导入本平台，请从文件中删除并按保密规定处理", "state_secret"
    return None
