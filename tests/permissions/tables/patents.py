"""Routes of patents."""

from huoshui.patents import actions
from tests.permissions.route import Route

PAGES = {
    "patents": Route("patents.view"),
    "patents-institutions": Route("patents.view"),
    "patents-import": Route("patents.import"),
    "patents-import-run": Route("patents.import"),
    "patents-import-columns": Route("patents.import"),
    "patents-import-progress": Route("patents.import"),
    "patents-import-rows": Route("patents.import"),
    "patents-import-changes": Route("patents.import"),
    "patents-import-errors": Route("patents.import", is_spent=True),  # nothing was wrong with the file
    "patents-import-confirm": Route("patents.import", method="post", is_spent=True),
    "patent": Route("patents.view"),
}
OBJECTS = {
    "patents-import-run": "run_id",
    "patents-import-columns": "run_id",
    "patents-import-progress": "run_id",
    "patents-import-rows": "run_id",
    "patents-import-changes": "run_id",
    "patents-import-errors": "run_id",
    "patents-import-confirm": "run_id",
    "patent": "patent_id",
}
API = {
    "GET /patents/": Route("patents.view"),
    "GET /patents/{patent_id}": Route("patents.view"),
    "POST /patents/imports": Route("patents.import", method="post", upload=True),
}
ACTIONS = {
    "patents.settle": lambda actor, props: actions.settle_attribution(actor, organisation_ids=[]),
    "patents.settle_source": lambda actor, props: actions.settle_disagreement(
        actor, disagreement_id=0, take=False, reason="核对"
    ),
    "patents.rights": lambda actor, props: actions.apply_rights(actor, states=[]),
    "patents.place": lambda actor, props: actions.place_patents(actor, patent_ids=[], college_id=0),
}
