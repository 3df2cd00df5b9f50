"""`huoshui ledger export|verify|check|head`, and `huoshui sealer`, the process that seals.

Exit code 0 when the ledger is whole, 1 when it is damaged or the node can't be reached, 2 for an unreadable file.
"""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from psycopg.errors import OperationalError, UndefinedTable

from huoshui.ledger.chainfile import export_chain
from huoshui.ledger.checking import Checker, known_in
from huoshui.ledger.process import run as run_process
from huoshui.ledger.sealing import ANCHOR_FILE, Connection, Outside, head_of, see_everything
from huoshui.web.node.database import find_database, running
from huoshui.web.node.home import Home, NodeError
from huoshui_core.chain import verify_ledger

KINDS = verify_ledger.KINDS


def register(subparsers: Any) -> None:
    sealer = subparsers.add_parser("sealer", help="只运行台账封存", description="封存操作台账，直到被停止")
    sealer.set_defaults(run=_sealer)
    parser = subparsers.add_parser("ledger", help="操作台账：导出、核验")
    commands = parser.add_subparsers(dest="ledger_command", metavar="动作", required=True)
    exporting = commands.add_parser("export", help="导出封存链，核验程序附在旁边")
    exporting.add_argument("file", metavar="文件", type=Path)
    exporting.set_defaults(run=_guarded(_export))
    verifying = commands.add_parser("verify", help="核验导出的文件，不需要数据库")
    verifying.add_argument("file", metavar="文件")
    verifying.add_argument(
        "--head", action="append", default=[], metavar="序号:封存值", help="在别处记下的链头，可多次"
    )
    verifying.add_argument("--anchors", metavar="锚点文件", help="在别处保存的每日锚点")
    verifying.set_defaults(run=_verify)
    for name, text, run in (
        ("check", "逐条核对数据库中的封存链与台账", _check),
        ("head", "显示链头与每日锚点，供记到别处", _head),
    ):
        commands.add_parser(name, help=text).set_defaults(run=_guarded(run))


def _guarded(command: Any) -> Any:
    def guarded(options: argparse.Namespace) -> int:
        try:
            home = Home.from_environment()
            database = find_database(home)
            with running(database, announce=_say), database.sealer.connect() as connection:
                see_everything(connection)
                code: int = command(options, home, connection)
                return code
        except (UndefinedTable, OperationalError) as fault:
            _say(f"台账还不可用（{str(fault).splitlines()[0]}）：请先运行 huoshui migrate")
            return 1
        except NodeError as fault:
            _say(str(fault))
            return 1

    return guarded


def _sealer(options: argparse.Namespace) -> int:
    home = Home.from_environment()
    run_process(find_database(home).sealer.connect, home.ledger)
    return 0


def _export(options: argparse.Namespace, home: Home, connection: Connection) -> int:
    import django

    django.setup()
    from huoshui.kernel.actor import operator
    from huoshui.ledger import public as ledger

    def ask(query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        return connection.execute(query, values).fetchall()

    with options.file.open("wb") as file:
        file.writelines(export_chain(ask, sees_all=True))
    verifier = options.file.parent / "verify_ledger.py"
    shutil.copyfile(verify_ledger.__file__, verifier)
    head = head_of(connection)
    ledger.note_export(operator("cli"), what="chain", rows=head.n if head else 0)
    _say(f"已导出 {head.n if head else 0} 条到 {options.file}；核验：python {verifier.name} {options.file.name}")
    return 0


def _verify(options: argparse.Namespace) -> int:
    heads = [word for head in options.head for word in ("--head", head)]
    anchors = ["--anchors", options.anchors] if options.anchors else []
    return verify_ledger.main([options.file, *heads, *anchors])


def _check(options: argparse.Namespace, home: Home, connection: Connection) -> int:
    checker = Checker([*known_in(connection), *Outside(home.ledger).known()]).run(connection)
    if not checker.damages:
        sys.stdout.write(
            f"完好：{checker.entries} 条封存记录与台账逐条相符\n链头 {checker.n}:{checker.previous.hex()}\n"
        )
        return 0
    sys.stdout.write(f"发现 {len(checker.damages)} 处损坏：\n")
    sys.stdout.writelines(f"  [{KINDS[one.kind]}] {one.text}\n" for one in checker.damages)
    return 1


def _head(options: argparse.Namespace, home: Home, connection: Connection) -> int:
    head = head_of(connection)
    if head is None:
        sys.stdout.write("台账尚无封存记录\n")
        return 0
    sys.stdout.write(f"链头 {head.n}:{head.digest}\n")
    sys.stdout.writelines(f"锚点 {one.n}:{one.digest}\n" for one in known_in(connection))
    sys.stdout.write(f"节点上的锚点文件：{home.ledger / ANCHOR_FILE}\n")
    return 0


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
