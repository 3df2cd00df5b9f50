"""`huoshui accounts`: opens the first accounts of a node, by its operator, and lists those of an organisation."""

import argparse
import json
import secrets
import sys
from typing import Any

from huoshui.web.node.database import find_database, running
from huoshui.web.node.home import Home, NodeError

PASSWORD_BYTES = 12


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("accounts", help="开设账号")
    commands = parser.add_subparsers(dest="accounts_command", metavar="动作", required=True)
    opening = commands.add_parser("open", help="为一家单位开设账号，初始口令只显示这一次")
    opening.add_argument("--organisation", metavar="单位", required=True, help="单位名称，须已在单位目录中")
    opening.add_argument("--role", metavar="角色", required=True, help="office、bureau、line、enterprise、inventor 等")
    opening.add_argument("--username", metavar="用户名", required=True)
    opening.add_argument("--name", metavar="姓名", required=True)
    opening.add_argument("--json", action="store_true", help="以 JSON 输出结果")
    opening.set_defaults(run=run_with_node, work=open_named)
    listing = commands.add_parser("list", help="列出一家单位现有的人员、角色和有效期")
    listing.add_argument("--organisation", metavar="单位", required=True, help="单位名称，须已在单位目录中")
    listing.add_argument("--json", action="store_true", help="以 JSON 输出结果")
    listing.set_defaults(run=run_with_node, work=list_named)


def run_with_node(options: argparse.Namespace) -> int:
    try:
        database = find_database(Home.from_environment())
        with running(database, announce=_say):
            import django

            django.setup()
            from huoshui.web.preparing import prepare_node

            prepare_node(database, _say)
            return int(options.work(options))
    except NodeError as fault:
        _say(str(fault))
        return 1


def open_named(options: argparse.Namespace) -> int:
    """With the database at hand. 2 when the organisation is unknown or has no such role."""
    from huoshui.accounts import public as accounts
    from huoshui.kernel.actor import operator
    from huoshui.kernel.errors import Refusal

    organisation_id = _organisation(options.organisation)
    if organisation_id is None:
        return 2
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    try:
        opened = accounts.open_account(
            operator("cli"),
            username=options.username,
            name=options.name,
            password=password,
            organisation_id=organisation_id,
            role=options.role,
        )
    except Refusal as refusal:
        _say(refusal.message)
        return 2
    _answer(options, opened, password)
    return 0


def list_named(options: argparse.Namespace) -> int:
    """With the database at hand. 2 when the organisation is unknown."""
    from huoshui.accounts import public as accounts
    from huoshui.kernel.policy import ROLES

    organisation_id = _organisation(options.organisation)
    if organisation_id is None:
        return 2
    rows = [
        {
            "username": one.username,
            "name": one.name,
            "role": one.role,
            "manager": "manager" in one.roles,
            "until": one.until.date().isoformat() if one.until else "",
        }
        for one in accounts.holders_at(organisation_id)
    ]
    if options.json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
        return 0
    for row in rows:
        manager = "，账号管理员" if row["manager"] else ""
        until = f"，至 {row['until']}" if row["until"] else ""
        sys.stdout.write(f"{row['username']}  {row['name']}  {ROLES[str(row['role'])]}{manager}{until}\n")
    return 0


def _organisation(name: str) -> int | None:
    """Says why where it is not one known organisation."""
    from huoshui.orgs import public as orgs

    sides = ("institution", "enterprise", "department", "agency", "bank", "insurer", "investor", "association")
    found = [ids[name] for side in sides if (ids := orgs.ids_by_name(side, [name]))]
    if len(found) != 1:
        _say(f"单位目录中没有“{name}”" if not found else f"“{name}”不止一家单位")
        return None
    return found[0]


def _answer(options: argparse.Namespace, user_id: int, password: str) -> None:
    """A known person keeps their password: the one made here then opens nothing."""
    facts = {"user_id": user_id, "username": options.username, "initial_password": password}
    text = f"{options.username} 已开设；新账号的初始口令是 {password}，只显示这一次（原有账号口令不变）"
    sys.stdout.write((json.dumps(facts) if options.json else text) + "\n")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
