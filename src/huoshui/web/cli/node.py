"""`huoshui up`, `serve`, `worker`, `migrate`, `demo`: the node itself."""

import argparse
import sys
import time
from collections.abc import Callable
from typing import Any

from huoshui.web.node.database import Database, find_database, running
from huoshui.web.node.home import Home, NodeError
from huoshui.web.node.serve import check_port_is_free, port_from_environment, serve


def register(subparsers: Any) -> None:
    for name, text, run in (
        ("up", "准备数据库，首次运行时载入示例地区并跑通全流程，然后提供服务", up),
        ("serve", "运行节点：数据库、网页、后台任务；Ctrl-C 全部停止", serve_node),
        ("worker", "只运行后台任务", worker),
        ("migrate", "建立或升级数据库中的表", migrate),
        ("demo", "载入示例地区（虚构数据）并跑通全流程", demo),
    ):
        parser = subparsers.add_parser(name, help=text, description=text)
        parser.set_defaults(run=_guarded(run))


def _guarded(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    def guarded(options: argparse.Namespace) -> int:
        try:
            return run(options)
        except NodeError as fault:
            say(str(fault))
            return 1

    return guarded


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def up(options: argparse.Namespace) -> int:
    begun = time.monotonic()
    check_port_is_free(port_from_environment())
    home, database = _node()
    with running(database, announce=say):
        _prepare(database)
        from huoshui.web import demonstration

        if not demonstration.is_loaded():
            demonstration.load(say)
        people = demonstration.sign_ins()
        _forget_connections()
        _serve(home, database, ready=lambda url: _greet(url, people, begun))
    return 0


def serve_node(options: argparse.Namespace) -> int:
    check_port_is_free(port_from_environment())
    home, database = _node()
    with running(database, announce=say):
        _prepare(database)
        _forget_connections()
        _serve(home, database, ready=lambda url: say(f"活水已就绪：{url}"))
    return 0


def worker(options: argparse.Namespace) -> int:
    _django()
    from huoshui.web.jobs import run_worker

    run_worker()
    return 0


def migrate(options: argparse.Namespace) -> int:
    _, database = _node()
    with running(database, announce=say):
        _prepare(database)
    return 0


def demo(options: argparse.Namespace) -> int:
    _, database = _node()
    with running(database, announce=say):
        _prepare(database)
        from huoshui.web import demonstration

        if demonstration.is_loaded():
            say("示例地区已经载入。")
        else:
            demonstration.load(say)
    return 0


def _node() -> tuple[Home, Database]:
    home = Home.from_environment()
    return home, find_database(home)


def _prepare(database: Database) -> None:
    from huoshui.web.preparing import prepare_node

    _django()
    prepare_node(database, say)


def _django() -> None:
    import django

    django.setup()


def _forget_connections() -> None:
    from django.db import connections

    connections.close_all()


def _serve(home: Home, database: Database, *, ready: Callable[[str], None]) -> None:
    serve(home, database.cluster, on_ready=ready, announce=say)


def _greet(url: str, people: list[dict[str, str]], begun: float) -> None:
    say(f"\n活水已就绪：{url}   （用时 {time.monotonic() - begun:.0f} 秒，Ctrl-C 停止）\n")
    if people:
        say("示例账号（数据均为虚构，口令都是 " + people[0]["password"] + "）：")
        for one in people:
            say(f"  {one['name']:<16} {one['role']}  {one['organisation']}  {one['person']}")
