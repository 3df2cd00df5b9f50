"""Routes of resources."""

from huoshui.resources import actions
from tests.permissions.route import OPEN, Route

LIBRARY_POST = Route("resources.withdraw", method="post", body={"reason": "测试"})
PAGES = {
    "catalogue": Route("", asks="resources.browse"),
    "catalogue-entry": OPEN,
    "library": Route("resources.view"),
    "library-entry": Route("resources.view"),
    "library-withdraw": LIBRARY_POST,
    "library-relist": Route("resources.withdraw", method="post"),
}
OBJECTS = {
    "catalogue-entry": "number",
    "library-entry": "entry_id",
    "library-withdraw": "entry_id",
    "library-relist": "entry_id",
}
API = {
    "GET /catalogue": OPEN,
    "GET /catalogue/{number}": OPEN,
    "GET /resources/entries": Route("resources.view"),
    "POST /resources/entries/{entry_id}/withdraw": LIBRARY_POST,
    "POST /resources/entries/{entry_id}/relist": Route("resources.withdraw", method="post"),
}
ACTIONS = {
    "resources.publish": lambda actor, props: actions.publish_entries(actor, entries=[]),
    "resources.suspend": lambda actor, props: actions.suspend_lapsed(actor),
    "resources.index": lambda actor, props: actions.index_changes(actor),
}
