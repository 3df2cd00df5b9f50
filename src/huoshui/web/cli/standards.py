"""`huoshui standards`: the data standards as people and partners take them: list, Excel template, JSON Schema."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from huoshui_core.standards import load
from huoshui_core.standards.draw import json_schema
from huoshui_core.standards.model import LATEST
from huoshui_core.standards.writing import template


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("standards", help="数据标准：清单、Excel 模板、JSON Schema")
    commands = parser.add_subparsers(dest="standards_command", metavar="动作", required=True)
    listing = commands.add_parser("list", help="列出数据集")
    listing.set_defaults(run=_list)
    for name, what, run in (("template", "写出 Excel 模板", _template), ("schema", "写出 JSON Schema", _schema)):
        drawing = commands.add_parser(name, help=what)
        drawing.add_argument("dataset", choices=sorted(LATEST), metavar="数据集")
        drawing.add_argument("--out", type=Path, required=True, metavar="文件")
        drawing.set_defaults(run=run)


def _list(options: argparse.Namespace) -> int:
    for name in sorted(LATEST):
        dataset = load(name)
        sys.stdout.write(f"{name:<12} v{dataset.version}  {dataset.title}（{len(dataset.fields)} 项）\n")
    return 0


def _template(options: argparse.Namespace) -> int:
    options.out.write_bytes(template(load(options.dataset)))
    return 0


def _schema(options: argparse.Namespace) -> int:
    text = json.dumps(json_schema(load(options.dataset)), ensure_ascii=False, indent=1)
    options.out.write_text(text + "\n", "utf-8")
    return 0
