"""Every address of the node and who may open it. A route that is missing here fails the tests."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """`permission` "" is open to everybody. `whose` has the right in Hunan; `stranger` has it elsewhere."""

    permission: str
    whose: str = "office"
    stranger: str = "other_office"
    method: str = "get"
    body: dict[str, object] = field(default_factory=dict)
    upload: bool = False
    is_spent: bool = False  # dealt with already: even the right person is told so by 404


OPEN = Route("")
LIBRARY_POST = Route("resources.withdraw", method="post", body={"reason": "测试"})

PAGES = {
    "home": OPEN,
    "healthz": OPEN,
    "style-guide": OPEN,
    "sign-in": OPEN,
    "sign-out": Route("", method="post"),
    "account": Route("accounts.act_as"),
    "catalogue": OPEN,
    "catalogue-entry": OPEN,
    "patents": Route("patents.view"),
    "patents-institutions": Route("patents.view"),
    "patents-import": Route("patents.import"),
    "patents-import-run": Route("patents.import"),
    "patents-import-confirm": Route("patents.import", method="post", is_spent=True),
    "patent": Route("patents.view"),
    "enterprises": Route("enterprises.view", whose="hunan", stranger="shanxi"),
    "enterprise-own": Route("enterprises.edit_own", whose="enterprise", stranger="other_enterprise"),
    "enterprise": Route("enterprises.view", whose="hunan", stranger="shanxi"),
    "dossiers": Route("inventory.view"),
    "dossier-next": Route("inventory.fill"),
    "dossier-sheet": Route("inventory.fill"),
    "dossier-batch": Route("inventory.fill"),
    "dossier-assign": Route("inventory.assign", method="post", body={"dossier": "0", "person": "0"}),
    "dossier-review": Route("inventory.review_school", method="post", body={"verdict": "accept"}),
    "dossier": Route("inventory.view"),
    "dossier-reopen": Route("inventory.reopen", method="post"),
    "library": Route("resources.view"),
    "library-entry": Route("resources.view"),
    "library-withdraw": LIBRARY_POST,
    "library-relist": Route("resources.withdraw", method="post"),
    "matches": Route("matching.view"),
    "match-candidate": Route("matching.view"),
    "progress": Route("monitoring.view", whose="hunan", stranger="shanxi"),
}

API = {
    "GET /catalogue": OPEN,
    "GET /catalogue/{number}": OPEN,
    "GET /patents/": Route("patents.view"),
    "GET /patents/{patent_id}": Route("patents.view"),
    "POST /patents/imports": Route("patents.import", method="post", upload=True),
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
    "GET /inventory/dossiers": Route("inventory.view"),
    "GET /inventory/dossiers/{dossier_id}": Route("inventory.view"),
    "PUT /inventory/dossiers/{dossier_id}": Route("inventory.fill", method="put", body={"version": 1, "values": {}}),
    "POST /inventory/reviews": Route(
        "inventory.review_school", method="post", body={"dossier_ids": [], "verdict": "accept"}
    ),
    "POST /inventory/assignments": Route(
        "inventory.assign", method="post", body={"dossier_ids": [], "responsible_id": 0}
    ),
    "POST /inventory/sheets": Route("inventory.fill", method="post", upload=True),
    "POST /inventory/dossiers/{dossier_id}/reopen": Route("inventory.reopen", method="post"),
    "GET /resources/entries": Route("resources.view"),
    "POST /resources/entries/{entry_id}/withdraw": LIBRARY_POST,
    "POST /resources/entries/{entry_id}/relist": Route("resources.withdraw", method="post"),
    "GET /matching/candidates": Route("matching.view"),
    "GET /matching/recommendations": Route("matching.view", whose="enterprise", stranger="other_enterprise"),
    "GET /monitoring/progress": Route("monitoring.view", whose="hunan", stranger="shanxi"),
}


def page_names(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[str]:
    """Names of all pages the resolver knows; the API describes itself by its OpenAPI document."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            if getattr(pattern, "namespace", None) != "api":
                yield from page_names(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern)
