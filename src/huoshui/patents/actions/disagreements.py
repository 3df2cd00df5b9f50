"""Two sources say different things of one field: a person decides, and gives the reason."""

from datetime import date

from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound
from huoshui.kernel.outbox import emit
from huoshui.patents import rules, states
from huoshui.patents.events import RightsChanged
from huoshui.patents.loading.columns import DATES
from huoshui.patents.models import Disagreement, Patent

REASON_LENGTH = 500


@action
def settle_disagreement(actor: Actor, *, disagreement_id: int, take: bool, reason: str) -> None:
    """Keeps the known value, or takes the other source's with its origin. Raises WrongState where it is settled."""
    require(actor, "patents.settle_source")
    said = reason.strip()
    if not said or len(said) > REASON_LENGTH:
        raise Invalid("请写明核对依据（500 字以内）", fields={"reason": "请写明核对依据"})
    row = Disagreement.objects.select_for_update().filter(pk=disagreement_id).first()
    if row is None:
        raise NotFound("没有这一项", disagreement_id=disagreement_id)
    _move(row, "take" if take else "keep", actor, said)
    if take:
        _take(row)
    facts = {"patent": row.patent_id, "field": row.field, "took": take}
    note(actor, "patents.settle_source", f"disagreement:{row.pk}", **facts)


def _move(row: Disagreement, name: str, actor: Actor, reason: str) -> None:
    row.state = states.DISAGREEMENT.take(name, row.state).target
    row.settled_at, row.settled_by, row.reason = clock.now(), actor.user_id, reason
    row.save()


def _take(row: Disagreement) -> None:
    """The patent says what the other source says. Its print goes, because it is no longer what one file said."""
    patent = Patent.objects.select_for_update().get(pk=row.patent_id)
    before = (patent.legal_status, patent.expires_on)
    name = "stated_status" if row.field == "legal_status" else row.field
    setattr(patent, name, date.fromisoformat(row.other) if name in DATES and row.other else row.other)
    patent.origins = patent.origins | {row.field: [row.other_source, row.other_rank, row.other_as_of.isoformat()]}
    patent.content_hash = ""
    if row.field == "legal_status":
        patent.stated_on = row.other_as_of
        if patent.status_basis == "stated":
            patent.legal_status = patent.stated_status
    if row.field in {"filing_date", "kind", "stage"} and patent.status_basis == "stated":
        patent.expires_on = rules.expires_on(patent.kind, patent.stage, patent.filing_date)
    if row.field == "main_class":
        patent.subclass = rules.subclass_of(patent.main_class)
    patent.save()
    if before != (patent.legal_status, patent.expires_on):
        emit(RightsChanged([patent.pk]))
