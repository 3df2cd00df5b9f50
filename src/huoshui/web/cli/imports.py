"""`huoshui patents import`, `rights import`, `enterprises import`, `institutions import`: files into the node.

Exit code 0 when all was done, 2 when the file or some of its rows were refused, each named by file, line, column and
value on stderr; 1 when the node itself cannot be reached.
"""

import argparse
import dataclasses
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from huoshui.web.node.database import find_database, running
from huoshui.web.node.home import Home, NodeError

SOURCES = ("register", "office", "platform", "template", "commercial", "other")
Answer = tuple[dict[str, Any], list[str], list[Any]]  # for programs, for people, problems
Progress = Callable[[int], None]


def register(subparsers: Any) -> None:
    for name, what, load in (
        ("patents", "专利清单：xlsx、csv、国家知识产权局 XML 或它们的 zip", _patents),
        ("rights", "法律事件或年费清单", _rights),
        ("enterprises", "企业清单", _enterprises),
        ("institutions", "高校和科研机构名单", _institutions),
    ):
        parser = subparsers.add_parser(name, help=what, description=what)
        commands = parser.add_subparsers(dest=f"{name}_command", metavar="动作", required=True)
        importing = commands.add_parser("import", help=f"导入{what}", description=f"导入{what}；重复导入不会产生变化")
        importing.add_argument("file", metavar="文件", type=Path)
        importing.add_argument("--json", action="store_true", help="以 JSON 输出结果")
        if name == "patents":
            _patents_options(importing)
        if name in ("patents", "rights"):
            importing.add_argument("--as-of", metavar="日期", help="数据日期，如 2026-01-31；默认今天")
            importing.add_argument("--dry-run", action="store_true", help="只检查，不写入")
            importing.add_argument("--skip-bad-rows", action="store_true", help="跳过有误的行，导入其余")
        importing.set_defaults(run=run_import, load=load)


def _patents_options(importing: argparse.ArgumentParser) -> None:
    importing.add_argument("--owner", metavar="单位", help="全部归属于这家单位，不按申请（专利权）人判断")
    importing.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="栏目=项目",
        help="指明一栏是什么，项目用标准字段名；栏目= 表示不读取；可多次",
    )
    importing.add_argument("--source", default="", metavar="类别", help=f"来源类别：{'、'.join(SOURCES)}")
    importing.add_argument("--errors", type=Path, metavar="文件", help="有误时把原表连同每行的问题写到这里")


def run_import(options: argparse.Namespace) -> int:
    if not options.file.is_file():
        _say(f"没有这个文件：{options.file}")
        return 2
    return run_on_node(options)


def run_on_node(options: argparse.Namespace) -> int:
    """`options.load` with the node's database at hand."""
    try:
        database = find_database(Home.from_environment())
        with running(database, announce=_say):
            import django

            django.setup()
            from huoshui.web.preparing import prepare_node

            prepare_node(database, lambda line: None)
            return load_file(options)
    except NodeError as fault:
        _say(str(fault))
        return 1


def load_file(options: argparse.Namespace) -> int:
    """With the database at hand."""
    from huoshui.kernel.errors import Refusal

    counter = _Counter(sys.stderr.isatty() and not options.json)
    try:
        facts, lines, problems = options.load(options, counter.show)
    except Refusal as refusal:
        counter.end()
        problems = list(getattr(refusal, "problems", ()))
        if problems and getattr(options, "errors", None):
            _give_back(options, problems, _columns(options.column))
        _answer(options, {"error": refusal.message, "problems": _plain(problems)}, [])
        _complain([refusal.message, *map(str, problems)], refusal.facts.get("problem_count", 0) - len(problems))
        return 2
    counter.end()
    _answer(options, facts | {"problems": _plain(problems)}, lines)
    _complain(map(str, problems), facts.get("problem_count", 0) - len(problems))
    return 2 if problems else 0


def _patents(options: argparse.Namespace, progress: Progress) -> Answer:
    from huoshui.kernel.actor import operator
    from huoshui.patents import public as patents

    about = patents.About(_columns(options.column), options.source, _day(options.as_of))
    outcome = patents.import_patents(
        operator("cli"),
        path=options.file,
        file_name=options.file.name,
        owner=options.owner,
        dry_run=options.dry_run,
        skip_bad_rows=options.skip_bad_rows,
        about=about,
        progress=progress,
    )
    _give_back(options, outcome.problems, about.headings)
    facts = dataclasses.asdict(outcome) | {"counts": dataclasses.asdict(outcome.counts)}
    return facts, list(outcome.lines()), list(outcome.problems)


def _rights(options: argparse.Namespace, progress: Progress) -> Answer:
    from huoshui.kernel.actor import operator
    from huoshui.rights import public as rights

    outcome = rights.import_events(
        operator("cli"),
        path=options.file,
        file_name=options.file.name,
        as_of=_day(options.as_of),
        dry_run=options.dry_run,
        skip_bad_rows=options.skip_bad_rows,
        progress=progress,
    )
    facts = dataclasses.asdict(outcome) | {"counts": dataclasses.asdict(outcome.counts)}
    return facts, list(outcome.lines()), list(outcome.problems)


def _columns(said: list[str]) -> dict[str, str]:
    """Raises Invalid for a field the standard does not have."""
    from huoshui.kernel.errors import Invalid
    from huoshui_core.standards import load

    chosen = dict(one.rpartition("=")[::2] for one in said)
    if unknown := sorted(name for name in chosen.values() if name and name not in load("patent").by_name):
        raise Invalid(f"没有这样的项目：{'、'.join(unknown)}；可选 {'、'.join(load('patent').by_name)}")
    return chosen


def _day(said: str | None) -> date | None:
    from huoshui.kernel.errors import Invalid

    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise Invalid(f"“{said}”不是日期，应如 2026-01-31") from None


def _give_back(options: argparse.Namespace, problems: Iterable[Any], headings: Mapping[str, str]) -> None:
    """The table as it came, with what is wrong in each row."""
    from huoshui_core.standards import load
    from huoshui_core.standards.writing import write_with_errors

    found = list(problems)
    if options.errors and found:
        write_with_errors(options.file, found, options.errors, dataset=load("patent"), headings=headings)


def _enterprises(options: argparse.Namespace, progress: Progress) -> Answer:
    from huoshui.enterprises import public as enterprises
    from huoshui.kernel.actor import operator

    outcome = enterprises.import_enterprises(operator("cli"), path=options.file, progress=progress)
    line = (
        f"共 {outcome.rows} 行：新增 {outcome.new}，更新 {outcome.changed}，未变 {outcome.same}，"
        f"重复 {outcome.repeated}；新开设单位 {outcome.opened} 家"
    )
    return dataclasses.asdict(outcome), [line, *map(str, outcome.notices)], []


def _institutions(options: argparse.Namespace, progress: Progress) -> Answer:
    from huoshui.kernel.actor import operator
    from huoshui.orgs import public as orgs

    outcome = orgs.import_institutions(operator("cli"), path=options.file, progress=progress)
    line = f"共 {outcome.rows} 行：新开设 {outcome.opened} 家，核对 {outcome.confirmed} 家，未变 {outcome.same} 家"
    return dataclasses.asdict(outcome), [line], []


class _Counter:
    """Rows read so far, on one line of a terminal; silent elsewhere."""

    def __init__(self, is_shown: bool) -> None:
        self.is_shown = is_shown

    def show(self, rows: int) -> None:
        if self.is_shown:
            sys.stderr.write(f"\r已读 {rows:,} 行 ")
            sys.stderr.flush()

    def end(self) -> None:
        if self.is_shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _plain(problems: Iterable[Any]) -> list[dict[str, Any]]:
    return [dataclasses.asdict(problem) for problem in problems]


def _answer(options: argparse.Namespace, facts: dict[str, Any], lines: list[str]) -> None:
    if options.json:
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in lines)


def _complain(lines: Iterable[str], more: int) -> None:
    for line in lines:
        _say(line)
    if more > 0:
        _say(f"还有 {more} 处未列出")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
