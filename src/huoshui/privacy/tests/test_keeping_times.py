"""Retention and impact assessments."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from tests.world import World

from huoshui.kernel import clock
from huoshui.kernel.clock import clock_at
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from huoshui.kernel.tenancy import scope
from huoshui.privacy import assessing, own
from huoshui.privacy.models import Contact, ImpactAssessment
from huoshui.privacy.retention import Rule, register_retention, rules_known
from huoshui.privacy.states import ASSESSMENTS, REQUESTS
from huoshui.privacy.tests.contacts import lines, own_contact, unit_contact

Membership = apps.get_model("accounts.Membership")
SignIn = apps.get_model("signin.SignIn")


def test_a_time_is_set_within_the_law_by_a_departments_security_administrator(world: World) -> None:
    security = world.actor("security")
    assessing.set_retention(security, key="sign_ins", days=200)
    assert assessing.days_of("sign_ins") == 200
    with pytest.raises(Invalid):
        assessing.set_retention(security, key="sign_ins", days=179)
    with pytest.raises(Invalid):
        assessing.set_retention(security, key="ledger", days=1094)
    with pytest.raises(NotFound):
        assessing.set_retention(security, key="nothing", days=200)
    for who in ("office", "hunan", "auditor", "system"):
        with pytest.raises(NotAllowed):
            assessing.set_retention(world.actor(who), key="sign_ins", days=200)


def test_what_the_law_wants_kept_three_years_is_not_kept_for_less() -> None:
    for key in ("ledger", "receipts", "assessments"):
        assert rules_known()[key].at_least >= 3 * 365
    with pytest.raises(ValueError, match="less than"):
        register_retention(Rule("test", "试验", 1, 2, "", ""))


def test_contacts_of_those_who_left_go_after_their_time_and_no_others(world: World) -> None:
    own_contact(world, "inventor")
    own_contact(world, "college_inventor")
    unit_contact(world)
    left = clock.now()
    Membership.objects.filter(user_id=world.users["inventor"]).update(ended_at=left)
    with clock_at(left + timedelta(days=29)):
        assert assessing.expire(world.operator)["contacts"] == 0
    with clock_at(left + timedelta(days=31)):
        assert assessing.expire(world.operator)["contacts"] == 1
        assert assessing.expire(world.operator)["contacts"] == 0
    with scope(world.operator):
        assert set(Contact.objects.values_list("user_id", flat=True)) == {0, world.users["college_inventor"]}
    assert len(lines("privacy.expire")) == 3


def test_sign_ins_go_after_their_time(world: World) -> None:
    moment = clock.now()
    times = {"opened_at": moment, "seen_at": moment, "confirmed_at": moment}
    SignIn.objects.create(user_id=world.users["office"], how="password", **times)
    with clock_at(moment + timedelta(days=364)):
        assert assessing.expire(world.operator)["sign_ins"] == 0
    with clock_at(moment + timedelta(days=366)):
        assert assessing.expire(world.operator)["sign_ins"] == 1


def test_answered_requests_go_and_open_ones_stay(world: World) -> None:
    own.take_back_request(world.actor("inventor"), request_id=own.make_request(world.actor("inventor"), kind="explain"))
    own.make_request(world.actor("inventor"), kind="explain")
    with clock_at(clock.now() + timedelta(days=3 * 365 + 1)):
        assert assessing.expire(world.operator)["privacy_requests"] == 1


TEXTS = dict.fromkeys(assessing.TEXTS, "写明")


def test_an_assessment_is_approved_by_somebody_else_and_then_stands(world: World) -> None:
    security, system = world.actor("security"), world.actor("system")
    made = assessing.save_assessment(security, values=TEXTS, review_on=date(2030, 1, 1), propose=True)
    with pytest.raises(NotAllowed):
        assessing.approve_assessment(security, assessment_id=made, is_approved=True)
    assessing.approve_assessment(system, assessment_id=made, is_approved=True)
    row = ImpactAssessment.objects.get()
    assert (row.state, row.made_by, row.approved_by) == ("approved", security.user_id, system.user_id)
    with pytest.raises(WrongState):
        assessing.save_assessment(security, values=TEXTS, review_on=date(2031, 1, 1), assessment_id=made)


def test_an_unfinished_assessment_is_a_draft_and_not_proposed(world: World) -> None:
    security = world.actor("security")
    made = assessing.save_assessment(security, values={"title": "评估"}, review_on=date(2030, 1, 1))
    with pytest.raises(Invalid):
        assessing.save_assessment(
            security, values={"title": "评估"}, review_on=date(2030, 1, 1), assessment_id=made, propose=True
        )
    with pytest.raises(WrongState):
        assessing.approve_assessment(world.actor("system"), assessment_id=made, is_approved=True)


def test_assessments_are_the_own_organisations(world: World) -> None:
    from dataclasses import replace

    made = assessing.save_assessment(world.actor("security"), values=TEXTS, review_on=date(2030, 1, 1), propose=True)
    elsewhere = replace(world.actor("system"), org_id=world.orgs["lake_university"].id)
    with pytest.raises(NotFound):
        assessing.approve_assessment(elsewhere, assessment_id=made, is_approved=True)


def test_the_lives_have_no_faults() -> None:
    assert REQUESTS.faults() == []
    assert ASSESSMENTS.faults() == []
