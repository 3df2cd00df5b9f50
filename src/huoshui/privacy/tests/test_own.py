"""What a person sees, takes along, corrects, takes back and closes."""

import json

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from tests.world import World

from huoshui.accounts.public import CLOSED_NAME
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from huoshui.kernel.tenancy import scope
from huoshui.privacy import actions, own
from huoshui.privacy.models import ConsentRecord, Contact, ContactView, PersonKey, PrivacyRequest
from huoshui.privacy.public import is_digest_of
from huoshui.privacy.sources import sources
from huoshui.privacy.tests.contacts import EMAIL, NAME, PHONE, lines, own_contact
from huoshui_core.chain import COLUMNS, GENESIS, Line, best_algorithm, entry_of, link

Membership = apps.get_model("accounts.Membership")
User = get_user_model()


def told(world: World, who: str) -> dict[str, tuple[dict[str, str], ...]]:
    actor = world.actor(who)
    with scope(actor):
        return {one.label: one.rows for one in own.held_on(actor)}


def test_a_person_sees_all_that_is_held_on_them(world: World) -> None:
    own_contact(world)
    found = told(world, "inventor")
    assert set(found) == {one.label for one in sources()}
    assert found["账号"][0]["用户名"] == "inventor"
    assert [row["角色"] for row in found["身份"]] == ["发明人"]
    assert (found["联系方式"][0]["电话"], found["联系方式"][0]["姓名"]) == (PHONE, NAME)
    assert found["我的同意"][0]["撤回时间"] == ""


def test_nobody_elses_things_are_among_them(world: World) -> None:
    own_contact(world, "inventor")
    for who in ("college_inventor", "office", "national", "other_office"):
        text = json.dumps(told(world, who), ensure_ascii=False)
        assert PHONE not in text, who
        assert NAME not in text, who


def test_a_person_sees_who_looked_at_their_contact_when_and_why(world: World) -> None:
    made = own_contact(world)
    actions.reveal_contact(world.actor("hunan"), contact_id=made, why="notify")
    ((row),) = told(world, "inventor")["谁看过我的联系方式"]
    assert (row["查看单位"], row["查看人"], row["事由"], row["方式"]) == (
        world.orgs["hunan_bureau"].name,
        "hunan",
        "通知本人",
        "显示",
    )


def test_a_contact_is_corrected_at_once_and_by_its_person_alone(world: World) -> None:
    made = own_contact(world)
    own.keep_own_contact(world.actor("inventor"), raw={"name": NAME, "phone": "13800000001"}, contact_id=made)
    with scope(world.operator):
        row = Contact.objects.get(pk=made)
    assert (row.phone, row.email) == ("13800000001", "")
    with pytest.raises(NotFound):
        own.keep_own_contact(world.actor("office"), raw={"name": NAME}, contact_id=made)
    with pytest.raises(NotFound):
        own.withdraw_contact(world.actor("office"), contact_id=made)


def test_withdrawing_erases_the_contact_and_ends_the_consent(world: World) -> None:
    made = own_contact(world)
    own.withdraw_contact(world.actor("inventor"), contact_id=made)
    with scope(world.operator):
        assert not Contact.objects.exists()
    assert ConsentRecord.objects.get().withdrawn_at is not None


def test_a_name_is_corrected_by_the_account_manager_on_request(world: World) -> None:
    inventor, office = world.actor("inventor"), world.actor("office")
    asked = own.make_request(inventor, kind="correct", field="name", wanted="张 三丰")
    with pytest.raises(NotFound):
        own.answer_request(world.actor("hunan"), request_id=asked, verdict="grant")
    with pytest.raises(NotFound):
        own.answer_request(world.actor("other_office"), request_id=asked, verdict="grant")
    own.answer_request(office, request_id=asked, verdict="grant")
    assert User.objects.get(pk=inventor.user_id).name == "张 三丰"
    assert told(world, "inventor")["我的请求"][0]["状态"] == "已办理"
    with pytest.raises(WrongState):
        own.answer_request(office, request_id=asked, verdict="grant")


def test_a_refusal_says_why_and_a_request_can_be_taken_back(world: World) -> None:
    inventor, office = world.actor("inventor"), world.actor("office")
    first = own.make_request(inventor, kind="explain", text="为什么推荐这家企业")
    with pytest.raises(Invalid):
        own.answer_request(office, request_id=first, verdict="refuse")
    own.answer_request(office, request_id=first, verdict="refuse", text="已在推荐理由中说明")
    second = own.make_request(inventor, kind="correct", field="username", wanted="zhang")
    with pytest.raises(NotFound):
        own.take_back_request(office, request_id=second)
    own.take_back_request(inventor, request_id=second)
    assert [row["状态"] for row in told(world, "inventor")["我的请求"]] == ["本人撤回", "已说明理由拒绝"]


@pytest.mark.parametrize("who", ["system", "security", "auditor", "inventor", "enterprise", "national"])
def test_everybody_may_keep_a_contact_of_their_own_ask_and_take_along(world: World, who: str) -> None:
    actor = world.actor(who)
    made = own_contact(world, who)
    own.take_back_request(actor, request_id=own.make_request(actor, kind="explain"))
    assert {one.label for one in own.export_own(actor, kind="json")} == {one.label for one in sources()}
    own.withdraw_contact(actor, contact_id=made)


def test_a_taken_username_is_refused(world: World) -> None:
    asked = own.make_request(world.actor("inventor"), kind="correct", field="username", wanted="office")
    with pytest.raises(Invalid):
        own.answer_request(world.actor("office"), request_id=asked, verdict="grant")


def ledger_of(world: World) -> list[Line]:
    with connection.cursor() as cursor:
        top = str(10**18)
        cursor.execute(
            "SELECT set_config('huoshui.audit_lo', '0', true), set_config('huoshui.audit_hi', %s, true)", [top]
        )
        cursor.execute(f"SELECT {COLUMNS} FROM kernel_ledgerline ORDER BY id")
        return [Line(*row) for row in cursor.fetchall()]


def head_over(lines: list[Line]) -> bytes:
    """The seal of the last of them, as the sealer makes it."""
    head: bytes = GENESIS
    for one in lines:
        head = link(best_algorithm(), head, entry_of(one))
    return head


def test_a_closed_account_leaves_the_ledger_as_it_was_and_its_digests_linked_to_nobody(world: World) -> None:
    inventor = world.actor("inventor")
    made = own_contact(world)
    actions.reveal_contact(world.actor("office"), contact_id=made, why="work")
    ((_, facts, _),) = lines("privacy.keep_contact")
    digest = json.loads(str(facts))["digests"]["phone"]
    assert is_digest_of(digest, f"user:{inventor.user_id}", PHONE)
    before = ledger_of(world)
    own.close_own_account(inventor)
    after = ledger_of(world)
    assert len(after) > len(before)
    assert head_over(after[: len(before)]) == head_over(before)
    assert not is_digest_of(digest, f"user:{inventor.user_id}", PHONE)
    assert not PersonKey.objects.filter(subject=f"user:{inventor.user_id}").exists()
    text = str(ledger_of(world))
    assert not any(value in text for value in (PHONE, EMAIL, NAME))


def test_a_closed_account_is_nobodys(world: World) -> None:
    inventor = world.actor("inventor")
    own_contact(world)
    own.make_request(inventor, kind="correct", field="name", wanted=NAME)
    own.close_own_account(inventor)
    user = User.objects.get(pk=inventor.user_id)
    assert (user.name, user.username, user.is_active) == (CLOSED_NAME, f"closed-{user.pk}", False)
    assert not user.has_usable_password()
    assert not Membership.objects.filter(user=user, ended_at=None).exists()
    assert ConsentRecord.objects.get().withdrawn_at is not None
    with scope(world.operator):
        assert not Contact.objects.exists()
        assert not ContactView.objects.filter(user_id=user.pk).exists()
        request = PrivacyRequest.objects.get()
    assert (request.wanted, request.state) == ("", "taken_back")


def test_the_last_account_manager_of_a_unit_first_names_another(world: World) -> None:
    with pytest.raises(WrongState):
        own.close_own_account(world.actor("hospital"))
    assert User.objects.get(username="hospital").is_active


def test_visitors_have_no_page_of_their_own(world: World) -> None:
    from huoshui.kernel.actor import VISITOR

    with scope(VISITOR), pytest.raises(NotAllowed):
        own.held_on(VISITOR)
