"""What requests and claims hold on a person, as they are shown it on their own page and as it goes with the account."""

from itertools import chain

from huoshui.enrolment.models import Claim, Evidence, RegistrationRequest
from huoshui.enrolment.registration_actions import wipe_evidence
from huoshui.enrolment.registration_listings import moment
from huoshui.enrolment.registration_states import LABELS
from huoshui.privacy.public import register_source

GONE = "已注销"


def register() -> None:
    register_source(
        "企业注册与专利认领申请",
        asked_by,
        forget=forget,
        stays="申请的对象和办理结论属于管理部门或单位；姓名、电话和证明材料删除",
    )


def asked_by(user_id: int) -> list[dict[str, str]]:
    rows = chain(
        RegistrationRequest.objects.filter(user_id=user_id).order_by("id"),
        Claim.objects.filter(user_id=user_id).order_by("id"),
    )
    return [
        {
            "申请": row.patent_no or row.title if isinstance(row, Claim) else row.name,
            "姓名": row.person_name,
            "电话": row.phone,
            "提交时间": moment(row.submitted_at),
            "状态": LABELS[row.state],
            "同意的告知书": row.notice_version,
        }
        for row in rows
    ]


def forget(user_id: int) -> None:
    wipe_evidence(list(Evidence.objects.filter(request__user_id=user_id, wiped_at=None)))
    for model in (RegistrationRequest, Claim):
        model.objects.filter(user_id=user_id).update(person_name=GONE, username="", phone="", password="")
