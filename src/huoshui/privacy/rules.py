"""Words of the room: why a contact is kept, why one is looked at, what of it may be kept at all."""

from collections.abc import Mapping
from dataclasses import dataclass

from huoshui_core.standards import FieldProblem, Unclean, identifiers

NOTICE_VERSION = "2026-1"  # of the notice that a person is shown (PIPL 17); a changed notice gets another
PURPOSES = {
    "duty": "履行盘活工作职责的工作联系",
    "account": "账号开通、核验与通知",
    "office": "单位对外公布的办公联系方式",
}
REVEAL_REASONS = {
    "": "—",
    "conversion": "洽谈专利转化",
    "work": "布置或核实盘点工作",
    "check": "核验身份或材料",
    "notify": "通知本人",
}
REQUESTS = {"correct": "更正姓名或用户名", "explain": "说明处理规则", "other": "其他请求"}
CORRECTABLE = {"name": "姓名", "username": "用户名"}
ANSWER_DAYS = 15  # PIPL 50 says "timely" and names no number; GB/T 35273 allows thirty days
DUTIES = ("专利转化联系人", "分管领导", "盘点联系人", "账号管理员", "企业联系人")
FIELDS = ("name", "phone", "email", "other")
LONGEST = {"name": 50, "duty": 50, "phone": 32, "email": 120, "other": 120}


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a contact, clean. An identity number is not among it: nothing the platform does needs one."""

    name: str
    duty: str = ""
    phone: str = ""
    email: str = ""
    other: str = ""


def clean_words(raw: Mapping[str, str]) -> tuple[Words, list[FieldProblem]]:
    """Trimmed, with the telephone in the form of the data standard; problems name field, value and what to do."""
    problems: list[FieldProblem] = []
    given = {name: " ".join(str(raw.get(name) or "").split()) for name in LONGEST}
    for name, most in LONGEST.items():
        if len(given[name]) > most:
            problems.append(FieldProblem(name, given[name][:20], f"最多 {most} 字", "too_long"))
    if not given["name"]:
        problems.append(FieldProblem("name", "", "请填写姓名", "required"))
    if given["phone"]:
        try:
            given["phone"] = identifiers.phone(given["phone"])
        except Unclean as fault:
            problems.append(FieldProblem("phone", given["phone"], str(fault), "phone"))
    if given["email"] and not _is_email(given["email"]):
        problems.append(FieldProblem("email", given["email"], "邮箱应如 name@example.cn", "email"))
    return Words(**given), problems


def _is_email(text: str) -> bool:
    local, at, domain = text.partition("@")
    return bool(at and local and "." in domain.strip(".") and not any(c.isspace() or c in '<>"(),;' for c in text))
