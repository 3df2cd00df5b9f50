"""Routes of single sign-on."""

from tests.permissions.route import Route

PAGES = {
    # No provider is configured on the stage: both answer everybody that there is none.
    "sso-start": Route(""),
}
