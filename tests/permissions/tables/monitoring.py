"""Routes of monitoring."""

from tests.permissions.route import Route

PAGES = {
    "progress": Route("monitoring.view", whose="hunan", stranger="shanxi"),
}
API = {
    "GET /monitoring/progress": Route("monitoring.view", whose="hunan", stranger="shanxi"),
}
