"""A run puts new matches in the place of the former ones, each side's behind its own wall."""

import csv
from pathlib import Path

import pytest
from tests.permissions.stage import FOREIGN, NUMBERS, OWN, TITLES, Stage, deliver
from tests.world import World

from huoshui.enterprises import public as enterprises
from huoshui.inventory import public as inventory
from huoshui.kernel.errors import NotAllowed
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.tenancy import scope
from huoshui.matching import actions, queries
from huoshui.matching.models import Candidate, Match, MatchRun, Recommendation
from huoshui.matching.public import candidates, recommendations_waiting

PEOPLE = ("national", "hunan", "office", "secretary", "inventor", "hospital", "other_office", "enterprise")


def numbers(model: type[Match]) -> set[tuple[str, int]]:
    return set(model.objects.values_list("publication_no", "enterprise_id"))


def test_both_sides_rows_say_the_same_of_the_same_pairs(stage: Stage) -> None:
    with scope(stage.world.operator):
        candidates, recommendations = list(Candidate.objects.all()), list(Recommendation.objects.all())
        assert numbers(Candidate) == numbers(Recommendation)
    scores = {(row.entry_id, row.enterprise_id): row.score for row in candidates}
    assert scores == {(row.entry_id, row.enterprise_id): row.score for row in recommendations}


def test_the_parts_add_up_to_the_score(stage: Stage) -> None:
    with scope(stage.world.operator):
        rows: list[Match] = [*Candidate.objects.all(), *Recommendation.objects.all()]
    assert rows
    for row in rows:
        assert sum(part["value"] for part in row.parts) == pytest.approx(row.score, abs=1e-4)
        assert row.score > 0


def test_ranks_count_from_one_and_follow_the_score(stage: Stage) -> None:
    with scope(stage.world.operator):
        by_patent = {
            number: list(Candidate.objects.filter(publication_no=number).order_by("rank"))
            for number in NUMBERS.values()
        }
    for rows in by_patent.values():
        assert [row.rank for row in rows] == list(range(1, len(rows) + 1))
        assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)
    best = by_patent[NUMBERS[OWN]][0]
    assert best.enterprise_id == stage.world.orgs["battery_maker"].id


def test_each_side_sees_its_own_rows(stage: Stage) -> None:
    orgs = stage.world.orgs
    seen = {}
    for who in PEOPLE:
        actor = stage.world.actor(who)
        with scope(actor):
            seen[who] = (
                {row.org_id for row in queries.candidates_in_view(actor)},
                {row.org_id for row in queries.recommendations_in_view(actor)},
            )
    lake, hill = orgs[OWN].id, orgs[FOREIGN].id
    battery, pump = orgs["battery_maker"].id, orgs["pump_maker"].id
    assert seen == {
        "national": ({lake, hill}, {battery, pump}),
        "hunan": ({lake}, {battery}),
        "office": ({lake}, set()),
        "secretary": ({lake}, set()),
        "inventor": ({lake}, set()),  # the stage put the patent into the inventor's hands
        "hospital": (set(), set()),
        "other_office": ({hill}, set()),
        "enterprise": (set(), {battery}),
    }


def test_an_inventor_sees_matches_of_their_own_patents_only(stage: Stage) -> None:
    dossier_id = int(stage.ids[OWN]["dossier_id"])
    office, inventor = stage.world.actor("office"), stage.world.actor("inventor")
    inventory.assign_dossiers(office, dossier_ids=[dossier_id], responsible_id=1, responsible_name="另一人")
    with scope(inventor):
        assert not queries.candidates_in_view(inventor).exists()


def test_the_figures_of_the_home_pages_count_the_same_rows(stage: Stage) -> None:
    office, enterprise = stage.world.actor("office"), stage.world.actor("enterprise")
    with scope(office):
        assert candidates(office) == Candidate.objects.count() > 0
    with scope(enterprise):
        assert recommendations_waiting(enterprise) == Recommendation.objects.count() > 0


def test_a_second_run_replaces_the_first(stage: Stage) -> None:
    with scope(stage.world.operator):
        before, pairs = MatchRun.objects.get(), numbers(Candidate)
    said: list[str] = []
    counts = actions.run_matching(stage.world.operator, progress=said.append)
    with scope(stage.world.operator):
        run = MatchRun.objects.get()
        assert run.pk != before.pk
        assert numbers(Candidate) == pairs
        assert {row.run_id for row in Candidate.objects.all()} == {run.pk}
        assert counts == {"entries": 2, "enterprises": 2, "pairs": run.pairs}
        assert run.pairs == Candidate.objects.count() + Recommendation.objects.count()
        line = LedgerLine.objects.filter(verb="matching.run").latest("id")
    assert line.facts == {"model": run.model_version, **counts}
    assert said[0] == "匹配 2 件专利与 2 家企业"
    assert queries.last_run() == run


def test_a_run_that_fails_leaves_the_former_matches_standing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("killed while writing")

    with scope(stage.world.operator):
        before = MatchRun.objects.get(), numbers(Candidate), numbers(Recommendation)
    monkeypatch.setattr(actions, "_recommendations", fail)
    with pytest.raises(RuntimeError, match="killed"):
        actions.run_matching(stage.world.operator)
    with scope(stage.world.operator):
        assert (MatchRun.objects.get(), numbers(Candidate), numbers(Recommendation)) == before


def test_what_leaves_the_library_leaves_the_matches_with_the_next_run(stage: Stage) -> None:
    reopened = [int(stage.ids[OWN]["dossier_id"])]
    inventory.reopen_dossiers(stage.world.actor("office"), dossier_ids=reopened)
    deliver(stage.world)
    actions.run_matching(stage.world.operator)
    with scope(stage.world.operator):
        assert {number for number, _ in numbers(Candidate)} == {NUMBERS[FOREIGN]}


def test_an_empty_library_has_no_matches(stage: Stage) -> None:
    for who, org in (("office", OWN), ("other_office", FOREIGN)):
        reopened = [int(stage.ids[org]["dossier_id"])]
        inventory.reopen_dossiers(stage.world.actor(who), dossier_ids=reopened)
    deliver(stage.world)
    assert actions.run_matching(stage.world.operator) == {"entries": 0, "enterprises": 2, "pairs": 0}
    with scope(stage.world.operator):
        assert (Candidate.objects.count(), Recommendation.objects.count()) == (0, 0)


def test_the_very_first_run_over_nothing_is_a_run(world: World) -> None:
    assert actions.run_matching(world.operator) == {"entries": 0, "enterprises": 0, "pairs": 0}
    run = queries.last_run()
    assert run is not None
    assert run.finished_at is not None


def test_a_need_is_read_for_matching_and_quoted_to_the_enterprise_alone(stage: Stage, tmp_path: Path) -> None:
    world = stage.world
    path = tmp_path / "need.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [
            ["企业名称", "省份", "城市", "经营范围", "技术需求"],
            [world.orgs["pump_maker"].name, "山西省", "太原市", "", f"急需{TITLES[OWN]}"],
        ]
        csv.writer(file).writerows(rows)
    enterprises.import_enterprises(world.operator, path=path)
    actions.run_matching(world.operator)
    with scope(world.operator):
        candidate = Candidate.objects.get(publication_no=NUMBERS[OWN], enterprise_id=world.orgs["pump_maker"].id)
        own = Recommendation.objects.get(publication_no=NUMBERS[OWN], enterprise_id=world.orgs["pump_maker"].id)
    quoted = {word for part in candidate.parts for word in part["words"]}
    assert "软包" not in str(quoted)
    assert "软包" in str(own.parts)
    assert sum(part["value"] for part in candidate.parts) == pytest.approx(candidate.score, abs=1e-4)


@pytest.mark.parametrize("who", PEOPLE)
def test_only_the_node_runs_the_matching(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.run_matching(world.actor(who))
