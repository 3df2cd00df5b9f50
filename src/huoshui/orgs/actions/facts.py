"""What the directory knows of an organisation beside its names and its place, and its end."""

from collections.abc import Mapping
from datetime import date

from huoshui.kernel.action import action, note
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotAllowed, WrongState
from huoshui.orgs import holdings, queries
from huoshui.orgs.actions.located import change, located, past
from huoshui.orgs.models import INSTITUTION_TYPES, Organisation
from huoshui_core.standards import Unclean, clean, load

STANDARD = load("institution")
OWN_FACTS = frozenset({"two_step_review"})  # what an organisation decides on itself; the others are official
LABELS = {
    "two_step_review": "院系初审后再由单位终审",
    "institution_type": "机构类型",
    "uscc": "统一社会信用代码",
    "register_code": "主管部门标识码",
}
CLEANED_AS = {"uscc": "uscc", "register_code": "moe_code"}


@action
def edit_organisation(actor: Actor, *, organisation_id: int, facts: Mapping[str, str | bool], on: date) -> int:
    """Answers how many facts changed; each leaves a line of history. A code is filled or corrected, never emptied."""
    row = located(actor, "orgs.edit", organisation_id, own=True)
    past(on)
    if unknown := sorted(facts.keys() - LABELS.keys()):
        raise Invalid("有不能修改的内容", fields=dict.fromkeys(unknown, "不能修改"))
    cleaned = {name: _cleaned(row, name, value) for name, value in facts.items()}
    changed = {name: value for name, value in cleaned.items() if value != getattr(row, name)}
    if changed.keys() - OWN_FACTS and not queries.corrects(actor, queries.as_place(row)):
        raise NotAllowed("机构类型和代码由主管部门登记；本单位可修改审核方式和别名")
    for name, value in changed.items():
        label = LABELS[name]
        before, after = _shown(getattr(row, name)), _shown(value)
        change(actor, row, "edited", on=on, before=f"{label}：{before}", after=f"{label}：{after}").save()
        setattr(row, name, value)
    row.save(update_fields=sorted(changed))
    note(actor, "orgs.edit", f"org:{row.pk}", changed=sorted(changed))
    return len(changed)


def _cleaned(row: Organisation, name: str, value: str | bool) -> str | bool:
    if name == "two_step_review":
        return bool(value)
    text = str(value).strip()
    if name == "institution_type":
        if row.kind != "institution" or text not in INSTITUTION_TYPES:
            raise Invalid("没有这个机构类型", fields={name: "没有这个选项"})
        return text
    if not text and getattr(row, name):
        raise Invalid("代码可以更正，不能清空", fields={name: "可以更正，不能清空"})
    try:
        code = str(clean(STANDARD.field(CLEANED_AS[name]), text) or "")
    except Unclean as fault:
        raise Invalid(str(fault), fields={name: str(fault)}) from fault
    if name == "uscc" and code and Organisation.objects.filter(uscc=code).exclude(pk=row.pk).exists():
        raise Invalid("这个代码已属于另一家单位", fields={name: "这个代码已属于另一家单位"})
    return code


def _shown(value: str | bool) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return INSTITUTION_TYPES.get(value, value) if value else "未填"


@action
def close_organisation(actor: Actor, *, organisation_id: int, on: date, reason: str) -> None:
    """It takes no more part; its entry and names stay. Raises WrongState while accounts, rows or parts live in it."""
    row = located(actor, "orgs.close", organisation_id)
    past(on)
    if not reason.strip():
        raise Invalid("请写明终止的原因", fields={"reason": "请写明终止的原因"})
    if alive := holdings.living(row):
        named = "、".join(f"{one.label} {one.count}" for one in alive)
        raise WrongState(f"「{row.name}」还有{named}，请先合并到其他单位或逐项处理", holdings=named)
    before = row.get_standing_display()
    row.standing = "closed"
    row.save(update_fields=["standing"])
    change(actor, row, "closed", on=on, before=before, after=reason.strip()).save()
    note(actor, "orgs.close", f"org:{row.pk}")
