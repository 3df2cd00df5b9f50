"""Keeping, masking, revealing, exporting and removing contacts."""

import pytest
from django.db import connection
from tests.world import World

from huoshui.kernel.action import ActionIncomplete
from huoshui.kernel.errors import ConfirmationNeeded, Invalid, NotAllowed, NotFound, TooMany
from huoshui.kernel.tenancy import scope
from huoshui.privacy import actions, queries
from huoshui.privacy.models import Contact, ContactView
from huoshui.privacy.public import contacts_for, contacts_of, is_digest_of, keep_contact
from huoshui.privacy.tests.contacts import EMAIL, NAME, PHONE, lines, unit_contact


def test_a_contact_is_kept_only_inside_an_action(world: World) -> None:
    office = world.actor("office")
    with scope(office), pytest.raises(ActionIncomplete):
        keep_contact(office, org_id=office.org_id, name=NAME, phone=PHONE)


def test_cards_are_masked_and_the_table_holds_no_value_in_clear(world: World) -> None:
    made = unit_contact(world)
    with scope(world.actor("office")):
        card = contacts_for([made])[made]
    assert (card.name, card.phone, card.email) == ("张*", "138****5678", "z***@nanhu.example.cn")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name || phone || email FROM privacy_contact")
        (stored,) = cursor.fetchone()
    assert not {NAME, PHONE, EMAIL} & {part for part in (NAME, PHONE, EMAIL) if part in stored}


def test_a_published_office_contact_is_shown_as_it_is(world: World) -> None:
    made = unit_contact(world, is_office=True)
    with scope(world.actor("hunan")):
        assert contacts_for([made])[made].phone == PHONE


def test_contacts_are_seen_in_reach_only(world: World) -> None:
    made = unit_contact(world)
    org = world.orgs["lake_university"].id
    for who, sees in {"hunan": 1, "education": 1, "changsha": 1, "national": 1, "shanxi": 0, "hospital": 0}.items():
        with scope(world.actor(who)):
            assert len(contacts_of([org]).get(org, [])) == sees, who
    with scope(world.actor("other_office")), pytest.raises(NotFound):
        queries.contact_in_view(world.actor("other_office"), made)


def test_a_look_is_on_record_without_the_value(world: World) -> None:
    made = unit_contact(world)
    words = actions.reveal_contact(world.actor("hunan"), contact_id=made, why="work")
    assert (words.name, words.phone) == (NAME, PHONE)
    ((subject, facts, user_id),) = lines("privacy.reveal")
    assert (subject, user_id) == (f"contact:{made}", world.users["hunan"])
    assert '"why": "work"' in facts
    assert not any(value in facts for value in (NAME, PHONE, EMAIL))
    with scope(world.operator):
        view = ContactView.objects.get()
    assert (view.viewer_id, view.org_id, view.exported) == (
        world.users["hunan"],
        world.orgs["lake_university"].id,
        False,
    )


def test_who_may_not_look_and_what_lies_elsewhere(world: World) -> None:
    made = unit_contact(world)
    for who in ("inventor", "expert", "system", "security", "auditor"):
        with pytest.raises(NotAllowed):
            actions.reveal_contact(world.actor(who), contact_id=made)
    with pytest.raises(NotFound):
        actions.reveal_contact(world.actor("shanxi"), contact_id=made)
    assert lines("privacy.reveal") == []


def test_looking_is_budgeted(world: World) -> None:
    made = unit_contact(world)
    for _ in range(actions.LOOKS.amount):
        actions.reveal_contact(world.actor("office"), contact_id=made)
    with pytest.raises(TooMany):
        actions.reveal_contact(world.actor("office"), contact_id=made)


def test_an_export_in_clear_says_why_and_notes_each_contact(world: World) -> None:
    ids = [unit_contact(world), unit_contact(world, duty="分管领导")]
    with pytest.raises(Invalid):
        actions.export_contacts(world.actor("hunan"), contact_ids=ids, why="")
    assert actions.export_contacts(world.actor("hunan"), contact_ids=ids, why="check") == 2
    ((_, facts, _),) = lines("privacy.export_contacts")
    assert '"count": 2' in facts
    assert '"why": "check"' in facts
    assert [subject for subject, _, _ in lines("privacy.reveal")] == [f"contact:{one}" for one in ids]
    with pytest.raises(Invalid):
        actions.export_contacts(world.actor("shanxi"), contact_ids=ids, why="check")


def test_an_export_in_clear_asks_for_a_confirmed_identity(world: World) -> None:
    from dataclasses import replace

    stale = replace(world.actor("hunan"), is_fresh=False)
    with pytest.raises(ConfirmationNeeded):
        actions.export_contacts(stale, contact_ids=[unit_contact(world)], why="check")


def test_an_office_edits_its_own_contacts_and_nobody_elses(world: World) -> None:
    made = unit_contact(world)
    actions.edit_contact(world.actor("office"), contact_id=made, raw={"phone": "0731-88888888"}, is_office=False)
    with scope(world.actor("office")):
        row = Contact.objects.get(pk=made)
    assert (row.name, row.phone, row.email, row.duty) == (NAME, "0731-88888888", EMAIL, "专利转化联系人")
    with pytest.raises(NotFound):
        actions.edit_contact(world.actor("hunan"), contact_id=made, raw={"phone": "0731-88888888"}, is_office=False)
    with pytest.raises(NotAllowed):
        actions.add_contact(world.actor("hunan"), org_id=world.orgs["lake_university"].id, raw={"name": NAME})


def test_one_duty_of_a_unit_has_one_contact(world: World) -> None:
    unit_contact(world)
    with pytest.raises(Invalid, match="更正"):
        unit_contact(world)


@pytest.mark.parametrize(
    ("field", "value"), [("phone", "call me"), ("email", "nobody"), ("name", ""), ("duty", "长" * 51)]
)
def test_what_is_not_a_contact_is_refused_by_field(world: World, field: str, value: str) -> None:
    office = world.actor("office")
    with pytest.raises(Invalid) as refused:
        actions.add_contact(office, org_id=office.org_id, raw={"name": NAME, field: value})
    assert set(refused.value.facts["fields"]) == {field}


def test_removing_a_contact_destroys_the_key_of_its_digests(world: World) -> None:
    made = unit_contact(world)
    ((subject, before, _),) = lines("privacy.keep_contact")
    with scope(world.actor("office")):
        digest = _digest(before, "phone")
        assert is_digest_of(digest, f"contact:{made}", PHONE)
        assert not is_digest_of(digest, f"contact:{made}", "13800000000")
    actions.remove_contact(world.actor("office"), contact_id=made)
    assert lines("privacy.keep_contact") == [(subject, before, world.users["office"])]
    with scope(world.actor("office")):
        assert not is_digest_of(digest, f"contact:{made}", PHONE)
        assert not Contact.objects.exists()


def _digest(facts: object, name: str) -> str:
    import json

    return str(json.loads(str(facts))["digests"][name])
