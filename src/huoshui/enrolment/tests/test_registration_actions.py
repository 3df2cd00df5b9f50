from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from tests.world import CHANGSHA, World

from huoshui.enrolment import registration_actions as actions
from huoshui.enrolment import registration_decisions as decisions
from huoshui.enrolment import registration_queries as queries
from huoshui.enrolment import registration_upkeep as upkeep
from huoshui.enrolment.evidence_content import Checked, check
from huoshui.enrolment.models import Evidence, RegistrationInvitation, RegistrationRequest
from huoshui.enrolment.registration_actions import Facts, Wanted
from huoshui.enrolment.tests.applications import NEW, PASSWORD, PHONE, WANTED, Membership, Organisation, User, uscc
from huoshui.enrolment.tests.files import pdf, png
from huoshui.enterprises import public as enterprises
from huoshui.kernel import clock
from huoshui.kernel.actor import VISITOR, Actor
from huoshui.kernel.clock import clock_at
from huoshui.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
from huoshui.privacy import public as privacy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.UPLOAD_FOLDER = tmp_path
    return tmp_path / "evidence"


def submitted(
    facts: Facts = NEW, wanted: Wanted = WANTED, document: Checked | None = None, actor: Actor = VISITOR
) -> str:
    return actions.submit_registration(actor, facts=facts, wanted=wanted, document=document)


def row_of(world: World, receipt: str) -> RegistrationRequest:
    return queries.registration_by_receipt(world.operator, receipt)


def known_to(world: World, person: str) -> set[int]:
    actor = world.actor(person)
    with scope(actor):
        return set(queries.registrations_in_view(actor).values_list("id", flat=True))


def verbs(world: World) -> list[str]:
    with scope(world.operator):
        return list(
            LedgerLine.objects.filter(verb__startswith="enrolment.").order_by("id").values_list("verb", flat=True)
        )


def facts(**changes: Any) -> Facts:
    return Facts(**{name: getattr(NEW, name) for name in Facts.__slots__} | changes)


def test_a_request_lies_before_the_bureaus_of_its_territory_and_nobody_else(world: World) -> None:
    row = row_of(world, submitted())
    assert row.password != PASSWORD
    assert {person for person in ("hunan", "changsha", "shanxi", "county") if row.pk in known_to(world, person)} == {
        "hunan",
        "changsha",
    }
    assert known_to(world, "enterprise") == set()
    with scope(world.actor("changsha")):
        assert queries.registrations_waiting(world.actor("changsha")) == 1


def test_approval_opens_organisation_person_manager_and_profile_in_one(world: World) -> None:
    receipt = submitted()
    user_id = decisions.approve_registration(world.actor("changsha"), request_id=row_of(world, receipt).pk)
    org_id = orgs.ids_by_credit_code([NEW.uscc])[NEW.uscc]
    user = User.objects.get(pk=user_id)
    assert (user.username, user.name, check_password(PASSWORD, user.password)) == ("xinya", "周青", True)
    membership = Membership.objects.get(user_id=user_id)
    assert (membership.organisation_id, membership.role, membership.is_manager) == (org_id, "enterprise", True)
    with scope(world.operator):
        assert set(enterprises.cards([org_id])[org_id].enterprise_types) == {"high_tech", "specialised"}
        [contact] = privacy.contacts_of([org_id])[org_id]
    assert contact.name != "周青"  # masked
    done = row_of(world, receipt)
    assert (done.state, done.password, done.user_id) == ("approved", "", user_id)
    assert verbs(world) == ["enrolment.register", "enrolment.approve_registration"]


def test_no_personal_value_stands_in_the_ledger(world: World) -> None:
    decisions.approve_registration(world.actor("hunan"), request_id=row_of(world, submitted()).pk)
    with scope(world.operator):
        lines = " ".join(f"{line.subject} {line.facts}" for line in LedgerLine.objects.all())
    for secret in (PHONE, "周青", "xinya", NEW.uscc):
        assert secret not in lines


def test_a_second_request_for_a_code_never_opens_a_second_organisation(world: World) -> None:
    first, second = submitted(), submitted(wanted=Wanted("other", PASSWORD))
    bureau = world.actor("changsha")
    decisions.approve_registration(bureau, request_id=row_of(world, first).pk)
    assert decisions.approve_registration(bureau, request_id=row_of(world, second).pk) == 0
    assert Organisation.objects.filter(uscc=NEW.uscc).count() == 1
    handed = row_of(world, second)
    assert handed.org_id == orgs.ids_by_credit_code([NEW.uscc])[NEW.uscc]
    assert handed.state == "submitted"


def test_who_comes_to_an_enterprise_with_a_manager_is_let_in_by_that_manager(world: World) -> None:
    orgs.add_credit_codes(world.operator, codes={world.orgs["battery_maker"].id: uscc(2)})
    receipt = submitted(facts(uscc=uscc(2), name="南湖试验电池有限公司"))
    request_id = row_of(world, receipt).pk
    assert known_to(world, "enterprise") == {request_id}
    assert known_to(world, "other_enterprise") == set()
    with scope(world.actor("changsha")):
        assert queries.registrations_waiting(world.actor("changsha")) == 0
    with pytest.raises(WrongState):
        decisions.approve_registration(world.actor("changsha"), request_id=request_id)
    user_id = decisions.approve_registration(world.actor("enterprise"), request_id=request_id)
    assert not Membership.objects.get(user_id=user_id, role="enterprise").is_manager


def test_a_bureau_takes_over_what_a_manager_leaves_lying(world: World) -> None:
    orgs.add_credit_codes(world.operator, codes={world.orgs["battery_maker"].id: uscc(2)})
    request_id = row_of(world, submitted(facts(uscc=uscc(2), name="南湖试验电池有限公司"))).pk
    with clock_at(clock.now() + timedelta(days=8)):
        assert decisions.approve_registration(world.actor("changsha"), request_id=request_id)


def test_an_enterprise_known_by_name_alone_gets_its_code(world: World) -> None:
    new = orgs.NewOrganisation("长沙旧识试验有限公司", "enterprise", CHANGSHA, 4)
    org_id = orgs.open_organisations(world.operator, new=[new])[new.name]
    request_id = row_of(world, submitted(facts(name=new.name, uscc=uscc(3)))).pk
    decisions.approve_registration(world.actor("changsha"), request_id=request_id)
    assert orgs.ids_by_credit_code([uscc(3)]) == {uscc(3): org_id}


def test_a_name_that_has_another_code_and_a_code_of_a_university_are_stopped(world: World) -> None:
    battery, school = world.orgs["battery_maker"].id, world.orgs["lake_university"].id
    orgs.add_credit_codes(world.operator, codes={battery: uscc(2), school: uscc(4)})
    for wrong in (facts(name="南湖试验电池有限公司", uscc=uscc(5)), facts(uscc=uscc(4))):
        request_id = row_of(world, submitted(wrong)).pk
        with pytest.raises(Conflict):
            decisions.approve_registration(world.actor("changsha"), request_id=request_id)
        assert row_of(world, submitted(wrong)).state == "submitted"


def test_a_taken_username_is_settled_at_approval(world: World) -> None:
    receipt = submitted(wanted=Wanted("enterprise", PASSWORD))
    before = User.objects.get(username="enterprise").password
    user_id = decisions.approve_registration(world.actor("changsha"), request_id=row_of(world, receipt).pk)
    assert User.objects.get(pk=user_id).username == row_of(world, receipt).username == "enterprise2"
    assert User.objects.get(username="enterprise").password == before


def test_somebody_signed_in_gets_the_further_role(world: World) -> None:
    receipt = submitted(wanted=Wanted(), actor=world.actor("expert"))
    user_id = decisions.approve_registration(world.actor("changsha"), request_id=row_of(world, receipt).pk)
    assert user_id == world.users["expert"]
    assert set(Membership.objects.filter(user_id=user_id).values_list("role", flat=True)) == {"expert", "enterprise"}


def test_returned_corrected_approved(world: World) -> None:
    receipt = submitted()
    bureau = world.actor("changsha")
    request_id = row_of(world, receipt).pk
    with pytest.raises(Invalid):
        decisions.return_registration(bureau, request_id=request_id, reason=" ")
    decisions.return_registration(bureau, request_id=request_id, reason="请上传营业执照")
    with pytest.raises(WrongState):
        decisions.approve_registration(bureau, request_id=request_id)
    better = facts(name="长沙新芽试验科技股份有限公司")
    actions.resubmit_registration(VISITOR, receipt=receipt, facts=better, document=check("a.pdf", pdf()))
    again = row_of(world, receipt)
    assert (again.state, again.name, again.reason) == ("resubmitted", better.name, "")
    assert decisions.approve_registration(bureau, request_id=request_id)


def test_refused_is_the_end(world: World) -> None:
    receipt = submitted()
    decisions.refuse_registration(world.actor("hunan"), request_id=row_of(world, receipt).pk, reason="查无此企业")
    done = row_of(world, receipt)
    assert (done.state, done.reason, done.password) == ("refused", "查无此企业", "")
    with pytest.raises(WrongState):
        actions.resubmit_registration(VISITOR, receipt=receipt, facts=NEW)


def test_another_bureau_and_who_looks_after_nothing_decide_nothing(world: World) -> None:
    request_id = row_of(world, submitted()).pk
    with pytest.raises(NotFound):
        decisions.approve_registration(world.actor("shanxi"), request_id=request_id)
    for person in ("office", "national", "expert", "security"):
        with pytest.raises(NotAllowed):
            decisions.approve_registration(world.actor(person), request_id=request_id)
    with pytest.raises(NotAllowed):
        decisions.approve_registration(VISITOR, request_id=request_id)


def test_evidence_is_read_by_bureau_and_applicant_and_each_reading_is_a_line(world: World) -> None:
    receipt = submitted(document=check("a.png", png()))
    request_id = row_of(world, receipt).pk
    assert decisions.open_evidence(world.actor("changsha"), request_id=request_id).content == png()
    assert actions.open_own_evidence(VISITOR, receipt=receipt).name == f"evidence-{request_id}.png"
    assert verbs(world).count("enrolment.open_evidence") == 2
    with pytest.raises(NotFound):
        decisions.open_evidence(world.actor("shanxi"), request_id=request_id)


def test_a_new_document_takes_the_place_of_the_old(
    world: World, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    receipt = submitted(document=check("a.png", png()))
    bureau = world.actor("changsha")
    decisions.return_registration(bureau, request_id=row_of(world, receipt).pk, reason="看不清")
    with django_capture_on_commit_callbacks(execute=True):
        actions.resubmit_registration(VISITOR, receipt=receipt, facts=NEW, document=check("a.pdf", pdf()))
    assert len(list(folder.iterdir())) == 1
    assert actions.open_own_evidence(VISITOR, receipt=receipt).content == pdf()


def test_after_the_decision_and_the_time_kept_documents_and_numbers_are_wiped(
    world: World, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    receipt = submitted(document=check("a.png", png()))
    waiting = submitted(facts(uscc=uscc(7), name="长沙等待试验有限公司"), document=check("a.png", png()))
    decisions.approve_registration(world.actor("changsha"), request_id=row_of(world, receipt).pk)
    with django_capture_on_commit_callbacks(execute=True):
        assert upkeep.purge(clock.now() - timedelta(days=1)) == 0
        assert upkeep.purge(clock.now() + timedelta(days=1)) == 2
    assert len(list(folder.iterdir())) == 1
    assert row_of(world, receipt).phone == ""
    assert row_of(world, waiting).phone == PHONE
    with scope(world.operator):
        assert Evidence.objects.filter(wiped_at=None).count() == 1
    with pytest.raises(NotFound):
        actions.open_own_evidence(VISITOR, receipt=receipt)


def test_what_nobody_decides_or_corrects_expires(world: World) -> None:
    waiting, returned = submitted(), submitted(facts(uscc=uscc(8), name="长沙退回试验有限公司"))
    decisions.return_registration(world.actor("changsha"), request_id=row_of(world, returned).pk, reason="补材料")
    with clock_at(clock.now() + timedelta(days=61)):
        assert upkeep.expire_applications(world.operator) == 1
    with clock_at(clock.now() + timedelta(days=181)):
        assert upkeep.expire_applications(world.operator) == 1
    assert {row_of(world, one).state for one in (waiting, returned)} == {"expired"}


def test_an_invitation_lets_its_enterprise_in_at_once_and_once(world: World) -> None:
    token = decisions.invite_enterprise(world.actor("hunan"), uscc=NEW.uscc, name=NEW.name, region=430100)
    receipt = actions.register_invited(VISITOR, token=token, facts=NEW, wanted=WANTED)
    row = row_of(world, receipt)
    assert (row.state, row.proof) == ("approved", "invitation")
    assert Membership.objects.get(user_id=row.user_id).is_manager
    with pytest.raises(NotFound):
        actions.register_invited(VISITOR, token=token, facts=NEW, wanted=WANTED)


def test_an_invitation_ends_by_time_by_withdrawal_and_by_a_newer_one(world: World) -> None:
    bureau = world.actor("hunan")
    first = decisions.invite_enterprise(bureau, uscc=NEW.uscc, name=NEW.name, region=430100)
    second = decisions.invite_enterprise(bureau, uscc=NEW.uscc, name=NEW.name, region=430100)
    with pytest.raises(NotFound):
        queries.invitation_by_token(VISITOR, first)
    with clock_at(clock.now() + timedelta(days=31)), pytest.raises(NotFound):
        queries.invitation_by_token(VISITOR, second)
    with scope(world.operator):
        key = RegistrationInvitation.objects.latest("id").pk
    with pytest.raises(NotFound):
        decisions.end_invitation(world.actor("shanxi"), invitation_id=key)
    decisions.end_invitation(bureau, invitation_id=key)
    with pytest.raises(NotFound):
        queries.invitation_by_token(VISITOR, second)


def test_a_bureau_invites_in_its_territory_and_where_nobody_looks_after_accounts_yet(world: World) -> None:
    orgs.add_credit_codes(world.operator, codes={world.orgs["battery_maker"].id: uscc(2)})
    for code, name, region in ((NEW.uscc, NEW.name, 140100), (uscc(2), "南湖试验电池有限公司", 430100)):
        with pytest.raises(Invalid):
            decisions.invite_enterprise(world.actor("hunan"), uscc=code, name=name, region=region)
    with pytest.raises(NotAllowed):
        decisions.invite_enterprise(world.actor("national"), uscc=NEW.uscc, name=NEW.name, region=430100)


def test_what_an_identity_service_proved_skips_the_review_unless_the_directory_objects(world: World) -> None:
    proved = actions.submit_registration(VISITOR, facts=NEW, wanted=WANTED, proof="identity")
    assert row_of(world, proved).state == "approved"
    orgs.add_credit_codes(world.operator, codes={world.orgs["lake_university"].id: uscc(4)})
    odd = actions.submit_registration(
        VISITOR, facts=facts(uscc=uscc(4)), wanted=Wanted("odd-one", PASSWORD), proof="identity"
    )
    assert row_of(world, odd).state == "submitted"


def test_receipts_cannot_be_guessed_and_are_found_however_they_are_copied(world: World) -> None:
    receipt = submitted()
    assert len(receipt.replace("-", "")) == 20
    assert row_of(world, receipt.lower().replace("-", " ")).pk == row_of(world, receipt).pk
    with pytest.raises(NotFound):
        queries.registration_by_receipt(VISITOR, "AAAA-AAAA-AAAA-AAAA-AAAA")
