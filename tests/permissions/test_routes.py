"""P1: every route and operation × everybody × whose object it is, with both walls and with either taken away."""

import inspect
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from huoshui.web.api import api
from huoshui.web.rooms import ROUTERS
from tests.permissions.answers import faults, leaks
from tests.permissions.asking import ALL, Theatre, kinds, things_for
from tests.permissions.expected import ROLES_OF
from tests.permissions.principals import PRINCIPALS, Principal, may_read, reaches, relation, sees
from tests.permissions.routes import API, MODULES, PAGES, page_names, page_patterns
from tests.permissions.things import Thing

GUARDED = sorted(name for name, route in ALL.items() if route.permission in ROLES_OF)
OPEN = sorted(name for name, route in ALL.items() if not route.permission)
A_FEW = ("visitor", "office", "enterprise", "other_office")
MANY_ROLES = 12
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


def test_each_room_states_its_own_routes_and_all_of_them() -> None:
    """A table that takes another room's route would hide that the other room's table lacks it."""
    served = dict(_served_by())
    stated = {
        name: module.__name__.rpartition(".")[2].partition("_")[0]
        for module in MODULES
        for name in (*getattr(module, "PAGES", {}), *getattr(module, "API", {}))
    }
    assert {name: room for name, room in stated.items() if served[name] != room} == {}
    assert stated.keys() == served.keys()


def _served_by() -> Iterator[tuple[str, str]]:
    """Page or operation → the room whose code answers."""
    for pattern in page_patterns():
        yield pattern.name or str(pattern.pattern), _room(pattern.callback)
    for prefix, router, _ in ROUTERS:
        for path, view in router.path_operations.items():
            for one in view.operations:
                address = re.sub(r"{\w+:", "{", f"{prefix}{path}")
                yield from ((f"{method} {address}", _room(one.view_func)) for method in one.methods)


def _room(view: Any) -> str:
    return str(inspect.unwrap(view).__module__).split(".")[1]


def test_every_guarded_route_is_asked_by_somebody_who_has_the_right() -> None:
    assert [name for name in GUARDED if not _holders(name)] == []


def test_every_permission_a_route_names_is_in_the_agreed_table() -> None:
    assert not {route.permission for route in ALL.values() if route.permission} - ROLES_OF.keys()


def test_open_doors_answer_everybody_and_show_nobody_what_is_not_theirs(theatre: Theatre) -> None:
    found = []
    people = PRINCIPALS.values() if theatre.wall == "both" else [PRINCIPALS[name] for name in A_FEW]
    for name in OPEN:
        for thing in things_for(theatre.props, name):
            for who in people:
                answer = theatre.look(who.name, name, thing)
                found += [] if answer.status in GONE else [f"{name} as {who.name}: {answer.status}"]
                found += [f"{name} as {who.name}: shows {words}" for words in leaks(theatre, who, answer)]
    assert not found, "\n".join(found)


def test_whoever_has_not_the_right_is_sent_to_sign_in_or_refused_whatever_the_object(both_walls: Theatre) -> None:
    found = []
    for name in GUARDED:
        without = [who for who in PRINCIPALS.values() if not who.roles & ROLES_OF[ALL[name].permission]]
        for who in without:
            for thing in _telling(both_walls, who, name):
                found += faults(both_walls, who, name, thing)
    assert not found, "\n".join(found)


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
                if theatre.wall == "both" or _may_leak(who, name, thing):
                    found += faults(theatre, who, name, thing)
    assert not found, "\n".join(found)


def _may_leak(who: Principal, name: str, thing: Thing | None) -> bool:
    """With a wall away: what lies beyond somebody's reach, and every page of those who see less than everything.

    What everybody may do with their own, a few show; what one may write in one's own reach, both walls have shown.
    """
    if len(ROLES_OF[ALL[name].permission]) > MANY_ROLES and who.name not in A_FEW:
        return False
    return ALL[name].method == "get" or thing is None or not reaches(who, thing.org)


def test_no_export_shows_anothers_words(theatre: Theatre) -> None:
    found = []
    for name in GUARDED:
        if ALL[name].method == "get" and name in PAGES and not kinds(name):
            for who in _holders(name):
                offered = theatre.look(who.name, name, None).text
                for kind in ("csv", "xlsx"):
                    if f"export={kind}" in offered:
                        found += faults(theatre, who, name, None, query=f"?export={kind}")
    assert not found, "\n".join(found)


def _holders(name: str) -> list[Principal]:
    return [who for who in PRINCIPALS.values() if who.roles & ROLES_OF[ALL[name].permission]]


def test_words_are_shown_where_they_are_said_to_be_to_those_who_may_read_them(theatre: Theatre) -> None:
    found = []
    for mark in theatre.props.marks:
        if not mark.shown_on:
            continue
        opens = ROLES_OF[ALL[mark.shown_on].permission]
        readers = [who for who in PRINCIPALS.values() if may_read(who, mark) and who.roles & opens]
        for who in readers:
            things = things_for(theatre.props, mark.shown_on)
            open_to_them = [one for one in things if one is None or (one.org == mark.org and sees(who, one))]
            shown = any(mark.words in theatre.look(who.name, mark.shown_on, one).text for one in open_to_them)
            found += [] if shown else [f"{mark.shown_on} does not show {who.name} {mark.words}"]
    assert not found, "\n".join(found)


def test_the_stage_has_an_object_in_every_relation(both_walls: Theatre) -> None:
    met = Counter(relation(who, one.org) for who in PRINCIPALS.values() if who.org for one in both_walls.props.things)
    assert set(met) == {"own", "child", "parent", "sibling", "stranger"}


@pytest.mark.parametrize("kind", ["patent_id", "dossier_id", "run_id"])
def test_the_main_objects_stand_with_owner_college_neighbour_and_stranger(both_walls: Theatre, kind: str) -> None:
    owners = {one.org for one in both_walls.props.of(kind)}
    assert owners >= {"lake_university", "lake_hospital", "hill_university"}
