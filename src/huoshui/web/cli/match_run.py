"""`huoshui match run`: matching over the node's own library and profiles, now instead of by the worker."""

import argparse
import json
import sys

from huoshui.web.node.database import find_database, running
from huoshui.web.node.home import Home, NodeError


def run(options: argparse.Namespace) -> int:
    try:
        database = find_database(Home.from_environment())
        with running(database, announce=_say):
            import django

            django.setup()
            from huoshui.web.preparing import prepare_node

            prepare_node(database, _say)
            counts = _run()
    except NodeError as fault:
        _say(str(fault))
        return 1
    text = "专利 {entries} 件，企业 {enterprises} 家，匹配 {pairs} 对".format(**counts)
    sys.stdout.write((json.dumps(counts) if options.json else text) + "\n")
    return 0


def _run() -> dict[str, int]:
    from huoshui.kernel.actor import operator
    from huoshui.matching import public as matching

    return matching.run_matching(operator("cli"), progress=_say)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
