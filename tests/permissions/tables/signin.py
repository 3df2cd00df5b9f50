"""Routes of signin."""

from tests.permissions.route import OPEN, Route

PAGES = {
    "sign-in": OPEN,
    "sign-out": Route("", method="post"),
}
