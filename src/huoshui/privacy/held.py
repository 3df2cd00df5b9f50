"""What this room and those below hold on a person, in words the person reads."""

from huoshui.accounts import public as accounts
from huoshui.privacy import own, queries, rules
from huoshui.privacy.sources import register_source
from huoshui.signin import public as signin


def register() -> None:
    register_source("账号", lambda user_id: accounts.held_on(user_id)["账号"], stays="注销后只留编号，姓名和用户名删除")
    register_source(
        "身份",
        lambda user_id: accounts.held_on(user_id)["身份"],
        stays="留下编号、单位、角色和起止时间：台账要据此说明谁以什么身份办理（个人信息保护法第四十七条第二款）",
    )
    register_source("联系方式", contacts)
    register_source("谁看过我的联系方式", own.views_of)
    register_source("我的同意", consents, stays="只留同意和撤回的时间与文本版本，不含任何联系方式，撤回三年后删除")
    register_source("我的请求", requests, stays="内容清空，只留办理记录，三年后删除")
    register_source("登录方式", signin.proofs_of, forget=signin.forget_proofs)
    register_source(
        "登录记录",
        signin.sign_ins_of,
        stays="网络安全法要求网络日志至少留存六个月，到期自动删除，此前只作安全审计",
    )


def contacts(user_id: int) -> list[dict[str, str]]:
    return [
        {
            "单位": row.org_name,
            "姓名": row.name,
            "职务/职责": row.duty,
            "电话": row.phone,
            "邮箱": row.email,
            "其他": row.other,
            "用途": rules.PURPOSES[row.purpose],
            "更新时间": queries.moment(row.changed_at),
        }
        for row in queries.contacts_of_person(user_id)
    ]


def consents(user_id: int) -> list[dict[str, str]]:
    return [
        {
            "用途": rules.PURPOSES[row.purpose],
            "告知文本版本": row.version,
            "同意时间": queries.moment(row.given_at),
            "撤回时间": queries.moment(row.withdrawn_at),
        }
        for row in queries.consents_of(f"user:{user_id}")
    ]


def requests(user_id: int) -> list[dict[str, str]]:
    return [
        {
            "事项": row.get_kind_display(),
            "更正为": row.wanted,
            "说明": row.text,
            "单位": row.org_name,
            "申请时间": queries.moment(row.asked_at),
            "办理期限": row.due_on.isoformat(),
            "状态": row.get_state_display(),
            "答复": row.answer,
        }
        for row in queries.requests_of_person(user_id)
    ]
