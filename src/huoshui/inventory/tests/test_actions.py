"""The life of a dossier: who may move it, what it needs, what it leaves in the ledger and tells the rooms above."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.permissions.stage import deliver, import_patents
from tests.world import World

from huoshui.inventory import actions, jobs, queries
from huoshui.inventory.models import Dossier
from huoshui.inventory.rules import EMPTY, NEEDED
from huoshui.inventory.tests.dossiers import (
    FILLED,
    FIRST,
    FOREIGN,
    SECOND,
    THIRD,
    accept,
    college_with_secretary,
    events,
    get,
    give_to_inventor,
    ledger,
    one_step_office,
    review,
    state,
    submit,
)
from huoshui.kernel import clock
from huoshui.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
from huoshui.patents.tests.files import HILL
from huoshui.resources import public as resources

Opened = dict[str, int]


def save(world: World, dossier_id: int, who: str = "office", version: int = 1, **values: Any) -> int:
    return actions.save_dossier(world.actor(who), dossier_id=dossier_id, values=values, version=version)


# ------------------------------------------------------------------ opening


def test_a_load_opens_a_dossier_for_each_granted_patent(world: World, opened: Opened) -> None:
    assert set(opened) == {FIRST, SECOND, THIRD, FOREIGN}
    first = get(opened[FIRST], world.operator)
    assert (first.org_id, first.seat) == (world.orgs["lake_university"].id, world.orgs["lake_university"].seat)
    assert (first.state, first.version, first.willing, first.values) == ("unopened", 1, False, EMPTY)
    assert (first.responsible_name, first.responsible_id) == ("inventor", world.users["inventor"])


def test_opening_twice_opens_once(world: World, opened: Opened) -> None:
    office = world.actor("office")
    with scope(office):
        patent_ids = list(Dossier.objects.values_list("patent_id", flat=True))
    assert actions.open_dossiers(office, patent_ids=patent_ids) == 0
    assert jobs.open_missing(world.operator, [world.orgs["lake_university"].id]) == 0
    with scope(world.operator):
        assert Dossier.objects.count() == 4


def test_an_office_opens_none_for_the_patents_of_others(world: World, opened: Opened) -> None:
    foreign = get(opened[FOREIGN], world.operator).patent_id
    with scope(world.operator):
        Dossier.objects.filter(patent_id=foreign).delete()
    assert actions.open_dossiers(world.actor("office"), patent_ids=[foreign]) == 0
    assert jobs.open_missing(world.actor("office"), [world.orgs["hill_university"].id]) == 0
    assert jobs.open_missing(world.operator, [world.orgs["hill_university"].id]) == 1


def test_suggestions_come_with_the_words_they_were_read_from(world: World, opened: Opened) -> None:
    found = get(opened[FIRST], world.operator).suggestions
    assert found["industry_codes"]["value"]
    assert all(one["evidence"] for one in found.values())
    assert get(opened[FIRST], world.operator).values == EMPTY  # a suggestion is nobody's word yet


# ------------------------------------------------------------------ filling


def test_a_draft_may_be_incomplete(world: World, opened: Opened) -> None:
    assert save(world, opened[FIRST], scene="电池", willingness=[]) == 2
    row = get(opened[FIRST], world.operator)
    assert (row.state, row.values["scene"], row.values["maturity"]) == ("draft", "电池", None)
    assert ledger(world, opened[FIRST]) == [("inventory.save", {"before": "unopened", "after": "draft"})]


def test_a_draft_refuses_what_the_standard_refuses_and_keeps_the_former_values(world: World, opened: Opened) -> None:
    save(world, opened[FIRST], scene="电池")
    with pytest.raises(Invalid) as refusal:
        save(world, opened[FIRST], version=2, scene="水泵", maturity="11")
    assert list(refusal.value.facts["fields"]) == ["maturity"]
    assert get(opened[FIRST], world.operator).values["scene"] == "电池"


def test_submitting_with_gaps_is_refused_field_by_field(world: World, opened: Opened) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.submit_dossier(world.actor("office"), dossier_id=opened[FIRST], values={}, version=1)
    assert list(refusal.value.facts["fields"]) == list(NEEDED)
    assert state(world, opened[FIRST]) == ["unopened"]
    assert ledger(world, opened[FIRST]) == []


def test_submitting_sends_to_the_college_and_notes_before_and_after(world: World, opened: Opened) -> None:
    moment = datetime(2025, 3, 1, 8, tzinfo=UTC)
    with clock.clock_at(moment):
        submit(world, opened[FIRST])
    row = get(opened[FIRST], world.operator)
    assert (row.state, row.version, row.willing, row.changed_at) == ("college_review", 2, True, moment)
    assert row.values["willingness"] == ["assignment", "licence"]
    assert ledger(world, opened[FIRST]) == [("inventory.submit", {"before": "unopened", "after": "college_review"})]


def test_no_willingness_is_inventoried_and_not_offered(world: World, opened: Opened) -> None:
    submit(world, opened[FIRST], willingness=[])
    assert not get(opened[FIRST], world.operator).willing


def test_a_version_that_was_overtaken_is_a_conflict(world: World, opened: Opened) -> None:
    save(world, opened[FIRST], scene="电池")
    with pytest.raises(Conflict) as refusal:
        save(world, opened[FIRST], scene="水泵")
    assert refusal.value.facts == {"version": 2}
    assert get(opened[FIRST], world.operator).values["scene"] == "电池"


def test_what_waits_for_review_is_not_written(world: World, opened: Opened) -> None:
    submit(world, opened[FIRST])
    for write in (actions.save_dossier, actions.submit_dossier):
        with pytest.raises(WrongState):
            write(world.actor("office"), dossier_id=opened[FIRST], values=FILLED, version=2)


def test_an_inventor_fills_their_own_and_no_other(world: World, opened: Opened) -> None:
    give_to_inventor(world, opened[FIRST])
    submit(world, opened[FIRST], who="inventor")
    with pytest.raises(NotFound):
        save(world, opened[SECOND], who="inventor", scene="电池")
    assert state(world, opened[FIRST], opened[SECOND]) == ["college_review", "unopened"]


def test_many_are_filled_at_once_or_none(world: World, opened: Opened) -> None:
    office = world.actor("office")
    with pytest.raises(Invalid):
        actions.fill_dossiers(office, contents={opened[FIRST]: FILLED, opened[SECOND]: {}}, move="submit")
    assert state(world, opened[FIRST], opened[SECOND]) == ["unopened", "unopened"]
    assert actions.fill_dossiers(office, contents={opened[FIRST]: FILLED, opened[SECOND]: {}}, move="save") == 2
    assert state(world, opened[FIRST], opened[SECOND]) == ["draft", "draft"]


def test_filling_many_never_accepts_them(world: World, opened: Opened) -> None:
    give_to_inventor(world, opened[FIRST])
    for move in ("register", "accept", "nonsense"):
        with pytest.raises(Invalid):
            actions.fill_dossiers(world.actor("inventor"), contents={opened[FIRST]: FILLED}, move=move)


# ------------------------------------------------------------------ reviewing


def test_a_dossier_passes_both_reviews_and_its_acceptance_is_told(world: World, opened: Opened) -> None:
    submit(world, opened[FIRST], opened[SECOND])
    assert review(world, "pass", opened[FIRST], opened[SECOND], who="secretary") == 2
    assert events() == []
    review(world, "accept", opened[FIRST], opened[SECOND])
    assert state(world, opened[FIRST], opened[SECOND]) == ["accepted", "accepted"]
    assert events() == [("DossiersAccepted", sorted([opened[FIRST], opened[SECOND]]))]
    moves = [("submit", "unopened"), ("pass", "college_review"), ("accept", "school_review")]
    told = [(verb.removeprefix("inventory."), facts["before"]) for verb, facts in ledger(world, opened[FIRST])]
    assert told == moves


@pytest.mark.parametrize(
    ("before", "verdict", "returned"),
    [((), "return", "college_returned"), (("pass",), "send_back", "school_returned")],
)
def test_whoever_returns_says_why_and_the_next_version_starts_from_there(
    world: World, opened: Opened, before: tuple[str, ...], verdict: str, returned: str
) -> None:
    submit(world, opened[FIRST])
    for passed in before:
        review(world, passed, opened[FIRST])
    with pytest.raises(Invalid) as refusal:
        review(world, verdict, opened[FIRST], comment="  ")
    assert list(refusal.value.facts["fields"]) == ["comment"]
    review(world, verdict, opened[FIRST], comment=" 请补充应用场景 ")
    row = get(opened[FIRST], world.operator)
    assert (row.state, row.comment, row.values["scene"]) == (returned, "请补充应用场景", "电池热管理")
    submit(world, opened[FIRST], scene="储能电站")
    assert get(opened[FIRST], world.operator).state == "college_review"


def test_a_long_comment_is_cut_to_what_the_table_holds(world: World, opened: Opened) -> None:
    submit(world, opened[FIRST])
    review(world, "return", opened[FIRST], comment="改" * 600)
    assert len(get(opened[FIRST], world.operator).comment) == 500


def test_where_there_are_no_colleges_submitting_goes_to_the_institution(world: World, tmp_path: Path) -> None:
    office, dossier_id = one_step_office(world, tmp_path)
    actions.submit_dossier(office, dossier_id=dossier_id, values=FILLED, version=1)
    assert state(world, dossier_id) == ["school_review"]
    with pytest.raises(WrongState):
        actions.review_dossiers(office, dossier_ids=[dossier_id], verdict="pass")
    actions.review_dossiers(office, dossier_ids=[dossier_id], verdict="accept")
    assert state(world, dossier_id) == ["accepted"]


def test_a_verdict_nobody_knows_is_refused(world: World, opened: Opened) -> None:
    with pytest.raises(Invalid, match="没有这种审核结论"):
        review(world, "register", opened[FIRST])


@pytest.mark.parametrize("verdict", ["pass", "return", "accept", "send_back"])
def test_a_verdict_on_what_does_not_wait_for_it_is_the_wrong_state(world: World, opened: Opened, verdict: str) -> None:
    with pytest.raises(WrongState) as refusal:
        review(world, verdict, opened[FIRST], comment="请修改")
    assert refusal.value.facts["state"] == "unopened"
    assert state(world, opened[FIRST]) == ["unopened"]


def test_one_in_the_wrong_state_and_none_moves(world: World, opened: Opened) -> None:
    submit(world, opened[FIRST])
    with pytest.raises(WrongState):
        review(world, "pass", opened[FIRST], opened[SECOND])
    assert state(world, opened[FIRST], opened[SECOND]) == ["college_review", "unopened"]
    assert len(ledger(world, opened[FIRST])) == 1


def test_one_of_another_tenant_and_none_moves(world: World, opened: Opened) -> None:
    submit(world, opened[FIRST])
    with pytest.raises(NotFound) as refusal:
        review(world, "pass", opened[FIRST], opened[FOREIGN])
    assert refusal.value.facts == {"missing": [opened[FOREIGN]]}
    assert state(world, opened[FIRST]) == ["college_review"]


@pytest.mark.parametrize("chosen", [[], list(range(1, 5_002))])
def test_none_and_too_many_are_refused(world: World, chosen: list[int]) -> None:
    with pytest.raises(Invalid, match="请选择 1 至 5000 份档案"):
        actions.review_dossiers(world.actor("office"), dossier_ids=chosen, verdict="accept")


# ------------------------------------------------------------------ registering, reopening


def test_registering_enters_and_accepts_in_one_step(world: World, opened: Opened) -> None:
    submit(world, opened[SECOND])
    contents = dict.fromkeys([opened[FIRST], opened[SECOND]], FILLED)
    assert actions.register_dossiers(world.actor("office"), contents=contents) == 2
    assert state(world, opened[FIRST], opened[SECOND]) == ["accepted", "accepted"]
    assert events() == [("DossiersAccepted", sorted(contents))]
    assert ledger(world, opened[SECOND])[-1] == (
        "inventory.register",
        {"before": "college_review", "after": "accepted"},
    )


def test_registering_with_one_gap_registers_none(world: World, opened: Opened) -> None:
    contents = {opened[FIRST]: FILLED, opened[SECOND]: FILLED | {"scene": ""}}
    with pytest.raises(Invalid):
        actions.register_dossiers(world.actor("office"), contents=contents)
    assert state(world, opened[FIRST]) == ["unopened"]
    assert events() == []


def test_what_is_reopened_is_a_draft_and_leaves_the_library(world: World, opened: Opened) -> None:
    accept(world, opened[FIRST])
    deliver(world)
    school = world.orgs["lake_university"].id
    with scope(world.operator):
        assert resources.listed_by_institution(world.operator) == {school: 1}
    assert actions.reopen_dossiers(world.actor("office"), dossier_ids=[opened[FIRST]]) == 1
    assert state(world, opened[FIRST]) == ["draft"]
    assert events()[-1] == ("DossiersReopened", [opened[FIRST]])
    deliver(world)
    with scope(world.operator):
        assert resources.listed_by_institution(world.operator) == {}


def test_only_what_was_accepted_is_reopened(world: World, opened: Opened) -> None:
    with pytest.raises(WrongState):
        actions.reopen_dossiers(world.actor("office"), dossier_ids=[opened[FIRST]])


# ------------------------------------------------------------------ who may, and whose it is

Deed = Callable[[World, int, str], object]
DEEDS: dict[str, Deed] = {
    "save": lambda world, one, who: save(world, one, who),
    "submit": lambda world, one, who: actions.submit_dossier(
        world.actor(who), dossier_id=one, values=FILLED, version=1
    ),
    "fill": lambda world, one, who: actions.fill_dossiers(world.actor(who), contents={one: FILLED}, move="save"),
    "assign": lambda world, one, who: actions.assign_dossiers(world.actor(who), dossier_ids=[one]),
    "pass": lambda world, one, who: review(world, "pass", one, who=who),
    "accept": lambda world, one, who: review(world, "accept", one, who=who),
    "register": lambda world, one, who: actions.register_dossiers(world.actor(who), contents={one: FILLED}),
    "reopen": lambda world, one, who: actions.reopen_dossiers(world.actor(who), dossier_ids=[one]),
    "open": lambda world, one, who: actions.open_dossiers(world.actor(who), patent_ids=[one]),
}
WRITERS = {
    "save": {"office", "secretary", "inventor"},
    "submit": {"office", "secretary", "inventor"},
    "fill": {"office", "secretary", "inventor"},
    "assign": {"office", "secretary"},
    "pass": {"office", "secretary"},
    "accept": {"office"},
    "register": {"office"},
    "reopen": {"office"},
    "open": {"office"},
}
EVERYBODY = ("national", "hunan", "education", "office", "secretary", "inventor", "enterprise")


@pytest.mark.parametrize("deed", DEEDS)
def test_a_role_without_the_right_is_refused_before_anything_else(world: World, deed: str) -> None:
    for who in EVERYBODY:
        if who not in WRITERS[deed]:
            with pytest.raises(NotAllowed):
                DEEDS[deed](world, 1, who)


@pytest.mark.parametrize("deed", [one for one in DEEDS if one != "open"])
def test_the_dossier_of_another_institution_does_not_exist(world: World, opened: Opened, deed: str) -> None:
    with pytest.raises(NotFound):
        DEEDS[deed](world, opened[FOREIGN], "office")
    assert ledger(world, opened[FOREIGN]) == []


def test_each_sees_their_own(world: World, opened: Opened) -> None:
    give_to_inventor(world, opened[FIRST], opened[SECOND])
    expected = {"office": 3, "secretary": 3, "inventor": 2, "hospital": 0, "other_office": 1, "hunan": 3, "national": 4}
    found = {}
    for who in expected:
        actor = world.actor(who)
        with scope(actor):
            found[who] = queries.dossiers_in_view(actor).count()
            assert sum(queries.counts_by_state(actor).values()) == found[who]
    assert found == expected
    with scope(world.actor("other_office")), pytest.raises(NotFound, match="没有这份盘点档案"):
        queries.dossier_in_view(world.actor("other_office"), opened[FIRST])


def test_the_next_to_fill_goes_round_once(world: World, opened: Opened) -> None:
    office = world.actor("office")
    ids = sorted(opened[number] for number in (FIRST, SECOND, THIRD))
    submit(world, ids[1])
    with scope(office):
        following = [queries.next_to_fill(office, after_id=one) for one in (0, ids[0], ids[2])]
    assert following == [ids[0], ids[2], ids[0]]
    submit(world, ids[0], ids[2])
    with scope(office):
        assert queries.next_to_fill(office, after_id=ids[0]) is None


# ------------------------------------------------------------------ colleges


def test_a_college_sees_what_was_put_into_its_care_and_no_other_college_does(world: World, opened: Opened) -> None:
    energy, energy_secretary = college_with_secretary(world, "能源学院", "energy")
    _, law_secretary = college_with_secretary(world, "法学院", "law")
    office = world.actor("office")
    assert actions.assign_dossiers(office, dossier_ids=[opened[FIRST]], college_id=energy) == 1
    seen = {}
    for actor in (energy_secretary, law_secretary, office, world.actor("secretary")):
        with scope(actor):
            seen[actor.name] = {row.patent.publication_no for row in queries.dossiers_in_view(actor)}
    assert seen == {
        "energy": {FIRST},
        "law": set(),
        "office": {FIRST, SECOND, THIRD},
        "secretary": {FIRST, SECOND, THIRD},
    }
    actions.submit_dossier(energy_secretary, dossier_id=opened[FIRST], values=FILLED, version=1)
    with pytest.raises(NotFound):
        actions.review_dossiers(law_secretary, dossier_ids=[opened[FIRST]], verdict="pass")
    assert actions.review_dossiers(energy_secretary, dossier_ids=[opened[FIRST]], verdict="pass") == 1
    assert ledger(world, opened[FIRST])[0] == ("inventory.assign", {"responsible": None, "college": energy})


def test_a_college_of_another_school_is_not_given_our_patents(world: World, opened: Opened) -> None:
    hill = world.orgs["hill_university"]
    new = orgs.NewOrganisation(f"{HILL['申请人']}水利学院", "college", hill.region, hill.line, parent_id=hill.id)
    [college_id] = orgs.open_organisations(world.operator, new=[new]).values()
    with pytest.raises(NotFound, match="没有这个院系"):
        actions.assign_dossiers(world.actor("office"), dossier_ids=[opened[FIRST]], college_id=college_id)


def test_a_secretary_names_who_answers_but_moves_nothing_between_colleges(world: World, opened: Opened) -> None:
    energy, _ = college_with_secretary(world, "能源学院", "energy")
    actions.assign_dossiers(
        world.actor("secretary"), dossier_ids=[opened[SECOND]], responsible_id=9, responsible_name="王五"
    )
    row = get(opened[SECOND], world.operator)
    assert (row.responsible_id, row.responsible_name) == (9, "王五")
    with pytest.raises(NotAllowed):
        actions.assign_dossiers(world.actor("secretary"), dossier_ids=[opened[SECOND]], college_id=energy)


def test_a_loaded_patent_finds_the_inventor_who_has_an_account_here(world: World, tmp_path: Path) -> None:
    """The patent of the stage names “inventor”, who has an account in this institution and in no other."""
    import_patents(world, tmp_path)
    deliver(world)
    with scope(world.operator):
        own = Dossier.objects.get(org_id=world.orgs["lake_university"].id)
        foreign = Dossier.objects.get(org_id=world.orgs["hill_university"].id)
    assert (own.responsible_id, own.responsible_name) == (world.users["inventor"], "inventor")
    assert foreign.responsible_id is None


def test_the_office_entrusts_to_an_inventor_of_its_own_and_to_nobody_else(world: World, opened: Opened) -> None:
    office = world.actor("office")
    chosen = [opened[SECOND]]
    assert actions.entrust_dossiers(office, dossier_ids=chosen, responsible_id=world.users["inventor"]) == 1
    assert get(opened[SECOND], world.operator).responsible_id == world.users["inventor"]
    for stranger in (world.users["enterprise"], world.users["office"], 0):
        with pytest.raises(Invalid, match="有账号的发明人"):
            actions.entrust_dossiers(office, dossier_ids=chosen, responsible_id=stranger)
