"""Events and payments come in by a file; the same fact is there once, and what follows is worked out at once."""

from datetime import date
from pathlib import Path

import pytest
from tests.world import World

from huoshui.kernel.errors import Invalid, NotAllowed
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.rights import public as rights
from huoshui.rights.models import EventRun, LegalEvent
from huoshui.rights.tests.conftest import Load, deliver_all
from huoshui.rights.tests.lists import (
    EXCLUSIVE,
    GRANT_NO,
    HILL_PUBLICATION,
    LAPSE,
    PLEDGE,
    RESTORED,
    UTILITY_PUBLICATION,
    fees_file,
)

pytestmark = pytest.mark.django_db


def card_of(world: World, patent_id: int) -> rights.RightCard:
    with scope(world.operator):
        return rights.rights_of([patent_id])[patent_id]


def stored(world: World) -> int:
    with scope(world.operator):
        return int(LegalEvent.objects.count())


def test_a_lapse_ends_the_right_in_the_base_library(world: World, ids: dict[str, int], load: Load) -> None:
    outcome = load(LAPSE)
    assert (outcome.counts.rows, outcome.counts.new, outcome.counts.patents) == (1, 1, 1)
    patent_id = ids["CN107000001B"]
    with scope(world.operator):
        assert patents.cards([patent_id])[patent_id].legal_status == "ended"
    card = card_of(world, patent_id)
    assert (card.status, card.lapsed_on, card.may_be_offered) == ("lapsed", date(2023, 7, 21), False)


def test_the_same_fact_again_adds_nothing(world: World, ids: dict[str, int], load: Load) -> None:
    load(LAPSE, EXCLUSIVE)
    again = load(EXCLUSIVE, LAPSE, LAPSE)
    assert (again.counts.new, again.counts.same, stored(world)) == (0, 3, 2)


def test_a_restoration_brings_the_right_back(world: World, ids: dict[str, int], load: Load) -> None:
    load(LAPSE)
    load(RESTORED)
    with scope(world.operator):
        assert patents.cards(ids.values())[ids["CN107000001B"]].legal_status == "in_force"


def test_numbers_nobody_has_are_listed_and_bad_rows_are_named(world: World, load: Load) -> None:
    unknown = LAPSE | {"申请号": "201310699744.2"}
    bad = LAPSE | {"法律状态公告日": "不详"}
    with pytest.raises(Invalid) as refusal:
        load(LAPSE, unknown, bad)
    assert [(one.line, one.column) for one in refusal.value.problems] == [(4, "法律状态公告日")]
    assert stored(world) == 0
    outcome = load(LAPSE, unknown, bad, skip_bad_rows=True)
    assert outcome.unmatched == (("201310699744.2", 1),)
    assert (outcome.counts.rows, outcome.counts.new, outcome.counts.refused, outcome.counts.unmatched) == (3, 1, 1, 1)


def test_a_dry_run_counts_and_leaves_nothing(world: World, ids: dict[str, int], load: Load) -> None:
    outcome = load(LAPSE, LAPSE | {"法律状态": "没有这种"}, dry_run=True)
    assert (outcome.state, outcome.counts.new, outcome.problem_count) == ("checked", 1, 1)
    assert stored(world) == 0
    with scope(world.operator):
        assert EventRun.objects.get(pk=outcome.run_id).problems[0]["line"] == 3


def test_an_office_loads_for_its_own_patents_only(world: World, ids: dict[str, int], load: Load) -> None:
    hill = {"公开号": HILL_PUBLICATION, "法律状态": "CF01", "法律状态公告日": "2024-08-09"}
    outcome = load(LAPSE, hill, actor=world.actor("office"))
    assert (outcome.counts.new, outcome.unmatched) == (1, ((HILL_PUBLICATION, 1),))
    with pytest.raises(NotAllowed):
        load(LAPSE, actor=world.actor("inventor"))


def test_payments_are_known_by_year(world: World, ids: dict[str, int], tmp_path: Path) -> None:
    path = fees_file(
        tmp_path,
        {"申请号": GRANT_NO, "年度": "第5年", "金额": "1200", "缴费日": "2021-07-01"},
        {"申请号": GRANT_NO, "年度": "6", "应缴截止日": "2022-07-21", "金额": "1200.00"},
    )
    outcome = rights.import_events(world.operator, path=path, file_name=path.name)
    deliver_all(world)
    assert (outcome.subject, outcome.counts.new) == ("fees", 2)
    card = card_of(world, ids["CN107000001B"])
    assert (card.paid_through_year, card.owed_year, card.due_on) == (5, 6, date(2022, 7, 21))
    assert card.status == "in_force"  # a list of an unstated day may be old
    rights.import_events(world.operator, path=path, file_name=path.name, as_of=date(2023, 6, 1))
    deliver_all(world)
    card = card_of(world, ids["CN107000001B"])
    assert (card.status, card.lapsed_on) == ("lapsed", date(2022, 7, 21))
    assert "尚未见终止公告" in card.doubts[0]


def test_what_was_announced_or_paid_after_today_is_a_problem(
    world: World, ids: dict[str, int], load: Load, tmp_path: Path
) -> None:
    outcome = load(LAPSE | {"法律状态公告日": "2099-01-05"}, EXCLUSIVE, dry_run=True)
    assert [(one.line, one.code) for one in outcome.problems] == [(2, "date_in_future")]
    assert outcome.counts.new == 1  # a licence may run to 2099
    path = fees_file(tmp_path, {"申请号": GRANT_NO, "年度": "5", "应缴截止日": "2099-07-21", "缴费日": "2098-07-01"})
    paid = rights.import_events(world.operator, path=path, file_name=path.name, dry_run=True)
    assert [(one.column, one.code) for one in paid.problems] == [("缴费日", "date_in_future")]
    with pytest.raises(Invalid, match="清单日期晚于今天"):
        rights.import_events(world.operator, path=path, file_name=path.name, as_of=date(2099, 1, 1))


def test_a_pledge_asks_for_consent_and_an_exclusive_licence_bars(world: World, ids: dict[str, int], load: Load) -> None:
    load(PLEDGE)
    card = card_of(world, ids["CN107000001B"])
    assert card.legal_status == "pledged"
    assert card.may_be_offered
    assert [one.remedy for one in card.offers["assignment"]] == [
        "取得质权人南湖试验银行同意",
        "除另有约定外，取得全体共有人同意",
    ]
    load(EXCLUSIVE)
    with scope(world.operator):
        assert rights.barred(ids.values()) == {ids["CN107000001B"]: "独占许可期内（至 2099-01-31）"}


def test_a_right_that_has_passed_to_others_is_theirs_to_offer(world: World, ids: dict[str, int], load: Load) -> None:
    sold = {
        "公开号": UTILITY_PUBLICATION,
        "法律状态": "专利权的转移",
        "法律状态公告日": "2024-03-01",
        "变更前": "南湖试验大学|南湖试验电池有限公司",
        "变更后": "东山电池股份有限公司",
    }
    load(sold)
    card = card_of(world, ids[UTILITY_PUBLICATION])
    assert [one.name for one in card.owners] == ["东山电池股份有限公司"]
    assert not card.may_be_offered
    assert "已转让给东山电池股份有限公司" in card.offers["ordinary"][0].text
    with scope(world.operator):
        assert "已转让给" in rights.barred([ids[UTILITY_PUBLICATION]])[ids[UTILITY_PUBLICATION]]
    load(sold | {"法律状态公告日": "2024-09-01", "变更前": "东山电池股份有限公司", "变更后": "南湖试验大学"})
    assert card_of(world, ids[UTILITY_PUBLICATION]).may_be_offered
