"""Routes of inventory."""

from tests.permissions.route import Route

PAGES = {
    "dossiers": Route("inventory.view"),
    "dossier-next": Route("inventory.fill"),
    "dossier-sheet": Route("inventory.fill"),
    "dossier-batch": Route("inventory.fill"),
    "dossier-assign": Route("inventory.assign", method="post", body={"dossier": "0", "person": "0"}),
    "dossier-review": Route("inventory.review_school", method="post", body={"verdict": "accept"}),
    "dossier": Route("inventory.view"),
    "dossier-reopen": Route("inventory.reopen", method="post"),
}
OBJECTS = {
    "dossier": "dossier_id",
    "dossier-reopen": "dossier_id",
}
API = {
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
}
