"""What becomes of one row that asks for an account: a new person, a known one, nothing, or a refusal that helps."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, Protocol

Verdict = Literal["new", "link", "ask", "same", "refused"]
VERDICTS: dict[Verdict, str] = {
    "new": "新开账号",
    "link": "已有账号，直接关联",
    "ask": "已有账号在其他单位，发关联链接由本人接受",
    "same": "已开设，不变",
    "refused": "有误",
}
DEFAULT_ROLES = {"institution": "inventor", "college": "inventor", "enterprise": "enterprise"}
LONGEST_DELEGATION_DAYS = 366


class Known(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def is_active(self) -> bool: ...
    @property
    def is_ours(self) -> bool: ...
    @property
    def roles(self) -> frozenset[tuple[int, str]]: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """`field` is the column at fault."""

    verdict: Verdict
    message: str = ""
    field: str = ""


def answer(known: Known | None, *, username: str, name: str, role: str, at: int, house: Collection[int]) -> Answer:
    """`at` is the organisation of the new role, `house` an institution with its colleges.

    Somebody known elsewhere only gets the role once they accept it themselves: staff numbers repeat between
    universities, and so do names.
    """
    if known is None:
        return Answer("new")
    if fold_name(known.name) != fold_name(name):
        message = (
            f"用户名“{username}”已属于另一位姓名不同的用户。若是同一人，请核对姓名；"
            f"若不是，请在工号前加本单位简称，如 abc-{username}"
        )
        return Answer("refused", message, "username")
    if not known.is_active:
        return Answer("refused", "这个账号已停用，请先在“人员与账号”中重新启用，或联系节点运维", "username")
    if (at, role) in known.roles:
        return Answer("same")
    if role == "inventor" and any(place in house and held == "inventor" for place, held in known.roles):
        return Answer("refused", "此人已是本单位另一院系的发明人；如已调动，请先在“人员与账号”中结束原身份", "college")
    return Answer("link" if known.is_ours else "ask")


def fold_name(name: str) -> str:
    """张 三 and 张三 are one name, as are the different dots within foreign names."""
    folded = unicodedata.normalize("NFKC", "".join(name.split())).casefold()
    return folded.translate(dict.fromkeys(map(ord, "·•・‧∙."), None))
