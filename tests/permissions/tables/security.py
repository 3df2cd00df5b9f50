"""Routes of security."""

from huoshui.security import actions, field_keys
from tests.permissions.route import Route
from tests.permissions.things import Props

ADMINISTRATORS = ("system", "security", "auditor")
REASON = "核对盘点数据与上报数据不一致的原因"
ASK = {"organisation": "南湖试验大学", "reason": REASON, "hours": "1"}
PAGES = {
    "security-policy": Route("security.view_policy"),
    "security-who": Route("security.view_policy"),
    "security-person": Route("security.view_policy"),
    "security-end-sessions": Route("security.end_sessions", method="post"),
    "security-node": Route("security.view_node"),
    "security-retry-events": Route("security.retry_events", method="post"),
    "security-limits": Route("security.view_limits"),
    "break-glass-list": Route("security.view_break_glass"),
    "break-glass-ask": Route("security.request_break_glass", method="post", body=ASK),
    "break-glass": Route("security.view_break_glass"),
    "break-glass-decide": Route("security.decide_break_glass", method="post", body={"verdict": "decline"}),
    "break-glass-withdraw": Route("security.request_break_glass", method="post"),
    "break-glass-end": Route("security.end_break_glass", method="post"),
}
OBJECTS = {
    "security-person": "colleague_id",
    "security-end-sessions": "colleague_id",
    "break-glass": "break_glass_id",
    "break-glass-decide": "break_glass_id",
    "break-glass-withdraw": "break_glass_id",
    "break-glass-end": "break_glass_id",
}
ACTIONS = {
    "security.lapse_break_glass": lambda actor, props: actions.lapse_break_glass(actor),
    "security.renew_field_key": lambda actor, props: field_keys.reencipher(actor, limit=1),
}
COLLEAGUES = {
    # whose page: who looks after the accounts there, besides the administrators of the province
    "office": ("lake_university", ("office", "secretary")),
    "hospital": ("lake_hospital", ("hospital",)),
    "other_office": ("hill_university", ("other_office",)),
    "enterprise": ("battery_maker", ("enterprise",)),
}


def put_on_stage(props: Props) -> None:
    """Requests that stand in two states, before the administrators of Hunan and the office each concerns."""
    world = props.world
    for org, office in (("lake_university", "office"), ("lake_hospital", "hospital")):
        for state in ("requested", "active"):
            row = actions.request_break_glass(
                world.actor("system"), organisation_id=world.orgs[org].id, reason=REASON, hours=1
            )
            if state == "active":
                actions.decide_break_glass(world.actor("security"), break_glass_id=row, is_approved=True)
            offices = (office, "second_office") if org == "lake_university" else (office,)
            props.put("break_glass_id", row, org=org, state=state, only=("system", "security", *offices))
    for name, (org, managers) in COLLEAGUES.items():
        administrators = () if org == "hill_university" else ADMINISTRATORS
        props.put("colleague_id", world.users[name], org=org, only=(*managers, *administrators))
