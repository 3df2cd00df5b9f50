"""What this room and the rooms below remove when its time is over; registered by `apps.py`."""

from datetime import datetime

from huoshui.accounts import public as accounts
from huoshui.kernel.models import OutboxEvent
from huoshui.privacy import keeping
from huoshui.privacy.models import ConsentRecord, Contact, ContactView, PrivacyRequest
from huoshui.privacy.retention import YEAR, Rule
from huoshui.privacy.states import OPEN
from huoshui.signin import public as signin


def purge_contacts(before: datetime) -> int:
    """Of people whose role in the organisation ended before the moment."""
    rows = list(Contact.objects.exclude(user_id=0).filter(changed_at__lt=before).only("user_id", "org_id"))
    kept = accounts.not_gone({(row.user_id, row.org_id) for row in rows}, since=before)
    return keeping.forget(row for row in rows if (row.user_id, row.org_id) not in kept)


def purge_views(before: datetime) -> int:
    return int(ContactView.objects.filter(at__lt=before).delete()[0])


def purge_requests(before: datetime) -> int:
    return int(PrivacyRequest.objects.exclude(state=OPEN).filter(asked_at__lt=before).delete()[0])


def purge_consents(before: datetime) -> int:
    return ConsentRecord.objects.filter(withdrawn_at__lt=before).delete()[0]


def purge_events(before: datetime) -> int:
    return OutboxEvent.objects.filter(delivered_at__lt=before).delete()[0]


NECESSARY = "个人信息保护法第十九条：保存期限应当为实现处理目的所必要的最短时间"
EVIDENCE = "证明已经履行告知、同意和答复义务（个人信息保护法第十四、十五、五十条）；三年为本系统所定"
RULES = (
    Rule(
        "contacts",
        "离开单位人员的联系方式",
        30,
        0,
        NECESSARY,
        "自身份结束之日起计算，到期整条删除",
        purge_contacts,
    ),
    Rule(
        "contact_views",
        "谁看过联系方式",
        3 * YEAR,
        180,
        "供本人查询；与台账同期",
        "到期删除；台账中的记录不受影响",
        purge_views,
    ),
    Rule("privacy_requests", "个人信息请求及答复", 3 * YEAR, YEAR, EVIDENCE, "办结后到期删除", purge_requests),
    Rule("consents", "已撤回的同意", 3 * YEAR, YEAR, EVIDENCE, "自撤回之日起计算，到期删除", purge_consents),
    Rule(
        "sign_ins",
        "登录记录（时间、地址、浏览器）",
        YEAR,
        180,
        "网络安全法要求网络日志留存不少于六个月（2016年版第二十一条第三项）；一年为本系统所定",
        "到期删除；注销账号也保留到期",
        signin.forget_sign_ins,
    ),
    Rule("devices", "登录过的浏览器、失效的接口令牌", YEAR, 30, NECESSARY, "到期删除", signin.forget_devices),
    Rule("notices", "账号安全提醒", YEAR, 30, NECESSARY, "到期删除", signin.forget_notices),
    Rule("web_sessions", "已过期的网页会话", 1, 0, NECESSARY, "过期一天后删除", signin.forget_web_sessions),
    Rule("outbox", "系统内部已送达的事件", 30, 1, "只含编号和代码，用于排查故障", "到期删除", purge_events),
)
