"""What ends by itself: requests nobody decided or corrected, and the documents and contacts of decided ones."""

from datetime import datetime, timedelta

from huoshui.enrolment import evidence
from huoshui.enrolment import registration_rules as rules
from huoshui.enrolment.models import Claim, Evidence, RegistrationRequest
from huoshui.enrolment.registration_actions import wipe_evidence
from huoshui.enrolment.registration_moves import move
from huoshui.enrolment.registration_states import RETURNED, WAITING
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor, operator
from huoshui.kernel.tenancy import scope
from huoshui.privacy.public import Rule

PERMISSION = "enrolment.expire_applications"
AT_ONCE = 1_000


@action
def expire_applications(actor: Actor) -> int:
    """May run as often as wanted; answers how many were closed."""
    require(actor, PERMISSION)
    moment, closed = clock.now(), 0
    waited, left = moment - timedelta(days=rules.WAITS_DAYS), moment - timedelta(days=rules.RETURNED_DAYS)
    for rows in (
        RegistrationRequest.objects.filter(state__in=WAITING, changed_at__lt=waited),
        RegistrationRequest.objects.filter(state=RETURNED, changed_at__lt=left),
        Claim.objects.filter(state__in=WAITING, changed_at__lt=waited),
    ):
        for row in rows.select_for_update().order_by("id")[:AT_ONCE]:
            move(actor, row, "expire", reason="逾期自动关闭，如仍需要请重新提交")
            closed += 1
    note(actor, PERMISSION, "applications", closed=closed)
    return closed


@action
def wipe_decided(actor: Actor, *, before: datetime) -> int:
    """Documents and telephone numbers of what was decided before the moment; answers how many rows lost something."""
    require(actor, PERMISSION)
    documents = list(Evidence.objects.filter(request__decided_at__lt=before, wiped_at=None)[:AT_ONCE])
    wipe_evidence(documents)
    wiped = len(documents)
    for model in (RegistrationRequest, Claim):
        decided = model.objects.filter(decided_at__lt=before).exclude(phone="")
        wiped += decided.update(phone="", password="")
    note(actor, "enrolment.wipe_decided", "applications", wiped=wiped)
    return wiped


def purge(before: datetime) -> int:
    """For the table of retention. Also ends what has waited too long, and clears files that no row names."""
    node = operator("job")
    expire_applications(node)
    wiped = wipe_decided(node, before=before)
    with scope(node):
        kept = set(Evidence.objects.exclude(stored="").values_list("stored", flat=True))
    return wiped + evidence.sweep(kept)


RETENTION = Rule(
    "registration_evidence",
    "企业注册、专利认领的证明材料和申请人电话",
    rules.EVIDENCE_DAYS,
    0,
    "个人信息保护法第十九条：保存期限应当为实现处理目的所必要的最短时间；办结后留一段时间供申诉和复核",
    "自动清除文件、电话和密码摘要，保留申请本身和办理结论",
    purge,
)
