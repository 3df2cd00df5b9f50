"""Any one role more or less in any one line of the policy is noticed: each such policy is tried in turn."""

from huoshui.kernel.policy import Policy
from tests.permissions.asking import ALL, Theatre
from tests.permissions.expected import CONFIRMED, ROLES_OF
from tests.permissions.mutants import all_mutants, mutated, survives
from tests.permissions.routes import ACTIONS

# A role added to these lines opens nothing yet: a second condition stands behind the line (`require(…, also=…)`)
# or the door turns the person aside first. The comparison with the agreed table tells of it; no answer does.
GUARDED_TWICE = {
    "accounts.correct": "and one must look after that person's accounts",
    "accounts.manage": "and one must look after that person's accounts",
    "signin.issue_reset": "and one must look after that person's accounts",
    "privacy.set_retention": "and for departments alone",
    "privacy.close_own": "and there must be a person whose account it is",
    "inventory.submit": "an operation of the API answers a visitor 401 before it asks",
    "resources.browse": "a visitor left out is led to the sign-in page, as after signing out",
    "rights.view": "a part of a patent's page, or of a patent that one must see",
    "classification.view": "a part of a patent's page, or of a patent that one must see",
    "signin.sign_in": "a visitor left out is led to the sign-in page, as after signing out",
}


def test_the_policy_says_what_was_agreed() -> None:
    assert sorted(set(Policy.registry) ^ set(ROLES_OF)) == []
    assert {name: line.roles for name, line in Policy.registry.items()} == ROLES_OF


def test_a_confirmed_identity_is_asked_for_where_it_was_agreed() -> None:
    assert {name for name, line in Policy.registry.items() if line.step_up} == CONFIRMED


def test_every_permission_can_be_asked_for() -> None:
    """By an address, or by an action that a room's table names."""
    asked = {one for route in ALL.values() for one in (route.permission, route.asks)} | set(ACTIONS)
    assert sorted(set(Policy.registry) - asked) == []


def test_one_role_more_or_less_in_any_line_is_noticed(both_walls: Theatre) -> None:
    """By somebody's answer; where none can, by the agreed table."""
    silent = {one for one in all_mutants() if survives(both_walls, one)}
    assert {name for name, _ in silent} <= set(GUARDED_TWICE)
    for name, role in silent:
        with mutated((name, role)):
            assert Policy.registry[name].roles != ROLES_OF[name]
