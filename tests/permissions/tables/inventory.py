"""Routes of inventory."""

from huoshui.inventory import actions, api, queries, scoping
from huoshui.inventory.models import Priority
from huoshui.inventory.scope_rules import Wanted
from huoshui.kernel.actor import Actor
from huoshui.kernel.tenancy import scope
from tests.permissions.route import Route, shown
from tests.permissions.things import Props

PAGES = {
    "dossiers": Route("inventory.view"),
    "dossier-next": Route("inventory.fill"),
    "dossier-sheet": Route("inventory.fill"),
    "dossier-batch": Route("inventory.fill"),
    "dossier-assign": Route("inventory.assign", method="post", body={"dossier": "0", "person": "0"}),
    "dossier-review": Route("inventory.review_school", method="post", body={"verdict": "accept"}),
    "inventory-rules": Route("inventory.view_rules"),
    "inventory-scope": Route("inventory.set_scope", method="post"),
    "inventory-priority-add": Route("inventory.set_priorities", method="post"),
    "inventory-priority-load": Route("inventory.set_priorities", method="post"),
    "inventory-priority-drop": Route("inventory.set_priorities", method="post"),
    "dossier": Route("inventory.view"),
    "dossier-reopen": Route("inventory.reopen", method="post"),
}
OBJECTS = {
    "inventory-priority-drop": "priority_id",
    "dossier": "dossier_id",
    "dossier-reopen": "dossier_id",
}
API = {
    "GET /inventory/dossiers": Route("inventory.view"),
    "GET /inventory/dossiers/{dossier_id}": Route("inventory.view"),
    "PUT /inventory/dossiers/{dossier_id}": Route("inventory.submit", method="put", body={"version": 1, "values": {}}),
    "POST /inventory/reviews": Route(
        "inventory.review_school", method="post", body={"dossier_ids": [], "verdict": "accept"}
    ),
    "POST /inventory/assignments": Route(
        "inventory.assign", method="post", body={"dossier_ids": [], "responsible_id": 0}
    ),
    "POST /inventory/sheets": Route("inventory.submit", method="post", upload=True),
    "POST /inventory/dossiers/{dossier_id}/reopen": Route("inventory.reopen", method="post"),
}


def _values(actor: Actor, props: Props) -> None:
    with scope(props.world.operator):
        row = queries.dossier_in_view(props.world.operator, int(props.of("dossier_id")[0].id))
        shown(api._out(actor, row).values)


ACTIONS = {
    "inventory.read_values": _values,
    "inventory.open": lambda actor, props: actions.open_dossiers(actor, patent_ids=[]),
    "inventory.apply_rules": lambda actor, props: scoping.apply_rules(actor, org_id=0),
    "inventory.register": lambda actor, props: actions.register_dossiers(actor, contents={}),
    "inventory.review_college": lambda actor, props: actions.review_dossiers(actor, dossier_ids=[0], verdict="pass"),
}
OWNERS = {"lake_university": ("office", "second_office"), "hill_university": ("other_office",)}
PRIVATE = {"lake_university": "只给本单位看的前景甲", "hill_university": "只给本单位看的前景乙"}


def put_on_stage(props: Props) -> None:
    """What a draft says is read inside its institution alone."""
    for org, words in PRIVATE.items():
        thing = next(one for one in props.of("dossier_id") if one.org == org and one.state == "unopened")
        actor = props.world.actor("office" if org == "lake_university" else "other_office")
        actions.save_dossier(actor, dossier_id=int(thing.id), values={"prospects": words}, version=1)
        props.mark(
            words,
            org=org,
            seen_by="inventory.read_values",
            shown_on="GET /inventory/dossiers/{dossier_id}",
            named=tuple(thing.named),
        )
    _put_lists(props)


def _put_lists(props: Props) -> None:
    """A list is its organisation's own: even who reaches that one changes nothing there."""
    for org, who in (("lake_university", "office"), ("hill_university", "other_office")):
        scoping.add_priorities(props.world.actor(who), lines=[Wanted("discipline", "ipc", "A01B", "农机")])
        with scope(props.world.operator):
            row = Priority.objects.get(org_id=props.world.orgs[org].id)
        props.put("priority_id", row.pk, org=org, only=OWNERS[org])
