"""Routes of enterprises."""

from tests.permissions.route import Route

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
