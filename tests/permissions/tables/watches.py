"""Routes of watches."""

from huoshui.kernel import clock
from huoshui.watches import actions
from huoshui.watches.models import Watch
from tests.permissions.route import Route
from tests.permissions.things import Props

KEPT = "订阅标记词九七"
FORM = {"name": "测试", "rhythm": "daily"}
PAGES = {
    "watches": Route("watches.view"),
    "watch-new": Route("watches.keep"),
    "watch": Route("watches.view"),
    "watch-change": Route("watches.keep", method="post", body=FORM),
    "watch-seen": Route("watches.keep", method="post"),
    "watch-drop": Route("watches.keep", method="post"),
}
OBJECTS = {
    "watch": "watch_id",
    "watch-change": "watch_id",
    "watch-seen": "watch_id",
    "watch-drop": "watch_id",
}
API: dict[str, Route] = {}
ACTIONS = {
    "watches.tell": lambda actor, props: actions.tell(actor, watch_id=0, news=0),
}


def put_on_stage(props: Props) -> None:
    """One of the office and one of the inventor: nobody else has them, whatever their reach."""
    for person, org, role in (("office", "lake_university", "office"), ("inventor", "lake_university", "inventor")):
        card = props.world.orgs[org]
        row = Watch.objects.create(
            org_id=card.id,
            seat=card.seat,
            line_seat=card.line_seat,
            user_id=props.world.users[person],
            role=role,
            name=f"{KEPT}{person}",
            query="q=电池",
            rhythm="daily",
            seen_at=clock.now(),
            seen_run=0,
            told_at=clock.now(),
        )
        props.put("watch_id", row.pk, org=org, only=(person,))
        props.mark(row.name, org=org, seen_by="watches.view", shown_on="watches", only=(person,))
