"""The policy with one role more or less in one line, and the questions that must then be answered wrongly."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import DatabaseError, transaction

from huoshui.kernel.actor import VISITOR, Actor
from huoshui.kernel.errors import NotAllowed, Refusal
from huoshui.kernel.policy import ROLES, Policy
from tests.permissions.answers import given, wanted
from tests.permissions.asking import ALL, Theatre, things_for
from tests.permissions.expected import ROLES_OF
from tests.permissions.principals import PRINCIPALS, Principal, may_read, sees
from tests.permissions.routes import ACTIONS
from tests.permissions.things import Thing

Mutant = tuple[str, str]  # permission, role: taken away if the line has it, added if not
# Of every role one who has nothing else, at the university: nobody's session, an actor put in at the door.
ALONE = {role: Principal(f"a lone {role}", "lake_university", role, frozenset({role})) for role in ROLES}
OPENED = {200, 302, 404, 422}


def all_mutants() -> list[Mutant]:
    return [(name, role) for name in sorted(ROLES_OF.keys() & Policy.registry.keys()) for role in ROLES]


@contextmanager
def mutated(mutant: Mutant) -> Iterator[None]:
    name, role = mutant
    line = Policy.registry[name]
    Policy.registry[name] = replace(line, roles=line.roles ^ {role})
    try:
        yield
    finally:
        Policy.registry[name] = line


def survives(theatre: Theatre, mutant: Mutant) -> bool:
    """True when nobody's answer changes: then no test could tell the difference."""
    with mutated(mutant):
        return not any(_is_noticed(theatre, mutant, who) for who in _decided_by(mutant))


def _decided_by(mutant: Mutant) -> list[Principal]:
    """People whose right hangs on this role alone."""
    name, role = mutant
    others = ROLES_OF[name] - {role}
    everybody = [*PRINCIPALS.values(), ALONE[role]]
    return [who for who in everybody if role in who.roles and not who.roles & others]


def _is_noticed(theatre: Theatre, mutant: Mutant, who: Principal) -> bool:
    name, _ = mutant
    routes = sorted((one for one in ALL if ALL[one].permission == name), key=lambda one: ALL[one].method != "get")
    if any(_route_notices(theatre, one, who) for one in routes):
        return True
    if any(_open_door_notices(theatre, one, who) for one in ALL if ALL[one].asks == name):
        return True
    if any(_mark_notices(theatre, name, who)):
        return True
    return name in ACTIONS and _action_notices(theatre, name, who)


def _route_notices(theatre: Theatre, name: str, who: Principal) -> bool:
    thing = _near(theatre, name, who)
    answer = theatre.ask(who.name, name, thing, actor=_actor(theatre, who))
    return wanted(who, name, thing) not in given(name, answer)


def _open_door_notices(theatre: Theatre, name: str, who: Principal) -> bool:
    """Open to everybody because the policy names everybody: whoever is left out is turned away."""
    return theatre.ask(who.name, name, None, actor=_actor(theatre, who)).status not in OPENED


def _near(theatre: Theatre, name: str, who: Principal) -> Thing | None:
    things = list(things_for(theatre.props, name))
    return next((one for one in things if one is not None and sees(who, one)), things[0])


def _mark_notices(theatre: Theatre, name: str, who: Principal) -> Iterator[bool]:
    """Words this permission opens: met by somebody who must not, or no longer met by somebody who may."""
    for mark in theatre.props.marks:
        if name in mark.seen_by.split() and mark.shown_on and sees(who, mark):
            may = may_read(who, mark)
            for thing in things_for(theatre.props, mark.shown_on):
                if thing is None or (thing.org == mark.org and sees(who, thing)):
                    text = theatre.ask(who.name, mark.shown_on, thing, actor=_actor(theatre, who)).text
                    yield (mark.words in text) != may


def _actor(theatre: Theatre, who: Principal) -> Actor | None:
    if who is not ALONE[who.role]:
        return None
    if who.role == "visitor":
        return VISITOR
    if who.role == "operator":
        return replace(theatre.props.world.operator, channel="web")
    return replace(theatre.props.world.actor("office"), roles=who.roles)


def _action_notices(theatre: Theatre, name: str, who: Principal) -> bool:
    base = theatre.props.world.operator if who.role == "operator" else theatre.props.world.actor("office")
    actor = replace(base, roles=who.roles)
    try:
        with transaction.atomic():
            try:
                ACTIONS[name](actor, theatre.props)
            finally:
                transaction.set_rollback(True)
    except NotAllowed:
        may = False
    except (Refusal, DatabaseError, OSError, LookupError, TypeError, ValueError):
        may = True  # said after the right had been found
    else:
        may = True
    return may != bool(who.roles & ROLES_OF[name])
