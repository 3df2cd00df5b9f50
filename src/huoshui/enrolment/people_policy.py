"""Who opens accounts, invites, comes in by a link and delegates. `policy.py` of the room takes these lines in."""

from huoshui.kernel.policy import SIGNED_IN, Policy

PEOPLE_POLICY = Policy(
    ("enrolment.open", "开设账号", ("manager",)),
    ("enrolment.invite", "发放与撤销邀请链接", ("manager",)),
    ("enrolment.accept", "凭邀请链接进入", SIGNED_IN | {"visitor"}),
    ("enrolment.view_delegations", "查看代办与委托", SIGNED_IN),
    ("enrolment.delegate_own", "委托同事代办", ("inventor",)),
    ("enrolment.delegate_unit", "委托服务机构", ("manager",)),
    ("enrolment.end_delegation", "结束代办与委托", SIGNED_IN),
)
