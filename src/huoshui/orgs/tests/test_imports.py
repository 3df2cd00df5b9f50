from collections.abc import Callable
from pathlib import Path

import pytest
from tests.world import World

from huoshui.kernel.errors import Invalid, NotAllowed
from huoshui.kernel.models import OutboxEvent
from huoshui.orgs import public as orgs
from huoshui.orgs.imports import InstitutionOutcome

pytestmark = pytest.mark.django_db

HEADINGS = "学校名称,学校标识码,统一社会信用代码,省份,城市,单位类别"
COLLEGE = "北河试验学院,4143019999,,湖南省,岳阳市,"
INSTITUTE = "北河试验研究所,,914300001837900001,湖南省,岳阳市,科研机构"
HILL = "西岭试验大学,4114019999,,湖南省,岳阳市,"
Load = Callable[..., InstitutionOutcome]


@pytest.fixture
def load(world: World, tmp_path: Path) -> Load:
    def run(*lines: str, by: str = "") -> InstitutionOutcome:
        path = tmp_path / "list.csv"
        path.write_text("\n".join([HEADINGS, *lines]), "utf-8")
        return orgs.import_institutions(world.actor(by) if by else world.operator, path=path)

    return run


def card(name: str) -> orgs.OrganisationCard:
    return orgs.cards(orgs.ids_by_name("institution", [name]).values()).popitem()[1]


def test_a_list_opens_what_is_new_once(load: Load) -> None:
    assert load(COLLEGE, INSTITUTE) == InstitutionOutcome(rows=2, opened=2, confirmed=0, same=0)
    assert load(COLLEGE, INSTITUTE) == InstitutionOutcome(rows=2, opened=0, confirmed=0, same=2)
    college, institute = card("北河试验学院"), card("北河试验研究所")
    assert (college.institution_type, college.region, college.standing) == ("university", 430600, "confirmed")
    assert (institute.institution_type, institute.line != college.line) == ("institute", True)


def test_what_was_opened_on_its_name_is_confirmed_and_keeps_its_place(world: World, load: Load) -> None:
    opened = orgs.NewOrganisation("北河试验学院", "institution", 430100, 1, "university", standing="unconfirmed")
    orgs.open_organisations(world.operator, new=[opened])
    assert load(COLLEGE).confirmed == 1
    assert (card("北河试验学院").standing, card("北河试验学院").region) == ("confirmed", 430100)


def test_a_credit_code_of_another_institution_is_refused(load: Load) -> None:
    load(INSTITUTE)
    with pytest.raises(Invalid) as refusal:
        load(INSTITUTE.replace("北河试验研究所", "南河试验研究所"))
    assert [(one.line, one.code) for one in refusal.value.problems] == [(2, "other_credit_code")]


def test_two_rows_with_one_credit_code_are_refused(load: Load) -> None:
    twice = INSTITUTE.replace("北河试验研究所,,", "南河试验研究所,4143019998,")
    with pytest.raises(Invalid) as refusal:
        load(INSTITUTE, twice)
    assert {one.code for one in refusal.value.problems} == {"other_credit_code"}


def test_a_bureau_neither_opens_nor_confirms_outside_its_territory(load: Load) -> None:
    assert load(COLLEGE, by="hunan").opened == 1
    with pytest.raises(Invalid) as refusal:
        load(INSTITUTE.replace("湖南省,岳阳市", "山西省,太原市"), HILL, by="hunan")
    assert [one.code for one in refusal.value.problems] == ["region", "out_of_reach"]


def test_an_office_may_not_load_lists(load: Load) -> None:
    with pytest.raises(NotAllowed):
        load(COLLEGE, by="office")


def test_whoever_attributed_to_a_confirmed_name_is_told(world: World, load: Load) -> None:
    opened = orgs.NewOrganisation("北河试验学院", "institution", 430100, 1, "university", standing="unconfirmed")
    ids = orgs.open_organisations(world.operator, new=[opened])
    load(COLLEGE)
    load(COLLEGE)
    [event] = OutboxEvent.objects.filter(name="OrganisationsConfirmed")
    assert event.payload == {"organisation_ids": list(ids.values())}


def test_one_bad_row_and_nothing_is_loaded(load: Load) -> None:
    with pytest.raises(Invalid):
        load(COLLEGE, INSTITUTE.replace("湖南省,岳阳市", "无此省,无此市"))
    assert orgs.ids_by_name("institution", ["北河试验学院"]) == {}


def test_a_file_that_is_no_list_is_refused_whole(world: World, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("甲,乙\n1,2\n", "utf-8")
    with pytest.raises(Invalid, match="文件无法读取"):
        orgs.import_institutions(world.operator, path=path)


def test_progress_is_told_by_the_thousand(world: World, tmp_path: Path) -> None:
    counts: list[int] = []
    path = tmp_path / "many.csv"
    lines = [f"北河第{number}试验学院,,,湖南省,岳阳市," for number in range(1_001)]
    path.write_text("\n".join([HEADINGS, *lines]), "utf-8")
    assert orgs.import_institutions(world.operator, path=path, progress=counts.append).opened == 1_001
    assert counts == [1_000]
