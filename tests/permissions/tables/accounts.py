"""Routes of accounts."""

from tests.permissions.route import Route

PAGES = {
    "account": Route("accounts.act_as"),
}
