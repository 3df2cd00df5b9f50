"""Routes of accounts."""

from huoshui.accounts.actions import open_account
from tests.permissions.route import Route

PAGES = {
    "account": Route("accounts.act_as"),
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
