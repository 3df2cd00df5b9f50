import argparse
import json
from collections.abc import Sequence

import pytest
from django.contrib.auth import authenticate

from huoshui.web.cli import accounts
from tests.world import World


def command(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    accounts.register(parser.add_subparsers())
    return parser.parse_args(["accounts", "open", *words])


def opening(organisation: str, role: str) -> Sequence[str]:
    return ("--organisation", organisation, "--role", role, "--username", "first", "--name", "张三", "--json")


def test_the_first_account_of_an_office_signs_in_with_the_password_shown_once(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert accounts.open_named(command(*opening("南湖试验大学", "office"))) == 0
    shown = json.loads(capsys.readouterr().out)
    user = authenticate(username="first", password=shown["initial_password"])
    assert user is not None
    assert user.pk == shown["user_id"]


@pytest.mark.parametrize(
    ("organisation", "role", "says"),
    [("没有的大学", "office", "没有“没有的大学”"), ("南湖试验大学", "bureau", "没有这个角色")],
)
def test_an_unknown_organisation_or_a_role_it_has_not_is_refused(
    world: World, capsys: pytest.CaptureFixture[str], organisation: str, role: str, says: str
) -> None:
    assert accounts.open_named(command(*opening(organisation, role))) == 2
    assert says in capsys.readouterr().err
