"""Routes of fees."""

from huoshui.fees import actions, details, queries
from huoshui.fees.models import AnnualFee
from huoshui.kernel.actor import Actor
from huoshui.kernel.tenancy import scope
from tests.permissions.route import Route, shown
from tests.permissions.things import Props

PAGES = {
    "fees": Route("fees.view"),
    "fees-calendar": Route("fees.calendar"),
    "fees-reduction": Route("fees.set_reduction", method="post", body={"years": "10"}),
    "fees-drop": Route("fees.mark", method="post", body={"fee": "{fee_row_id}", "reason": "无人问津"}),
    "fees-patent": Route("fees.view"),
    "fees-paid": Route("fees.mark", method="post", body={"year": "10", "paid_on": "2026-07-01"}),
    "fees-take-back": Route("fees.mark", method="post", body={"mark": "drop"}),
}
OBJECTS = {
    "fees-patent": "fee_patent_id",
    "fees-paid": "fee_patent_id",
    "fees-take-back": "dropped_patent_id",
    "GET /fees/{patent_id}": "fee_patent_id",
    "POST /fees/{patent_id}/paid": "fee_patent_id",
}
API = {
    "GET /fees/": Route("fees.view"),
    "GET /fees/{patent_id}": Route("fees.view"),
    "POST /fees/{patent_id}/paid": Route("fees.mark", method="post", body={"year": 0, "paid_on": "2026-07-01"}),
}
REASONS = {"lake_university": "只给本单位看的放弃理由甲", "hill_university": "只给本单位看的放弃理由乙"}


def _marks(actor: Actor, props: Props) -> None:
    with scope(props.world.operator):
        row = queries.fee_in_view(props.world.operator, int(props.of("dropped_patent_id")[0].id))
        shown(details.patent_context(actor, row)["marks"])


ACTIONS = {
    "fees.read_marks": _marks,
    "fees.refresh": lambda actor, props: actions.refresh_fees(actor, patent_ids=[]),
}


def put_on_stage(props: Props) -> None:
    """The fees of the patents there are; in two institutions one is marked to be let go, their own business."""
    for thing in props.of("patent_id"):
        row = AnnualFee.objects.filter(patent_id=thing.id).first()
        if row is not None:
            props.put("fee_patent_id", thing.id, org=thing.org, named=tuple(thing.named))
            props.put("fee_row_id", row.pk, org=thing.org, named=tuple(thing.named))
    for org, words in REASONS.items():
        thing = next(one for one in props.of("fee_patent_id") if one.org == org)
        who = props.world.actor("office" if org == "lake_university" else "other_office")
        actions.mark_to_drop(who, patent_ids=[int(thing.id)], reason=words)
        props.put("dropped_patent_id", thing.id, org=org, named=tuple(thing.named))
        props.mark(words, org=org, seen_by="fees.read_marks", shown_on="fees-patent", named=tuple(thing.named))
