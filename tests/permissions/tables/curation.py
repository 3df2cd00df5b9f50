"""Routes of curation."""

from huoshui.curation import actions
from huoshui.curation.models import NameReview
from huoshui.kernel import clock
from huoshui.patents import public as patents
from tests.permissions.route import Route
from tests.permissions.stage import FOREIGN, OWN
from tests.permissions.things import Props

VIEW, NAMES = Route("curation.view"), Route("curation.view_names")
SETTLE = Route("curation.settle_names", method="post", body={"review": ["{review_id}"]})
CONFLICTS = Route("curation.settle_conflicts", method="post")

PAGES = {
    "quality": VIEW,
    "curation-stale": VIEW,
    "curation-conflicts": VIEW,
    "curation-conflicts-settle": CONFLICTS,
    "curation-names": NAMES,
    "curation-name": NAMES,
    "curation-names-settle": SETTLE,
}
OBJECTS = {"curation-name": "review_id"}
API = {
    "GET /curation/quality": VIEW,
    "GET /curation/stale": VIEW,
    "GET /curation/names": NAMES,
    "POST /curation/names/decisions": Route(
        "curation.settle_names", method="post", body={"decisions": [], "reason": "依据"}
    ),
    "POST /curation/conflicts/decisions": Route(
        "curation.settle_conflicts", method="post", body={"ids": [], "verdict": "kept", "reason": "依据"}
    ),
}
ACTIONS = {
    "curation.settle_names": lambda actor, props: actions.settle_names(actor, decisions=[], reason="依据"),
    "curation.refresh": lambda actor, props: actions.refresh_names(actor, org_ids=[]),
    "curation.settle_conflicts": lambda actor, props: actions.settle_conflicts(
        actor, ids=[], verdict="kept", reason="依据"
    ),
    "patents.hand_over": lambda actor, props: patents.hand_over_named(actor, from_id=0, to_id=0),
}
WAITING = {OWN: "东湾待核试验所", FOREIGN: "西坡待核试验所"}


def put_on_stage(props: Props) -> None:
    for number, (org, name) in enumerate(WAITING.items(), 1):
        card = props.world.orgs[org]
        row = NameReview.objects.create(
            org_id=card.id,
            seat=card.seat,
            line_seat=card.line_seat,
            subject_id=-number,
            name=name,
            region=card.region,
            patents=1,
            refreshed_at=clock.now(),
        )
        props.put("review_id", row.pk, org=org)
        props.mark(name, org=org, seen_by="curation.view_names", shown_on="curation-names")
