"""Cutting titles and abstracts into sentences, and titles into their subject."""

import re

_END = re.compile(r"[。；;！!？?\n]+")
_REFERENCE = re.compile(r"[（(][0-9０-９a-zA-Z，,、.\s]{1,12}[）)]")
_VERSION = re.compile(r"（[^（）]*）$")
_OPENING = re.compile(r"^(?:一种|一类|一株|一套|一个|新型|用于|基于|适用于|可用于)+")
_FORM = re.compile(
    r"(?:(?:及|和|与|、|及其)?(?:其|所用|相应的?|相关|专用)?"
    r"(?:制备|制作|制造|生产|加工|使用|工作|应用|施工|安装)?"
    r"(?:方法|装置|系统|设备|工艺|用途|应用|介质|终端|电子设备|存储介质|结构|机构|组件))+$"
)


def sentences(text: str) -> list[str]:
    """Sentences without reference numbers such as （12）; empty ones are dropped."""
    plain = _REFERENCE.sub("", text)
    return [part.strip(" ，,") for part in _END.split(plain) if part.strip(" ，,")]


def subject_of(title: str) -> str:
    """What a title is about: 一种穴盘苗自动移栽装置及方法 → 穴盘苗自动移栽."""
    bare = _OPENING.sub("", _REFERENCE.sub("", _VERSION.sub("", title.strip())))
    cut = _FORM.sub("", bare).rstrip("的及其和与、")
    return cut if len(cut) >= 2 else bare
