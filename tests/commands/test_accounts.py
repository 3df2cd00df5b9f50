import argparse
import json
from collections.abc import Sequence

import pytest
from django.contrib.auth.hashers import check_password

from huoshui.accounts.models import User
from huoshui.web.cli import accounts
from tests.world import World


def command(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    accounts.register(parser.add_subparsers())
    return parser.parse_args(["accounts", *words])


def opening(organisation: str, role: str) -> Sequence[str]:
    return ("open", "--organisation", organisation, "--role", role, "--username", "first", "--name", "张三", "--json")


def test_the_first_account_of_an_office_signs_in_with_the_password_shown_once(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert accounts.open_named(command(*opening("南湖试验大学", "office"))) == 0
    shown = json.loads(capsys.readouterr().out)
    user = User.objects.get(pk=shown["user_id"])
    assert (user.username, check_password(shown["initial_password"], user.password)) == ("first", True)


@pytest.mark.parametrize(
    ("organisation", "role", "says"),
    [("没有的大学", "office", "没有“没有的大学”"), ("南湖试验大学", "bureau", "没有这个角色")],
)
def test_an_unknown_organisation_or_a_role_it_has_not_is_refused(
    world: World, capsys: pytest.CaptureFixture[str], organisation: str, role: str, says: str
) -> None:
    assert accounts.open_named(command(*opening(organisation, role))) == 2
    assert says in capsys.readouterr().err


def test_people_of_an_organisation_are_listed(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert accounts.list_named(command("list", "--organisation", "南湖试验大学", "--json")) == 0
    rows = {row["username"]: row for row in json.loads(capsys.readouterr().out)}
    assert set(rows) == {"office", "secretary", "inventor"}
    assert rows["office"] == {"username": "office", "name": "office", "role": "office", "manager": True, "until": ""}
    assert accounts.list_named(command("list", "--organisation", "南湖试验大学")) == 0
    assert "office  office  单位管理员，账号管理员" in capsys.readouterr().out
    assert accounts.list_named(command("list", "--organisation", "没有的大学")) == 2
