"""The queue of names: what enters it, what a decision does, and how a second one takes it back."""

from pathlib import Path

import pytest
from tests.permissions.stage import deliver
from tests.world import World

from huoshui.curation import actions, queries, states
from huoshui.curation.actions import Decision
from huoshui.curation.models import NameReview
from huoshui.curation.tests.rows import Patent
from huoshui.inventory import public as inventory
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents
from huoshui.patents.tests.files import BRANCH, UTILITY, csv_file

pytestmark = pytest.mark.django_db
MORE = BRANCH | {"公开（公告）号": "CN208000077U", "标题": "一种新托盘"}


def review(world: World, name: str) -> NameReview:
    with scope(world.operator):
        row: NameReview = NameReview.objects.get(name=name)
    return row


def settle(world: World, row: NameReview, verdict: str, target: int = 0, by: str = "hunan") -> int:
    return actions.settle_names(world.actor(by), decisions=[Decision(row.pk, verdict, target)], reason="学校官网所载")


def owners(world: World) -> dict[str, tuple[int, str]]:
    with scope(world.operator):
        return {row.publication_no: (row.org_id, row.attribution) for row in Patent.objects.all()}


def load(world: World, tmp_path: Path, *rows: dict[str, str]) -> None:
    patents.import_patents(world.operator, path=csv_file(tmp_path, *rows), file_name="more.csv")
    deliver(world)


def test_each_unchecked_name_waits_with_its_patents_and_proposals(loaded: World) -> None:
    row = review(loaded, BRANCH["申请人"])
    assert (row.state, row.patents, row.titles) == ("open", 1, [BRANCH["标题"]])
    assert row.proposals[0]["name"] == "南湖试验大学"
    assert row.proposals[0]["reasons"]
    assert review(loaded, "东江试验研究院").proposals == []


def test_who_reaches_the_institution_sees_its_name_and_nobody_else(loaded: World) -> None:
    row = review(loaded, "东江试验研究院")
    for person, count in (("national", 2), ("hunan", 2), ("shanxi", 0), ("changsha", 2)):
        with scope(loaded.actor(person)):
            assert queries.names_waiting(loaded.actor(person)) == count
    with scope(loaded.actor("shanxi")), pytest.raises(NotFound):
        queries.name_in_view(loaded.actor("shanxi"), row.pk)
    with pytest.raises(NotFound):
        settle(loaded, row, "own", by="shanxi")
    with pytest.raises(NotAllowed):
        settle(loaded, row, "own", by="office")


def test_what_means_a_known_institution_becomes_its_name_and_its_patents_follow(loaded: World, tmp_path: Path) -> None:
    school = loaded.orgs["lake_university"]
    settle(loaded, review(loaded, BRANCH["申请人"]), "same", school.id)
    deliver(loaded)
    assert owners(loaded)[BRANCH["公开（公告）号"]] == (school.id, "matched")
    load(loaded, tmp_path, MORE)
    assert owners(loaded)["CN208000077U"] == (school.id, "matched")
    row = review(loaded, BRANCH["申请人"])
    assert (row.state, row.target_name, row.org_id) == ("same", school.name, school.id)


def test_a_name_that_is_an_institution_of_its_own_is_confirmed(loaded: World, tmp_path: Path) -> None:
    row = review(loaded, "东江试验研究院")
    settle(loaded, row, "own")
    deliver(loaded)
    card = orgs.card(row.subject_id)
    assert card is not None
    assert card.standing == "confirmed"
    assert owners(loaded)["CN208000009U"] == (row.subject_id, "matched")


def test_what_was_decided_is_not_asked_again(loaded: World, tmp_path: Path) -> None:
    settle(loaded, review(loaded, BRANCH["申请人"]), "none")
    load(loaded, tmp_path, MORE)
    row = review(loaded, BRANCH["申请人"])
    assert (row.state, row.patents) == ("none", 2)


def test_a_second_decision_takes_a_merger_back_with_dossiers_and_all(loaded: World, tmp_path: Path) -> None:
    school, name = loaded.orgs["lake_university"], BRANCH["申请人"]
    row = review(loaded, name)
    settle(loaded, row, "same", school.id)
    deliver(loaded)
    load(loaded, tmp_path, MORE)
    settle(loaded, row, "own")
    deliver(loaded)
    card = orgs.card(row.subject_id)
    assert card is not None
    assert (card.name, card.standing) == (name, "confirmed")
    found = owners(loaded)
    assert found[BRANCH["公开（公告）号"]] == found["CN208000077U"] == (row.subject_id, "matched")
    assert found["CN107000001B"][0] == school.id
    with scope(loaded.operator):
        dossiers = {one.org_id: one.total for one in inventory.counts_by_institution(loaded.operator)}
    assert (dossiers[row.subject_id], dossiers[school.id]) == (2, 1)
    with scope(loaded.operator):
        seats = set(Patent.objects.filter(org_id=row.subject_id).values_list("seat", flat=True))
    assert seats == {card.seat}
    assert orgs.ids_by_name("institution", [name]) == {name: row.subject_id}
    after = review(loaded, name)
    assert (after.state, after.org_id, after.seat) == ("own", card.id, card.seat)


def test_a_confirmed_name_can_be_doubted_and_merged_later(loaded: World) -> None:
    school, row = loaded.orgs["lake_university"], review(loaded, BRANCH["申请人"])
    settle(loaded, row, "own")
    deliver(loaded)
    settle(loaded, row, "none")
    deliver(loaded)
    assert owners(loaded)[BRANCH["公开（公告）号"]] == (row.subject_id, "unconfirmed")
    settle(loaded, row, "same", school.id)
    deliver(loaded)
    assert owners(loaded)[BRANCH["公开（公告）号"]] == (school.id, "matched")


def test_a_decision_needs_a_reason_a_move_and_a_checked_target_in_reach(loaded: World) -> None:
    row = review(loaded, BRANCH["申请人"])
    with pytest.raises(Invalid, match="依据"):
        actions.settle_names(loaded.actor("hunan"), decisions=[Decision(row.pk, "own")], reason=" ")
    with pytest.raises(NotFound, match="上级"):
        settle(loaded, row, "same", loaded.orgs["hill_university"].id)
    with pytest.raises(Invalid, match="尚未核对"):
        settle(loaded, row, "same", review(loaded, "东江试验研究院").subject_id)
    with pytest.raises(WrongState):
        settle(loaded, row, "open")
    assert review(loaded, row.name).state == "open"


def test_several_go_together_or_not_at_all(loaded: World) -> None:
    rows = [review(loaded, name) for name in (BRANCH["申请人"], "东江试验研究院")]
    decisions = [Decision(rows[0].pk, "own"), Decision(rows[1].pk, "same", loaded.orgs["hill_university"].id)]
    with pytest.raises(NotFound):
        actions.settle_names(loaded.actor("hunan"), decisions=decisions, reason="来函")
    assert {review(loaded, row.name).state for row in rows} == {"open"}


def test_the_ledger_says_what_was_decided(loaded: World) -> None:
    settle(loaded, review(loaded, "东江试验研究院"), "own")
    with scope(loaded.operator):
        verbs = set(LedgerLine.objects.values_list("verb", flat=True))
    assert {"curation.settle_names", "orgs.confirm"} <= verbs


def test_a_name_that_a_list_confirms_leaves_the_queue(loaded: World) -> None:
    row = review(loaded, "东江试验研究院")
    orgs.confirm_organisation(loaded.operator, organisation_id=row.subject_id)
    deliver(loaded)
    with scope(loaded.operator):
        assert not NameReview.objects.filter(pk=row.pk).exists()


def test_states_lead_from_each_decision_to_every_other() -> None:
    for state, moves in states.MOVES.items():
        assert moves == set(states.LABELS) - {state, states.OPEN}


def test_a_load_of_other_patents_leaves_the_queue_alone(loaded: World, tmp_path: Path) -> None:
    load(loaded, tmp_path, UTILITY)
    with scope(loaded.operator):
        assert NameReview.objects.filter(state="open").count() == 2
