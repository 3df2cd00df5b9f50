"""`huoshui reference load|list|use`: code tables from the official files, which edition is in use.

Exit code 0 when all was done, 2 when the file or some of its rows were refused, each named by file, line, column and
value on stderr; 1 when the node itself cannot be reached.
"""

import argparse
import dataclasses
from pathlib import Path
from typing import Any

from huoshui.web.cli.imports import Answer, Progress, run_import, run_on_node


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("reference", help="参照表：载入官方文件、列出、切换在用的版本")
    commands = parser.add_subparsers(dest="reference_command", metavar="动作", required=True)
    loading = commands.add_parser(
        "load",
        help="载入一个文件为一个版本",
        description="载入 xlsx 或 csv；旧版 xls 请先另存为 xlsx。重复载入不会产生变化",
    )
    loading.add_argument("file", metavar="文件", type=Path)
    loading.add_argument("--table", metavar="表", default="", help="是哪一张表；不写则按栏目判断")
    loading.add_argument("--edition", metavar="版本", default="", help="版本名，如 2018；不写则用文件名")
    loading.add_argument("--standing", choices=("official", "local"), default="official", help="官方或本地，默认官方")
    loading.add_argument("--source", metavar="来源", default="", help="文号或网址")
    loading.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    loading.add_argument("--skip-bad-rows", action="store_true", help="跳过有误的行，载入其余")
    loading.set_defaults(run=run_import, load=_load)
    commands.add_parser("list", help="列出已载入的版本").set_defaults(run=run_on_node, load=_list)
    using = commands.add_parser("use", help="切换在用的版本")
    using.add_argument("table", metavar="表")
    using.add_argument("edition", metavar="版本", help="版本名；own 表示改回本系统自带的表")
    using.set_defaults(run=run_on_node, load=_use)
    for one in (loading, using, commands.choices["list"]):
        one.add_argument("--json", action="store_true", help="以 JSON 输出结果")


def _load(options: argparse.Namespace, progress: Progress) -> Answer:
    from huoshui.classification import public as classification
    from huoshui.kernel.actor import operator

    outcome = classification.load_table(
        operator("cli"),
        path=options.file,
        file_name=options.file.name,
        origin=classification.Origin(options.table, options.edition, options.standing, options.source),
        dry_run=options.dry_run,
        skip_bad_rows=options.skip_bad_rows,
    )
    return dataclasses.asdict(outcome), outcome.lines(), list(outcome.problems)


def _list(options: argparse.Namespace, progress: Progress) -> Answer:
    from huoshui.classification import public as classification

    found = [dataclasses.asdict(one) for one in classification.loaded_tables()]
    lines = [
        f"{'*' if one['active'] else ' '} {one['table']:<12} {one['edition']}  {one['title']}"
        f"（{one['entries']} 条，{one['standing']}）"
        for one in found
    ]
    return {"tables": found}, lines or ["还没有载入参照表，正在使用本系统自带的表"], []


def _use(options: argparse.Namespace, progress: Progress) -> Answer:
    from huoshui.classification import public as classification
    from huoshui.kernel.actor import operator

    changed = classification.use_edition(operator("cli"), table=options.table, edition=options.edition)
    return {"changed": changed}, [f"已切换，与原表相差 {changed} 条"], []
