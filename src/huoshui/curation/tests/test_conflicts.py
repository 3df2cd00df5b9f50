"""Contradictions side by side, settled with a reason, one or many."""

from datetime import date
from typing import Any

import pytest
from tests.world import World

from huoshui.curation import actions
from huoshui.curation.tests.conftest import signed_in
from huoshui.curation.tests.rows import Disagreement, Patent
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from huoshui.kernel.tenancy import scope

pytestmark = pytest.mark.django_db
PAGE, SETTLE = "/curation/conflicts/", "/curation/conflicts/settle/"


@pytest.fixture
def contradicted(loaded: World) -> World:
    """Each patent's title and filing date are told otherwise by a second source."""
    with scope(loaded.operator):
        for row in Patent.objects.all():
            for field, kept, other in (
                ("title", row.title, f"{row.title}（乙）"),
                ("filing_date", "2017-07-21", "2017-07-22"),
            ):
                Disagreement.objects.create(
                    org_id=row.org_id, seat=row.seat, line_seat=row.line_seat, patent_id=row.pk, field=field,
                    kept=kept, kept_source="甲", kept_rank=2, kept_as_of=date(2026, 1, 1),
                    other=other, other_source="乙", other_rank=2, other_as_of=date(2026, 2, 1), import_run_id=1,
                )  # fmt: skip
    return loaded


def ids(world: World, person: str, **narrowed: str) -> list[int]:
    with scope(world.actor(person)):
        return list(Disagreement.objects.filter(**narrowed).order_by("id").values_list("id", flat=True))


def patent(world: World) -> Any:
    with scope(world.operator):
        return Patent.objects.get(publication_no="CN107000001B")


def test_both_values_stand_side_by_side_with_their_sources(contradicted: World) -> None:
    answer = signed_in("office").get(PAGE)
    text = answer.content.decode()
    assert answer.context["view"].page.total == 2
    assert all(part in text for part in ("（乙）", "甲，2026-01-01", "乙，2026-02-01", "两个来源等级相同", "申请日"))


def test_each_sees_what_they_reach(contradicted: World) -> None:
    counts = {
        person: signed_in(person).get(PAGE).context["view"].page.total for person in ("national", "hunan", "shanxi")
    }
    assert counts == {"national": 8, "hunan": 6, "shanxi": 2}
    assert signed_in("secretary").get(PAGE).status_code == 403


def test_many_of_a_kind_go_at_once_and_the_other_value_enters_with_its_source(contradicted: World) -> None:
    office = contradicted.actor("office")
    chosen = ids(contradicted, "office")
    assert actions.settle_conflicts(office, ids=chosen, verdict="taken", reason="以登记簿为准") == 2
    row = patent(contradicted)
    assert (row.title[-3:], row.filing_date) == ("（乙）", date(2017, 7, 22))
    assert row.origins["title"] == ["乙", 2, "2026-02-01"]
    with scope(office):
        settled = Disagreement.objects.get(pk=chosen[0])
    assert (settled.state, settled.reason, settled.settled_by) == ("taken", "以登记簿为准", office.user_id)


def test_what_is_kept_changes_nothing_of_the_patent(contradicted: World) -> None:
    before = patent(contradicted).title
    actions.settle_conflicts(
        contradicted.actor("hunan"), ids=ids(contradicted, "office", field="title"), verdict="kept", reason="原件如此"
    )
    assert patent(contradicted).title == before
    assert signed_in("office").get(PAGE).context["view"].page.total == 1


def test_settling_asks_for_reason_verdict_and_reach(contradicted: World) -> None:
    chosen, office = ids(contradicted, "office"), contradicted.actor("office")
    for verdict, reason in (("kept", " "), ("open", "依据")):
        with pytest.raises(Invalid):
            actions.settle_conflicts(office, ids=chosen, verdict=verdict, reason=reason)
    with pytest.raises(NotFound):
        actions.settle_conflicts(contradicted.actor("other_office"), ids=chosen, verdict="kept", reason="依据")
    with pytest.raises(NotAllowed):
        actions.settle_conflicts(contradicted.actor("education"), ids=chosen, verdict="kept", reason="依据")
    actions.settle_conflicts(office, ids=chosen, verdict="kept", reason="依据")
    with pytest.raises(WrongState):
        actions.settle_conflicts(office, ids=chosen, verdict="taken", reason="依据")


def test_the_page_settles_what_is_ticked(contradicted: World) -> None:
    client, chosen = signed_in("office"), ids(contradicted, "office")
    client.post(SETTLE, {"disagreement": chosen[:1], "verdict": "kept", "reason": "原件"})
    assert ids(contradicted, "office", state="kept") == chosen[:1]
    client.post(SETTLE, {"disagreement": chosen[1:], "verdict": "kept", "reason": ""})
    assert ids(contradicted, "office", state="open") == chosen[1:]
