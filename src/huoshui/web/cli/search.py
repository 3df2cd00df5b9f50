"""`huoshui search rebuild [NAME]`: search indexes built anew from the database, while searches go on."""

import argparse
import json
import sys
import time
from typing import Any

from huoshui.web.node.database import find_database, running
from huoshui.web.node.home import Home, NodeError

LABELS = {"patents": "专利基础库", "library": "公开目录"}


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("search", help="检索索引", description="基础库和公开目录的检索索引")
    commands = parser.add_subparsers(dest="search_command", metavar="动作", required=True)
    text = "从数据库重建检索索引；重建期间照常检索"
    rebuild_parser = commands.add_parser("rebuild", help=text, description=text)
    rebuild_parser.add_argument("name", nargs="?", choices=sorted(LABELS), metavar="名称", help="、".join(LABELS))
    rebuild_parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")
    rebuild_parser.set_defaults(run=rebuild)


def rebuild(options: argparse.Namespace) -> int:
    """Exit code 1 when the node or the index cannot be reached; the reason is said in Chinese."""
    import django

    begun = time.monotonic()
    try:
        with running(find_database(Home.from_environment()), announce=_say):
            django.setup()
            return _rebuild(options, begun)
    except NodeError as fault:
        _say(str(fault))
        return 1


def _rebuild(options: argparse.Namespace, begun: float) -> int:
    from huoshui.kernel.actor import operator
    from huoshui.kernel.errors import Refusal
    from huoshui.patents import public as patents
    from huoshui.resources import public as resources

    node = operator("cli")
    rooms = {"patents": patents, "library": resources}
    counts = {}
    try:
        for name in [options.name] if options.name else LABELS:
            counts[name] = rooms[name].rebuild_index(node)
            while rooms[name].index_changes(node):
                pass
    except Refusal as refusal:
        _say(refusal.message)
        return 1
    seconds = round(time.monotonic() - begun, 1)
    if options.json:
        sys.stdout.write(json.dumps({"entries": counts, "seconds": seconds}) + "\n")
    else:
        said = "，".join(f"{LABELS[name]} {count} 件" for name, count in counts.items())
        _say(f"检索索引已重建：{said}，用时 {seconds} 秒。")
    return 0


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
