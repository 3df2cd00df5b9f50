"""P1: every route and operation × everybody × whose object it is, with both walls and with either taken away."""

from collections import Counter

import pytest
from django.urls import reverse

from huoshui.web.api import api
from tests.permissions.asking import ALL, Answer, Theatre, kinds, things_for
from tests.permissions.expected import ROLES_OF
from tests.permissions.principals import PRINCIPALS, Principal, reaches, relation, sees
from tests.permissions.routes import API, PAGES, page_names
from tests.permissions.things import Thing

GUARDED = sorted(name for name, route in ALL.items() if route.permission)
OPEN = sorted(name for name, route in ALL.items() if not route.permission)
GONE = {200, 204, 302, 303, 400, 404, 405, 409, 410, 413, 415, 422, 429}  # what an open door may answer


def test_every_page_is_in_the_table() -> None:
    assert sorted(page_names()) == sorted(PAGES)


def test_every_operation_of_the_api_is_in_the_table() -> None:
    operations = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    }
    assert operations == set(API)


def test_every_permission_a_route_names_is_in_the_agreed_table() -> None:
    assert not {ALL[name].permission for name in GUARDED} - ROLES_OF.keys()


def wanted(who: Principal, name: str, thing: Thing | None) -> str:
    """What the agreed table and the world say: sign in, refused, absent, answered."""
    route = ALL[name]
    if not who.roles & ROLES_OF[route.permission]:
        return "sign in" if who.is_visitor else "refused"
    if who.name in route.not_for:
        return "refused"
    if who.name in route.absent_for:
        return "absent"
    if thing is not None and not sees(who, thing):
        return "elsewhere"
    return "spent" if route.is_spent else "answered"


def given(name: str, answer: Answer) -> set[str]:
    """An answer may be read in more than one way: 404 is “absent” and, of something spent, right as well."""
    if answer.status >= 500:
        return {f"failed with {answer.status}"}
    if answer.status == 401 or (answer.status == 302 and answer.location.startswith(reverse("sign-in"))):
        return {"sign in"}
    if answer.status == 403:
        return {"refused"} | ({"elsewhere"} if 403 in ALL[name].elsewhere else set())
    if answer.status == 404:
        return {"absent", "spent", "elsewhere"}
    return {"answered", "spent"} | ({"elsewhere"} if answer.status in ALL[name].elsewhere else set())


def leaks(theatre: Theatre, who: Principal, answer: Answer) -> list[str]:
    """Words in the answer that this person may never read."""
    found = [one for one in theatre.props.marks if one.words in answer.text]
    return [one.words for one in found if not (who.roles & ROLES_OF.get(one.seen_by, frozenset()) and sees(who, one))]


def faults(theatre: Theatre, who: Principal, name: str, thing: Thing | None, query: str = "") -> list[str]:
    answer = theatre.ask(who.name, name, thing, query=query)
    about = f"{name}{query} as {who.name}" + (f" for {thing.kind} of {thing.org} {thing.state}" if thing else "")
    want, got = wanted(who, name, thing), given(name, answer)
    wrong = [] if want in got else [f"{about}: {want}, not {sorted(got)} ({answer.status})"]
    return wrong + [f"{about}: shows {words}" for words in leaks(theatre, who, answer)]


def test_open_doors_answer_everybody_and_show_nobody_what_is_not_theirs(theatre: Theatre) -> None:
    found = []
    for name in OPEN:
        for thing in things_for(theatre.props, name):
            for who in PRINCIPALS.values():
                answer = theatre.ask(who.name, name, thing)
                found += [] if answer.status in GONE else [f"{name} as {who.name}: {answer.status}"]
                found += [f"{name} as {who.name}: shows {words}" for words in leaks(theatre, who, answer)]
    assert not found


def test_whoever_has_not_the_right_is_sent_to_sign_in_or_refused_whatever_the_object(both_walls: Theatre) -> None:
    found = []
    for name in GUARDED:
        without = [who for who in PRINCIPALS.values() if not who.roles & ROLES_OF[ALL[name].permission]]
        for who in without:
            for thing in _telling(both_walls, who, name):
                found += faults(both_walls, who, name, thing)
    assert not found


def _telling(theatre: Theatre, who: Principal, name: str) -> list[Thing | None]:
    """One object in reach and one out of it: a refusal may not depend on which."""
    things = list(things_for(theatre.props, name))
    near = [one for one in things if one is not None and reaches(who, one.org)]
    far = [one for one in things if one is not None and not reaches(who, one.org)]
    return [*near[:1], *far[:1]] or things[:1]


def test_whoever_has_the_right_gets_what_lies_in_their_reach_and_nothing_else(theatre: Theatre) -> None:
    found = []
    for name in GUARDED:
        for who in _holders(name):
            for thing in things_for(theatre.props, name):
                found += faults(theatre, who, name, thing)
    assert not found


def test_no_export_shows_anothers_words(theatre: Theatre) -> None:
    found = []
    for name in GUARDED:
        if ALL[name].method == "get" and name in PAGES and not kinds(name):
            for who in _holders(name):
                for kind in ("csv", "xlsx"):
                    found += faults(theatre, who, name, None, query=f"?export={kind}")
    assert not found


def _holders(name: str) -> list[Principal]:
    return [who for who in PRINCIPALS.values() if who.roles & ROLES_OF[ALL[name].permission]]


def test_words_are_shown_where_they_are_said_to_be_to_those_who_may_read_them(theatre: Theatre) -> None:
    found = []
    for mark in theatre.props.marks:
        if not mark.shown_on:
            continue
        readers = [who for who in PRINCIPALS.values() if who.roles & ROLES_OF[mark.seen_by] and sees(who, mark)]
        for who in readers:
            things = things_for(theatre.props, mark.shown_on)
            open_to_them = [one for one in things if one is None or (one.org == mark.org and sees(who, one))]
            shown = any(mark.words in theatre.ask(who.name, mark.shown_on, one).text for one in open_to_them)
            found += [] if shown else [f"{mark.shown_on} does not show {who.name} {mark.words}"]
    assert not found


def test_the_stage_has_an_object_in_every_relation(both_walls: Theatre) -> None:
    met = Counter(relation(who, one.org) for who in PRINCIPALS.values() if who.org for one in both_walls.props.things)
    assert set(met) == {"own", "child", "parent", "sibling", "stranger"}


@pytest.mark.parametrize("kind", ["patent_id", "dossier_id", "run_id"])
def test_the_main_objects_stand_with_owner_college_neighbour_and_stranger(both_walls: Theatre, kind: str) -> None:
    owners = {one.org for one in both_walls.props.of(kind)}
    assert owners >= {"lake_university", "lake_hospital", "hill_university"}
