"""The command line: `huoshui …`. Exit code 0 only when all was done, 2 for bad input, 1 for anything else."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

# Each module offers register(subparsers); its handler answers the exit code. Imported for the command asked for only:
# ranking two files must not wait for Django.
COMMANDS = {
    "up": "huoshui.web.cli.node",
    "serve": "huoshui.web.cli.node",
    "worker": "huoshui.web.cli.node",
    "migrate": "huoshui.web.cli.node",
    "demo": "huoshui.web.cli.node",
    "patents": "huoshui.web.cli.imports",
    "enterprises": "huoshui.web.cli.imports",
    "institutions": "huoshui.web.cli.imports",
    "reference": "huoshui.web.cli.reference",
    "accounts": "huoshui.web.cli.accounts",
    "keys": "huoshui.web.cli.keys",
    "ledger": "huoshui.web.cli.ledger",
    "sealer": "huoshui.web.cli.ledger",
    "search": "huoshui.web.cli.search",
    "match": "huoshui.web.cli.matching",
    "loop": "huoshui.web.cli.loop",
    "bench": "huoshui.web.cli.bench",
    "standards": "huoshui.web.cli.standards",
}


def main(arguments: Sequence[str] | None = None) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huoshui.web.settings")
    words = list(sys.argv[1:] if arguments is None else arguments)
    asked = next((word for word in words if not word.startswith("-")), "")
    parser = argparse.ArgumentParser(prog="huoshui", description="活水：高校和科研机构存量专利盘活系统")
    subparsers = parser.add_subparsers(dest="command", metavar="命令", required=True)
    for module in dict.fromkeys([COMMANDS[asked]] if asked in COMMANDS else COMMANDS.values()):
        import_module(module).register(subparsers)
    options = parser.parse_args(words)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("\n已中断。\n")
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone (`… | head`); nothing is left to say, also not at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code
