"""The list of people and what they are where: one declaration for page, export and API. It holds no contacts."""

from django.db.models import Q, QuerySet

from huoshui.accounts.models import POSITIONS, SERVICES, Membership
from huoshui.display.filters import Filter
from huoshui.display.listing import Column, Listing, contains, equals, page_of
from huoshui.display.parts import Empty, Tone
from huoshui.kernel import clock
from huoshui.kernel.paging import Sort
from huoshui.kernel.policy import ROLES
from huoshui.orgs import public as orgs

STATES = {"living": "在用", "waiting": "待启用", "closed": "账号停用", "expired": "已到期", "ended": "已结束"}
TONES: dict[str, Tone] = {"living": "good", "waiting": "warn", "closed": "bad", "expired": "info", "ended": "neutral"}
GIVEN = [(key, label) for key, label in ROLES.items() if key not in {"manager", "operator", "visitor"}]


def state_of(row: Membership) -> str:
    if row.ended_at is not None:
        return "ended"
    if not row.user.is_active:
        return "closed"
    if row.until is not None and row.until <= clock.now():
        return "expired"
    return "living" if row.user.password_set_at or row.user.last_login else "waiting"


def _in_state(rows: QuerySet[Membership], state: str) -> QuerySet[Membership]:
    """The same answer as `state_of`, for the database."""
    if state == "ended":
        return rows.exclude(ended_at=None)
    rows = rows.filter(ended_at=None)
    if state == "closed":
        return rows.filter(user__is_active=False)
    rows = rows.filter(user__is_active=True)
    if state == "expired":
        return rows.filter(until__lte=clock.now())
    rows = rows.filter(Q(until=None) | Q(until__gt=clock.now()))
    entered = Q(user__password_set_at__isnull=False) | Q(user__last_login__isnull=False)
    return rows.filter(entered if state == "living" else ~entered)


def role_label(row: Membership) -> str:
    return ROLES[row.role] + (f"（代 {row.on_behalf_of.name}）" if row.on_behalf_of else "")


PEOPLE = Listing(
    name="people",
    title="人员与账号",
    columns=[
        Column("name", "姓名", lambda row: row.user.name, sort="name"),
        Column("username", "用户名", lambda row: row.user.username),
        Column("organisation", "单位", lambda row: row.organisation.name, sort="organisation", width=28),
        Column("role", "角色", role_label),
        Column("manager", "账号管理", lambda row: "是" if row.is_manager else "", phone=False),
        Column("position", "身份", lambda row: POSITIONS[row.position] if row.position else "", phone=False),
        Column("service", "在职状态", lambda row: SERVICES[row.service], phone=False),
        Column("until", "有效期至", lambda row: row.until.date() if row.until else "", phone=False),
        Column("state", "状态", lambda row: STATES[state_of(row)], tone=lambda row: TONES[state_of(row)]),
    ],
    sorts=[
        Sort("granted", "granted_at", descending=True),
        Sort("name", "user__name"),
        Sort("organisation", "organisation__seat"),
    ],
    filters=[
        Filter("q", "姓名或用户名", contains("user__name", "user__username"), kind="text"),
        Filter("organisation", "单位", contains("organisation__name"), kind="text"),
        Filter("role", "角色", equals("role"), choices=GIVEN),
        Filter("state", "状态", _in_state, choices=list(STATES.items())),
        Filter("service", "在职状态", equals("service"), choices=list(SERVICES.items())),
        Filter("position", "身份", equals("position"), choices=[(k, v) for k, v in POSITIONS.items() if k]),
        *orgs.institution_filters("organisation_id"),
    ],
    row_link=page_of("person", "user_id"),
    empty=Empty("没有符合条件的人员", "可以逐个开设账号，也可以用表格批量开设。"),
)
