from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from tests.permissions.stage import NUMBERS, OWN, TITLES, deliver, import_patents
from tests.world import COLLEGE, World

from huoshui.enrolment import claim_actions as actions
from huoshui.enrolment import claim_queries as queries
from huoshui.enrolment.claim_actions import Claimed
from huoshui.enrolment.claim_forms import patent_named
from huoshui.enrolment.models import Claim
from huoshui.enrolment.registration_actions import Wanted
from huoshui.enrolment.tests.applications import PASSWORD, PHONE, Membership, User
from huoshui.inventory import public as inventory
from huoshui.kernel.actor import VISITOR
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.subscriptions import subscribers_of
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents
from huoshui_core.standards import Unclean

pytestmark = pytest.mark.django_db
WANTED = Wanted("newinventor", PASSWORD)


@pytest.fixture
def loaded(world: World, tmp_path: Path, settings: Any) -> World:
    settings.UPLOAD_FOLDER = tmp_path
    import_patents(world, tmp_path)
    deliver(world)
    return world


def claimed(world: World, *, number: str = NUMBERS[OWN], title: str = "", name: str = "何试验") -> Claimed:
    return Claimed(world.orgs["lake_university"].id, number, title, name, PHONE)


def claim_of(world: World, receipt: str) -> Claim:
    return queries.claim_by_receipt(world.operator, receipt)


def patent_of(world: World) -> int:
    with scope(world.operator):
        return patents.ids_named(world.orgs["lake_university"].id, number=NUMBERS[OWN])[0]


def approved(world: World, receipt: str, *, who: str = "office", **changes: Any) -> int:
    chosen = {"organisation_id": world.orgs["lake_university"].id, "patent_id": patent_of(world)} | changes
    return actions.approve_claim(world.actor(who), claim_id=claim_of(world, receipt).pk, **chosen)


def seen_by(world: World, person: str) -> int:
    actor = world.actor(person)
    with scope(actor):
        return queries.claims_waiting(actor)


def assignments(world: World) -> int:
    with scope(world.operator):
        return int(LedgerLine.objects.filter(verb="inventory.assign").count())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("CN107000001B", ("CN107000001B", "")),
        ("cn 107000001 b", ("CN107000001B", "")),
        ("ZL201710601862.3", ("201710601862.3", "")),
        ("ＺＬ２０１７１０６０１８６２．３", ("201710601862.3", "")),
        ("一种软包电池液冷板", ("", "一种软包电池液冷板")),
        ("5G 基站", ("", "5G 基站")),
    ],
)
def test_a_patent_is_named_by_any_number_or_by_its_title(text: str, named: tuple[str, str]) -> None:
    assert patent_named(text) == named


@pytest.mark.parametrize("text", ["ZL201710601862.4", "201710601862", "CN107000001"])
def test_a_number_that_cannot_be_one_is_refused_in_words(text: str) -> None:
    with pytest.raises(Unclean):
        patent_named(text)


def test_a_claim_lies_before_the_office_and_nobody_elses(loaded: World) -> None:
    actions.submit_claim(VISITOR, claimed=claimed(loaded), wanted=WANTED)
    assert seen_by(loaded, "office") == seen_by(loaded, "secretary") == 1
    assert seen_by(loaded, "other_office") == seen_by(loaded, "hospital") == seen_by(loaded, "college_secretary") == 0


def test_a_claim_of_a_patent_that_a_college_keeps_lies_before_its_secretary_too(loaded: World) -> None:
    with scope(loaded.operator):
        dossier = inventory.dossier_ids_of_patents([patent_of(loaded)])[patent_of(loaded)]
    college = loaded.orgs["lake_college"].id
    inventory.assign_dossiers(loaded.actor("office"), dossier_ids=[dossier], college_id=college)
    receipt = actions.submit_claim(VISITOR, claimed=claimed(loaded), wanted=WANTED)
    assert seen_by(loaded, "office") == seen_by(loaded, "college_secretary") == 1
    user_id = approved(loaded, receipt, who="college_secretary", organisation_id=college)
    assert Membership.objects.get(user_id=user_id).organisation.name == COLLEGE


def test_approval_opens_an_inventor_and_entrusts_the_dossier(loaded: World) -> None:
    receipt = actions.submit_claim(VISITOR, claimed=claimed(loaded), wanted=WANTED)
    user_id = approved(loaded, receipt)
    user = User.objects.get(pk=user_id)
    assert (user.username, user.name, check_password(PASSWORD, user.password)) == ("newinventor", "何试验", True)
    assert Membership.objects.get(user_id=user_id).role == "inventor"
    deliver(loaded)
    with scope(loaded.operator):
        assert inventory.patent_ids_of(user_id) == [patent_of(loaded)]
    deliver(loaded)
    assert claim_of(loaded, receipt).password == ""


def test_an_event_told_twice_changes_nothing(loaded: World) -> None:
    user_id = approved(loaded, actions.submit_claim(VISITOR, claimed=claimed(loaded), wanted=WANTED))
    deliver(loaded)
    before = assignments(loaded)
    for tell in subscribers_of("ClaimApproved"):
        tell(loaded.operator, {"user_id": user_id, "patent_id": patent_of(loaded)})
    assert assignments(loaded) == before


def test_one_of_that_name_may_be_the_same_person(loaded: World) -> None:
    receipt = actions.submit_claim(VISITOR, claimed=claimed(loaded, name="inventor"), wanted=WANTED)
    with scope(loaded.actor("office")):
        claim = queries.claim_in_view(claim_of(loaded, receipt).pk)
        assert [one.user_id for one in queries.homonyms(claim)] == [loaded.users["inventor"]]
        assert queries.patents_named(claim)[0].is_inventor
    assert approved(loaded, receipt, linked_user_id=loaded.users["inventor"]) == loaded.users["inventor"]
    assert not User.objects.filter(username="newinventor").exists()
    assert Membership.objects.filter(user_id=loaded.users["inventor"]).count() == 1
    assert claim_of(loaded, receipt).username == ""


def test_nobody_else_can_be_linked_and_no_other_patent_or_place_chosen(loaded: World) -> None:
    receipt = actions.submit_claim(VISITOR, claimed=claimed(loaded), wanted=WANTED)
    foreign = loaded.orgs["hill_university"].id
    with scope(loaded.operator):
        other = next(iter(inventory.dossier_ids_by_number()))
    assert other
    for wrong in (
        {"linked_user_id": loaded.users["enterprise"]},
        {"organisation_id": foreign},
        {"patent_id": patent_of(loaded) + 10_000},
    ):
        with pytest.raises(NotFound):
            approved(loaded, receipt, **dict[str, Any](wrong))


def test_a_signed_in_inventor_claims_a_further_patent(loaded: World) -> None:
    mine = claimed(loaded, name="")
    receipt = actions.submit_claim(loaded.actor("college_inventor"), claimed=mine, wanted=Wanted())
    assert claim_of(loaded, receipt).person_name == "college_inventor"
    assert approved(loaded, receipt) == loaded.users["college_inventor"]
    assert Membership.objects.filter(user_id=loaded.users["college_inventor"]).count() == 1
    deliver(loaded)
    with scope(loaded.operator):
        assert patent_of(loaded) in inventory.patent_ids_of(loaded.users["college_inventor"])


def test_a_patent_not_loaded_yet_is_found_at_the_review(world: World, tmp_path: Path) -> None:
    receipt = actions.submit_claim(VISITOR, claimed=claimed(world, number="", title=TITLES[OWN]), wanted=WANTED)
    with scope(world.actor("office")):
        claim = queries.claim_in_view(claim_of(world, receipt).pk)
        assert queries.patents_named(claim) == []
    import_patents(world, tmp_path)
    with scope(world.actor("office")):
        assert [one.card.publication_no for one in queries.patents_named(claim)] == [NUMBERS[OWN]]


def test_a_refusal_says_why_and_ends_it(loaded: World) -> None:
    receipt = actions.submit_claim(VISITOR, claimed=claimed(loaded), wanted=WANTED)
    claim_id = claim_of(loaded, receipt).pk
    with pytest.raises(Invalid):
        actions.refuse_claim(loaded.actor("office"), claim_id=claim_id, reason="")
    actions.refuse_claim(loaded.actor("office"), claim_id=claim_id, reason="不是本单位人员")
    assert claim_of(loaded, receipt).reason == "不是本单位人员"
    with pytest.raises(WrongState):
        approved(loaded, receipt)


def test_others_decide_nothing(loaded: World) -> None:
    receipt = actions.submit_claim(VISITOR, claimed=claimed(loaded), wanted=WANTED)
    for person, told in (
        ("other_office", NotFound),
        ("hospital", NotFound),
        ("hunan", NotAllowed),
        ("inventor", NotAllowed),
    ):
        with pytest.raises(told):
            approved(loaded, receipt, who=person)


def test_only_an_institution_of_the_directory_is_claimed_at(world: World) -> None:
    for wrong in (0, world.orgs["battery_maker"].id, world.orgs["lake_college"].id):
        with pytest.raises(Invalid):
            actions.submit_claim(VISITOR, claimed=Claimed(wrong, NUMBERS[OWN], "", "何试验", PHONE), wanted=WANTED)
    assert orgs.like("institution", ["南湖"])[0].name.startswith("南湖")
