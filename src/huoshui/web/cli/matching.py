"""`huoshui match rank`: the matching core alone on two files. `huoshui match run`: the same on the node's database."""

import argparse
import dataclasses
import json
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from huoshui.web.cli.loop import at_least_one
from huoshui.web.cli.meter import Meter
from huoshui.web.cli.problems import as_plain, print_problems, say_all
from huoshui_core.matching import TooMuchWork
from huoshui_core.matching.files import RankedFile, UnusableInput, rank_files

_RANK = "给两份文件里的专利和企业排名，写成 csv，不需要数据库"
_RUN = "在节点的数据库上匹配资源库和企业"


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("match", help="供需匹配", description="供需匹配")
    commands = parser.add_subparsers(dest="match_command", metavar="动作", required=True)
    rank = commands.add_parser("rank", help=_RANK, description=_RANK)
    rank.add_argument("--patents", metavar="文件", type=Path, required=True, help="专利：xlsx、csv、XML 或它们的 zip")
    rank.add_argument("--enterprises", metavar="文件", type=Path, required=True, help="企业：xlsx、csv 或 zip")
    rank.add_argument("--top", metavar="K", type=at_least_one, default=20, help="每件专利列出前几家（默认 20）")
    rank.add_argument("--out", metavar="文件", type=Path, required=True, help="写到这个 csv，整份写成才出现")
    rank.add_argument("--part", metavar="i/N", type=part_of, default=(0, 1), help="只算 N 份专利中的第 i 份，从 1 数起")
    rank.add_argument("--json", action="store_true", help="以 JSON 输出结果")
    rank.set_defaults(run=run_rank)
    on_node = commands.add_parser("run", help=_RUN, description=_RUN)
    on_node.add_argument("--json", action="store_true", help="以 JSON 输出结果")
    on_node.set_defaults(run=run_on_node)


def run_rank(options: argparse.Namespace) -> int:
    """0 when every row was taken; 2 when some were refused (the others are ranked) or nothing could be done."""
    missing = [path for path in (options.patents, options.enterprises) if not path.is_file()]
    if missing:
        return _refused(options, {"error": "；".join(f"没有这个文件：{path}" for path in missing)})
    if not options.out.parent.is_dir():
        return _refused(options, {"error": f"没有这个文件夹：{options.out.parent}"})
    meter = Meter(is_shown=not options.json)
    try:
        ranked = rank_files(
            options.patents,
            options.enterprises,
            top=options.top,
            out=options.out,
            progress=meter.show,
            part=options.part,
        )
    except UnusableInput as refused:
        meter.end()
        print_problems(refused.problems)
        return _refused(options, {"error": "文件不可用", "problems": as_plain(refused.problems)})
    except TooMuchWork as refused:
        meter.end()
        return _refused(options, {"error": str(refused)})
    meter.end()
    _answer(options, ranked)
    print_problems(ranked.problems)
    return 2 if ranked.problems else 0


def run_on_node(options: argparse.Namespace) -> int:
    code: int = import_module("huoshui.web.cli.match_run").run(options)
    return code


def part_of(text: str) -> tuple[int, int]:
    """`2/4` → (1, 4): people count parts from 1."""
    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise argparse.ArgumentTypeError(f"应为 i/N，如 2/4，而不是 {text}")
    return int(found[1]) - 1, int(found[2])


def _answer(options: argparse.Namespace, ranked: RankedFile) -> None:
    if options.json:
        facts = dataclasses.asdict(ranked) | {"out": str(options.out), "problems": as_plain(ranked.problems)}
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(
            f"专利 {ranked.patents:,} 件、企业 {ranked.enterprises:,} 家：{ranked.rows:,} 对，"
            f"{ranked.without_match:,} 件没有匹配；写到 {options.out}\n"
        )
    sys.stdout.flush()


def _refused(options: argparse.Namespace, facts: dict[str, Any]) -> int:
    if options.json:
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
    if "problems" not in facts:
        say_all([facts["error"]])
    return 2
