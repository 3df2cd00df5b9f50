"""Permissions as data: a typo never opens a door."""

from dataclasses import replace

import pytest

from huoshui.kernel.actor import VISITOR, operator
from huoshui.kernel.policy import ROLES, SIGNED_IN, Policy


@pytest.fixture(autouse=True)
def empty_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Policy, "registry", {})


def test_the_roles_of_the_line_may_and_nobody_else() -> None:
    Policy(("test.read", "试读", ("office", "visitor")))
    actor = operator("cli")
    may = {role for role in ROLES if Policy.may(replace(actor, roles=frozenset({role})), "test.read")}
    assert may == {"office", "visitor"}
    assert Policy.registry["test.read"].label == "试读"


def test_one_of_several_roles_is_enough_and_none_is_not() -> None:
    Policy(("test.read", "试读", ("office",)))
    assert Policy.may(replace(VISITOR, roles=frozenset({"inventor", "office"})), "test.read")
    assert not Policy.may(replace(VISITOR, roles=frozenset()), "test.read")


def test_asking_for_a_permission_nobody_stated_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"test\.unstated"):
        Policy.may(VISITOR, "test.unstated")


def test_a_permission_stated_twice_is_an_error() -> None:
    Policy(("test.read", "试读", ("office",)))
    with pytest.raises(ValueError, match=r"test\.read"):
        Policy(("test.read", "再读", ("office",)))


def test_a_role_nobody_knows_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"test\.read"):
        Policy(("test.read", "试读", ("offcie",)))


def test_visitor_and_node_are_not_signed_in() -> None:
    assert set(ROLES) - SIGNED_IN == {"visitor", "operator", "manager"}
