"""`huoshui loop`: the main job on anyone's files, no database, no settings.

Exit code 0 when every row was taken; 2 when a file is unusable or the folder is taken (nothing is written then), and
also when some rows were refused: the results of the other rows are written, each refused row is named on stderr.
"""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from huoshui.web.cli.meter import Meter
from huoshui.web.cli.problems import as_plain, print_problems, say_all
from huoshui_core.loop import LoopResult, OutputRefused, UnusableInput, run_loop
from huoshui_core.matching import TooMuchWork

_SHOWN_PROBLEMS = 50
_TEXT = "从两份文件到盘点档案、供需匹配和报告，不需要数据库"


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("loop", help=_TEXT, description=_TEXT)
    parser.add_argument("--patents", metavar="文件", type=Path, required=True, help="专利：xlsx、csv、XML 或它们的 zip")
    parser.add_argument("--enterprises", metavar="文件", type=Path, required=True, help="企业：xlsx、csv 或 zip")
    parser.add_argument("--out", metavar="文件夹", type=Path, required=True, help="结果文件夹；须为空或是上次的结果")
    parser.add_argument("--institutions", metavar="文件", type=Path, help="单位名录，用来核对单位名称")
    parser.add_argument("--top", metavar="N", type=at_least_one, default=10, help="每件、每家列出前几名（默认 10）")
    parser.add_argument("--demonstration", action="store_true", help="文件是虚构的：处处标明示例数据")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    meter = Meter(is_shown=not options.json)
    try:
        result = run_loop(
            options.patents,
            options.enterprises,
            options.out,
            institutions=options.institutions,
            today=date.today(),  # noqa: DTZ011 - the day on the user's own calendar
            top=options.top,
            demonstration=options.demonstration,
            progress=meter.show,
        )
    except UnusableInput as refused:
        meter.end()
        print_problems(refused.problems, at_most=_SHOWN_PROBLEMS, rest="先改正以上各处再运行")
        return _refused(options, {"error": "文件不可用", "problems": as_plain(refused.problems)})
    except (OutputRefused, TooMuchWork) as refused:
        meter.end()
        say_all([str(refused)])
        return _refused(options, {"error": str(refused)})
    meter.end()
    _answer(options, result)
    print_problems(result.problems, at_most=_SHOWN_PROBLEMS, rest=f"全部见 {result.out / '问题清单.csv'}")
    return 0 if result.is_whole else 2


def at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"应为 1 以上的整数，而不是 {text}")
    return int(text)


def _refused(options: argparse.Namespace, facts: dict[str, Any]) -> int:
    if options.json:
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
    return 2


def _answer(options: argparse.Namespace, result: LoopResult) -> None:
    if options.json:
        facts = result.summary() | {"problems": as_plain(result.problems)}
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        return
    lines = [
        f"读入专利 {result.patents_read:,} 件、企业 {result.enterprises_read:,} 家",
        f"基础库 {result.in_scope:,} 件，范围外 {result.out_of_scope:,} 件",
        f"单位 {result.institutions:,} 家，其中 {result.institutions_unlisted:,} 家名称待核对",
        f"建议筛选入库 {result.candidates:,} 件；找到企业 {result.matched:,} 件，共 {result.match_rows:,} 对",
        *(f"  {result.out / name}" for name in result.files),
    ]
    if not result.is_whole:
        lines.append(f"有 {len(result.problems):,} 处问题，相关行没有计入：")
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()
