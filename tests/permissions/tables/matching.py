"""Routes of matching."""

from huoshui.matching import actions
from tests.permissions.route import Route

PAGES = {
    "matches": Route("matching.view"),
    "match-candidate": Route("matching.view"),
}
OBJECTS = {
    "match-candidate": "candidate_id",
}
API = {
    "GET /matching/candidates": Route("matching.view"),
    "GET /matching/recommendations": Route("matching.view", whose="enterprise", stranger="other_enterprise"),
}
ACTIONS = {
    "matching.run": lambda actor, props: actions.run_matching(actor),
}
