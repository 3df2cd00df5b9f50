"""T3: a planted name, telephone and address meet nobody on any page, list, export or operation that only shows."""

from pathlib import Path

from django.conf import settings

from tests.permissions.asking import ALL, Theatre, things_for
from tests.permissions.routes import PAGES
from tests.permissions.tables.privacy import NAME, OWN_EMAIL, OWN_PHONE, PHONES

PLANTED = (NAME, OWN_EMAIL, OWN_PHONE, *PHONES.values())
ASKING = ("visitor", "enterprise", "other_enterprise", "other_office", "hospital", "office", "hunan", "expert")
SHOWING = sorted(name for name, route in ALL.items() if route.method == "get")


def test_no_address_that_only_shows_shows_a_contact(both_walls: Theatre) -> None:
    found = []
    for name in SHOWING:
        for who in ASKING:
            for thing in things_for(both_walls.props, name):
                text = both_walls.look(who, name, thing).text
                found += [f"{name} as {who} for {thing}: {word}" for word in PLANTED if word in text]
    assert not found


def test_no_export_that_was_not_asked_for_contacts_holds_one(both_walls: Theatre) -> None:
    found = []
    for name in (one for one in SHOWING if one in PAGES):
        for who in ASKING:
            for thing in list(things_for(both_walls.props, name))[:1]:
                text = both_walls.look(who, name, thing, query="?export=csv").text
                found += [f"{name} as {who}: {word}" for word in PLANTED if word in text]
    assert not found


def test_a_person_meets_their_own_and_nobody_elses(both_walls: Theatre) -> None:
    text = both_walls.look("inventor", "my-data", None).text
    assert OWN_PHONE in text
    assert not any(one in text for one in PHONES.values())


def test_the_search_index_holds_no_contact(both_walls: Theatre) -> None:
    files = [one for one in Path(settings.SEARCH_FOLDER).rglob("*") if one.is_file()]
    assert files
    for one in files:
        assert not any(word.encode() in one.read_bytes() for word in PLANTED), one
