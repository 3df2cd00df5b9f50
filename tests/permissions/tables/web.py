"""Routes of web."""

from tests.permissions.route import OPEN

PAGES = {
    "home": OPEN,
    "healthz": OPEN,
    "style-guide": OPEN,
}
