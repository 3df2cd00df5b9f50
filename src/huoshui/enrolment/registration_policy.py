"""Who registers, invites, claims and decides on it. `policy.py` of the room takes these lines in."""

from huoshui.kernel.policy import SIGNED_IN, Policy

REGISTRATION_POLICY = Policy(
    ("enrolment.register", "注册企业账号", SIGNED_IN | {"visitor"}),
    ("enrolment.review_registrations", "办理企业注册申请", ("bureau", "enterprise")),
    ("enrolment.invite_enterprise", "邀请企业注册", ("bureau",)),
    ("enrolment.admit_enterprise", "为已核验的企业开户", ("operator",)),
    ("enrolment.claim", "认领专利", SIGNED_IN | {"visitor"}),
    ("enrolment.review_claims", "办理专利认领", ("office", "secretary")),
    ("enrolment.expire_applications", "清理逾期申请和证明材料", ("operator",)),
)
