"""Which of two sources stands, where each fact comes from, and what a person decides."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.world import World

from huoshui.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from huoshui.kernel.models import OutboxEvent
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.patents import rules
from huoshui.patents.models import Disagreement, Patent
from huoshui.patents.tests.files import GRANT, UTILITY, Row, csv_file

pytestmark = pytest.mark.django_db
RANKS = {"register": 60, "office": 50, "commercial": 20, "other": 10}
DAYS = (date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1))


class Loader:
    def __init__(self, world: World, folder: Path) -> None:
        self.world, self.folder = world, folder

    def __call__(self, row: Row, source: str, day: date = DAYS[1]) -> patents.ImportOutcome:
        path = csv_file(self.folder, row, name=f"{source}.csv")
        about = patents.About(source_kind=source, as_of=day)
        return patents.import_patents(self.world.operator, path=path, file_name=path.name, about=about)

    def patent(self) -> Patent:
        with scope(self.world.operator):
            found: Patent = Patent.objects.get()
        return found

    def open_ones(self) -> list[patents.Disagreement]:
        with scope(self.world.operator):
            return patents.disagreements(self.world.operator)

    def check(self, row: Row, source: str, day: date = DAYS[1]) -> patents.ImportOutcome:
        path = csv_file(self.folder, row, name=f"{source}.csv")
        about = patents.About(source_kind=source, as_of=day)
        return patents.import_patents(self.world.operator, path=path, file_name=path.name, about=about, dry_run=True)


@pytest.fixture
def load(world: World, tmp_path: Path) -> Loader:
    return Loader(world, tmp_path)


def test_a_check_says_how_many_values_will_wait_for_a_person(load: Loader) -> None:
    """And a list of classes that holds the main class alone contradicts no longer one."""
    load(GRANT, "office")
    other = GRANT | {"标题": "另一个标题", "发明人": "赵六", "IPC主分类号": "A01B1/00"}
    assert load.check(other, "commercial").disagreements == 3
    assert load(other, "commercial").disagreements == 3
    assert {one.field for one in load.open_ones()} == {"title", "inventors", "main_class"}
    assert load.check(other | {"摘要": "别的"}, "commercial").disagreements == 1  # the three are asked already


def test_a_weaker_source_does_not_overrule_and_is_kept_beside_once(load: Loader) -> None:
    load(GRANT, "office")
    other = GRANT | {"标题": "另一个标题"}
    outcome = load(other, "commercial", DAYS[2])
    assert (outcome.counts.changed, outcome.counts.same, outcome.disagreements) == (0, 1, 1)
    again = load(other, "commercial", DAYS[2])
    assert (again.counts.changed, again.disagreements) == (0, 0)
    [one] = load.open_ones()
    assert (one.field, one.kept, one.other, one.kept_rank, one.other_rank) == (
        "title",
        GRANT["标题"],
        "另一个标题",
        50,
        20,
    )
    assert load.patent().title == GRANT["标题"]


def test_a_stronger_source_is_taken_and_what_it_leaves_open_keeps_its_origin(load: Loader) -> None:
    load(GRANT, "commercial")
    assert load(GRANT | {"标题": "官方标题", "摘要": ""}, "office").counts.changed == 1
    row = load.patent()
    assert (row.title, row.source, row.source_rank) == ("官方标题", "office.csv", 50)
    assert row.abstract == GRANT["摘要"]
    assert row.origins == {"abstract": ["commercial.csv", 20, "2025-01-01"]}


def test_a_weaker_source_fills_what_is_empty_under_its_own_name(load: Loader) -> None:
    load(GRANT | {"摘要": ""}, "office")
    assert load(GRANT, "commercial").counts.changed == 1
    row = load.patent()
    assert (row.abstract, row.source) == (GRANT["摘要"], "office.csv")
    assert row.origins == {"abstract": ["commercial.csv", 20, "2025-01-01"]}
    assert load.open_ones() == []


def test_an_older_edition_of_the_same_source_is_not_taken(load: Loader) -> None:
    load(GRANT, "commercial", DAYS[1])
    load(GRANT | {"标题": "旧标题"}, "commercial", DAYS[0])
    assert load.patent().title == GRANT["标题"]
    assert len(load.open_ones()) == 1


def test_of_the_legal_status_the_later_word_stands_whoever_says_it(load: Loader) -> None:
    load(GRANT, "office", DAYS[1])
    load(GRANT | {"法律状态": "失效"}, "commercial", DAYS[2])
    row = load.patent()
    assert (row.legal_status, row.stated_status, row.stated_on) == ("ended", "ended", DAYS[2])
    load(GRANT, "register", DAYS[0])
    assert load.patent().legal_status == "ended"


def test_a_status_that_rests_on_events_is_not_overwritten_by_what_a_source_states(world: World, load: Loader) -> None:
    load(GRANT, "office", DAYS[1])
    row = load.patent()
    patents.apply_rights(world.operator, states=[patents.RightState(row.pk, "pledged", date(2036, 1, 1))])
    load(GRANT | {"法律状态": "失效"}, "office", DAYS[2])
    row = load.patent()
    assert (row.legal_status, row.stated_status, row.expires_on) == ("pledged", "ended", date(2036, 1, 1))


def test_a_stronger_source_that_agrees_with_the_weaker_closes_the_question(load: Loader) -> None:
    load(GRANT, "office")
    other = GRANT | {"标题": "另一个标题"}
    load(other, "commercial")
    load(other, "register")
    assert load.open_ones() == []
    assert load.patent().title == "另一个标题"


@pytest.mark.parametrize("take", [True, False])
def test_a_person_settles_it_with_a_reason_and_the_file_again_asks_no_more(
    world: World, load: Loader, take: bool
) -> None:
    load(GRANT, "office")
    other = GRANT | {"标题": "另一个标题", "申请日": "2017-07-20"}
    load(other, "commercial")
    for one in load.open_ones():
        patents.settle_disagreement(world.actor("office"), disagreement_id=one.id, take=take, reason="核对登记簿")
    row = load.patent()
    assert row.title == ("另一个标题" if take else GRANT["标题"])
    assert row.expires_on == (date(2037, 7, 20) if take else date(2037, 7, 21))
    assert (row.origins.get("title", [""])[0] == "commercial.csv") is take
    assert OutboxEvent.objects.filter(name="RightsChanged").count() == int(take)
    assert load(other, "commercial").counts.changed == 0
    assert load.open_ones() == []


def test_settling_asks_for_right_reason_and_an_open_question(world: World, load: Loader) -> None:
    load(GRANT, "office")
    load(GRANT | {"标题": "另一个标题"}, "commercial")
    [one] = load.open_ones()
    given: dict[str, Any] = {"disagreement_id": one.id, "take": False}
    with pytest.raises(NotAllowed):
        patents.settle_disagreement(world.actor("inventor"), **given, reason="x")
    with pytest.raises(NotFound):
        patents.settle_disagreement(world.actor("other_office"), **given, reason="x")
    with pytest.raises(Invalid):
        patents.settle_disagreement(world.operator, **given, reason=" ")
    patents.settle_disagreement(world.operator, **given, reason="核对登记簿")
    with pytest.raises(WrongState):
        patents.settle_disagreement(world.operator, **given, reason="核对登记簿")


SAID = st.tuples(st.sampled_from(["", "甲题", "乙题"]), st.sampled_from(sorted(RANKS)), st.sampled_from(DAYS))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=SAID, second=SAID)
def test_the_database_decides_as_the_rule_does(
    load: Loader, first: tuple[str, str, date], second: tuple[str, str, date]
) -> None:
    """On a field that may be empty; the rule in Python is the one people read."""
    with scope(load.world.operator):
        Patent.objects.all().delete()
        Disagreement.objects.all().delete()
    load(UTILITY | {"摘要": first[0]}, first[1], first[2])
    load(UTILITY | {"摘要": second[0]}, second[1], second[2])
    known, new = (rules.Said(text, RANKS[source], day) for text, source, day in (first, second))
    answer = rules.stands(known, new, name="abstract")
    assert load.patent().abstract == (second[0] if answer == "taken" else first[0])
    assert bool(load.open_ones()) == (answer == "open")
