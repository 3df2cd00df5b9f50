"""Any one role more or less in any one line of the policy is noticed: each such policy is tried in turn."""

from huoshui.kernel.policy import Policy
from tests.permissions.asking import ALL, Theatre
from tests.permissions.expected import CONFIRMED, ROLES_OF
from tests.permissions.mutants import all_mutants, survives
from tests.permissions.routes import ACTIONS

# What only the comparison with the agreed table tells: an operation of the API answers a visitor 401 before it asks.
TOLD_BY_THE_TABLE_ALONE: set[tuple[str, str]] = set()


def test_the_policy_says_what_was_agreed() -> None:
    assert sorted(set(Policy.registry) ^ set(ROLES_OF)) == []
    assert {name: line.roles for name, line in Policy.registry.items()} == ROLES_OF


def test_a_confirmed_identity_is_asked_for_where_it_was_agreed() -> None:
    assert {name for name, line in Policy.registry.items() if line.step_up} == CONFIRMED


def test_every_permission_can_be_asked_for() -> None:
    """By an address, or by an action that a room's table names."""
    asked = {route.permission for route in ALL.values()} | set(ACTIONS)
    assert sorted(set(Policy.registry) - asked) == []


def test_one_role_more_or_less_in_any_line_is_noticed(both_walls: Theatre) -> None:
    assert {one for one in all_mutants() if survives(both_walls, one)} == TOLD_BY_THE_TABLE_ALONE
