"""`huoshui bench NAME`: the measurements in `benchmarks/`, each beside its peers in the same run."""

import argparse
import subprocess
import sys
from typing import Any

from huoshui.web.node.home import CHECKOUT

BENCHES = {
    "job": ("main_job", "huoshui loop 与 match rank"),
    "quality": ("matching_quality", "匹配质量，与字符 TF-IDF 比较"),
    "matching": ("matching_speed", "匹配速度，与 sparse_dot_topn、scipy 比较"),
    "search": ("search_speed", "检索，与 PostgreSQL 自带手段比较"),
    "import": ("import_speed", "导入，与单纯 COPY 比较"),
    "reading": ("reading", "读取 20 万行宽表，与 calamine、openpyxl 比较；退回、拒收"),
    "ledger": ("ledger_speed", "台账：每秒封存、核对、核验条数"),
    "action": ("action_overhead", "一次操作比单纯保存多用的时间"),
    "pages": ("page_speed", "五个主要页面（须有示例节点在运行）"),
    "scale": ("pages_at_scale", "专利清单页面，135 万件（自行启动节点，约 10 分钟）"),
    "signin": ("signin_timing", "登录被拒的耗时：用户名存在与不存在"),
    "walls": ("wall_timing", "别人的专利与不存在的专利：回答的耗时"),
}


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("bench", help="性能测量，与同类方法同场比较")
    parser.add_argument("name", nargs="?", choices=sorted(BENCHES), metavar="名称", help="、".join(sorted(BENCHES)))
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="传给该测量的参数，如 --rows 100000")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    if not options.name:
        for name, (_, what) in sorted(BENCHES.items()):
            sys.stdout.write(f"{name:<10} {what}\n")
        return 0
    if not (CHECKOUT / "benchmarks").is_dir():
        sys.stderr.write("性能测量只在源码目录中提供。\n")
        return 1
    module = f"benchmarks.{BENCHES[options.name][0]}"
    return subprocess.call([sys.executable, "-m", module, *options.rest], cwd=CHECKOUT)  # noqa: S603
