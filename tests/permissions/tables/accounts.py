"""Routes of accounts. The people on the stage are put there by the room that opens accounts."""

from dataclasses import replace

from huoshui.accounts.actions import open_account
from tests.permissions.route import Route

# In reach, but not this actor's to look after: told so.
MANAGE = Route("accounts.manage", method="post", elsewhere=(403, 404))
PAGES = {
    "account": Route("accounts.act_as"),
    "people": Route("accounts.view"),
    "person": Route("accounts.view"),
    "person-active": replace(MANAGE, body={"active": "0"}),
    "membership-end": replace(MANAGE, body={"reason": "调离"}),
    "membership-manager": replace(MANAGE, body={"manager": "1"}),
    "membership-standing": replace(MANAGE, body={"service": "retired"}),
}
OBJECTS = {
    "person": "person_id",
    "person-active": "kept_person_id",
    "membership-end": "membership_id",
    "membership-manager": "membership_id",
    "membership-standing": "membership_id",
}
API = {
    "GET /people/roles": Route("accounts.view"),
}
ACTIONS = {
    "accounts.open": lambda actor, props: open_account(
        actor,
        username="somebody",
        name="somebody",
        password="a-long-password",
        organisation_id=props.world.orgs["lake_university"].id,
        role="inventor",
    ),
}
