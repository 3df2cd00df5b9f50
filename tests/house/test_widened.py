"""Who looks further than their reach: every such place, compared for equality, so that none comes unseen."""

import ast
from collections.abc import Iterator

from tests.house.test_house_rules import SRC, sources

# `widened(actor, reach, why=…)`, which says its reason itself, and actors made with another reach by hand.
PLACES = {
    "enrolment/claim_actions.py:submit_claim",
    "enrolment/claim_queries.py:claim_by_receipt",
    "enrolment/joining_actions.py:accept",
    "enrolment/joining_actions.py:accept_as_self",
    "enrolment/queries.py:open_invitation",
    "enrolment/registration_actions.py:open_own_evidence",
    "enrolment/registration_actions.py:register_invited",
    "enrolment/registration_actions.py:resubmit_registration",
    "enrolment/registration_actions.py:submit_registration",
    "enrolment/registration_queries.py:has_evidence",
    "enrolment/registration_queries.py:invitation_by_token",
    "enrolment/registration_queries.py:registration_by_receipt",
    "kernel/tenancy.py:widened",
    "privacy/own.py:everything_of",
    "rights/queries.py:events_of_seen",
    "security/queries.py:before_administrators",
    "security/queries.py:looks",
}


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    yield function.name, node


def _widens(call: ast.Call) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    return name == "widened" or (name == "replace" and bool({"reach", "audit"} & {one.arg for one in call.keywords}))


def test_the_places_that_look_further_than_the_actor_are_these() -> None:
    found = {
        f"{name.removeprefix('huoshui/')}:{function}"
        for name, tree in sources(SRC / "huoshui")
        for function, call in _calls(tree)
        if _widens(call)
    }
    assert found == PLACES
