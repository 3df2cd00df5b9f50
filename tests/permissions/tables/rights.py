"""Routes of rights."""

from pathlib import Path
from tempfile import TemporaryDirectory

from huoshui.rights import actions
from tests.permissions.route import Route
from tests.permissions.things import Props

PAGES = {
    "legal-events": Route("rights.list"),
    "legal-events-import": Route("rights.import"),
    "legal-events-run": Route("rights.import"),
    "legal-events-confirm": Route("rights.import", method="post", is_spent=True),
}
OBJECTS = {
    "legal-events-run": "event_run_id",
    "legal-events-confirm": "event_run_id",
}
API = {
    "GET /rights/{patent_id}": Route("rights.view"),
    "POST /rights/imports": Route("rights.import", method="post", upload=True),
}
ACTIONS = {
    "rights.recompute": lambda actor, props: actions.recompute_rights(actor, patent_ids=[]),
}
MAKERS = {"lake_university": "office", "hill_university": "other_office"}
PUBLISHED = {"lake_university": "CN107000001B", "hill_university": "CN107000002B"}


def put_on_stage(props: Props) -> None:
    """Each office has loaded an event of its own, whose party nobody else may meet."""
    for org, who in MAKERS.items():
        with TemporaryDirectory() as folder:
            path = Path(folder, "法律状态.csv")
            party = f"质权银行{org}"
            path.write_text(
                f"公开号,法律状态,法律状态公告日,质权人\n{PUBLISHED[org]},PE01,2024-01-05,{party}\n", "utf-8"
            )
            run = actions.import_events(props.world.actor(who), path=path, file_name=path.name)
        props.put("event_run_id", run.run_id, org=org, only=(who,))
        named = ("inventor",) if org == "lake_university" else ()
        props.mark(party, org=org, seen_by="rights.view", shown_on="legal-events", named=named)
