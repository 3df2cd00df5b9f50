"""What was taken away is gone at the next request, whatever session or token is open; a token never has more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from huoshui.accounts.models import Membership, User
from huoshui.kernel import clock
from huoshui.security.actions import end_sessions
from huoshui.signin import tokens
from tests.permissions.asking import ALL, Theatre, things_for
from tests.permissions.expected import CONFIRMED, ROLES_OF
from tests.permissions.principals import PRINCIPALS
from tests.permissions.routes import API, PAGES
from tests.world import PEOPLE

WHERE = ("patents", "dossiers", "library", "matches", "GET /patents/", "GET /inventory/dossiers")
OPEN_STILL = {200}


@contextmanager
def for_a_while() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def held(theatre: Theatre, name: str = "second_office") -> Membership:
    return Membership.objects.get(user_id=theatre.props.world.users[name])


def end_membership(theatre: Theatre) -> None:
    Membership.objects.filter(pk=held(theatre).pk).update(ended_at=clock.now())


def let_it_run_out(theatre: Theatre) -> None:
    Membership.objects.filter(pk=held(theatre).pk).update(until=clock.now() - timedelta(seconds=1))


def close_the_account(theatre: Theatre) -> None:
    User.objects.filter(pk=held(theatre).user_id).update(is_active=False)


def another_role(theatre: Theatre) -> None:
    Membership.objects.filter(pk=held(theatre).pk).update(role="expert")


@pytest.mark.parametrize("take_away", [end_membership, let_it_run_out, close_the_account, another_role])
def test_an_open_session_is_worth_nothing_any_more(both_walls: Theatre, take_away: Callable[[Theatre], None]) -> None:
    with for_a_while():
        assert {both_walls.ask("second_office", name, None).status for name in WHERE} == OPEN_STILL
        take_away(both_walls)
        for name in WHERE:
            assert both_walls.ask("second_office", name, None).status in {302, 401, 403}, name


def test_a_session_ended_by_an_administrator_is_closed(both_walls: Theatre) -> None:
    world = both_walls.props.world
    with for_a_while():
        assert end_sessions(world.actor("security"), user_id=world.users["second_office"]) == 1
        assert both_walls.ask("second_office", "patents", None).status == 302


def by_token(theatre: Theatre, token: str, name: str) -> int:
    theatre.client.cookies.clear()
    path = "/api/v1" + name.split(" ", 1)[1]
    with for_a_while():
        status: int = theatre.client.get(path, headers={"Authorization": f"Bearer {token}"}).status_code
    return status


def test_a_token_opens_what_it_names_and_nothing_else_of_its_person(both_walls: Theatre) -> None:
    office = both_walls.props.world.actor("office")
    with for_a_while():
        made = tokens.make_token(office, name="试用", permissions=["patents.view"], days=1)
        assert by_token(both_walls, made.token, "GET /patents/") == 200
        for name in ("GET /inventory/dossiers", "GET /resources/entries", "GET /matching/candidates"):
            assert by_token(both_walls, made.token, name) == 403, name


@pytest.mark.parametrize("take_away", [end_membership, let_it_run_out, close_the_account])
def test_a_token_falls_with_what_it_stands_on(both_walls: Theatre, take_away: Callable[[Theatre], None]) -> None:
    membership = held(both_walls)
    office = replace(both_walls.props.world.actor("office"), user_id=membership.user_id)
    with for_a_while():
        made = tokens.make_token(office, name="试用", permissions=["patents.view"], days=1)
        assert by_token(both_walls, made.token, "GET /patents/") == 200
        take_away(both_walls)
        assert by_token(both_walls, made.token, "GET /patents/") == 401


def test_what_a_token_leaves_out_is_refused_on_every_route(both_walls: Theatre) -> None:
    """Whoever holds a right, asked as a token without it."""
    world, wrong = both_walls.props.world, []
    for name in sorted(API):
        permission = ALL[name].permission
        holder = next((one for one in PRINCIPALS.values() if one.roles & ROLES_OF.get(permission, frozenset())), None)
        if not permission or holder is None or holder.name not in world.users or holder.is_visitor:
            continue
        actor = replace(world.actor("office"), roles=holder.roles, only=frozenset({"resources.browse"}), channel="api")
        thing = next(iter(things_for(both_walls.props, name)))
        status = both_walls.ask("nobody", name, thing, actor=actor).status
        wrong += [] if status == 403 else [f"{name}: {status}"]
    assert not wrong, "\n".join(wrong)


def test_what_needs_a_confirmed_identity_is_not_done_without_one(both_walls: Theatre) -> None:
    world, wrong = both_walls.props.world, []
    for name in sorted({**PAGES, **API}):
        permission = ALL[name].permission
        if permission not in CONFIRMED:
            continue
        holder = next(name for name in PEOPLE if PRINCIPALS[name].roles & ROLES_OF[permission])
        actor = replace(world.actor(holder), is_fresh=False)
        answer = both_walls.ask("nobody", name, next(iter(things_for(both_walls.props, name))), actor=actor)
        asks = "确认" in answer.text or "confirm" in answer.location
        wrong += [] if asks else [f"{name}: {answer.status}"]
    assert not wrong, "\n".join(wrong)
