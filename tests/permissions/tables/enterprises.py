"""Routes of enterprises."""

from pathlib import Path

from huoshui.enterprises import actions, details, queries
from huoshui.kernel.actor import Actor
from huoshui.kernel.tenancy import scope
from tests.permissions.route import Route, shown
from tests.permissions.things import Props

PAGES = {
    "enterprises": Route("enterprises.view", whose="hunan", stranger="shanxi"),
    "enterprise-own": Route("enterprises.edit_own", whose="enterprise", stranger="other_enterprise"),
    "enterprise": Route("enterprises.view", whose="hunan", stranger="shanxi"),
}
OBJECTS = {
    "enterprise": "org_id",
}
API = {
    "GET /enterprises/": Route("enterprises.view", whose="hunan", stranger="shanxi"),
    "GET /enterprises/own": Route("enterprises.edit_own", whose="enterprise", stranger="other_enterprise"),
    "PUT /enterprises/own": Route(
        "enterprises.edit_own",
        "enterprise",
        "other_enterprise",
        "put",
        {"version": 1, "values": {"business_scope": "电池"}},
    ),
    "GET /enterprises/{org_id}": Route("enterprises.view", whose="hunan", stranger="shanxi"),
}


def _need(actor: Actor, props: Props) -> None:
    with scope(props.world.operator):
        profile = queries.profile_in_view(props.world.orgs["battery_maker"].id)
        shown(any(fact.value == NEED for fact in details.profile_context(actor, profile)["facts"]))


ACTIONS = {
    "enterprises.read_need": _need,
    "enterprises.open_profile": lambda actor, props: actions.open_profile(
        actor, org_id=props.world.orgs["battery_maker"].id, enterprise_types=()
    ),
    "enterprises.import": lambda actor, props: actions.import_enterprises(actor, path=Path("/nonexistent.csv")),
}
READERS = "enterprises.read_need enterprises.edit_own"
NEED = "急需低温启动方案丙"


def put_on_stage(props: Props) -> None:
    """The need is for matching alone, and shown on the enterprise's own page."""
    actor = props.world.actor("enterprise")
    values = {"business_scope": "生产电池", "need_text": NEED}
    with scope(actor):
        version = queries.own_values(actor)["version"]
        actions.edit_own_profile(actor, values=values, version=version)
    props.mark(NEED, org="battery_maker", seen_by=READERS, shown_on="enterprise")
