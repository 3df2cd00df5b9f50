"""What the node says of itself to its administrators: no business row, only counts and settings."""

import shutil
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.urls import NoReverseMatch, reverse

from huoshui.display.parts import Cell, Column, Empty, Fact, Figure, Link, PageHead, Row, Step, Table
from huoshui.kernel.outbox import held_events
from huoshui.security.rules import MOST_HOURS
from huoshui.signin import public as signin

WAITING = ("todo", "doing")
JOB_LABELS = {"todo": "等待", "doing": "进行中", "failed": "失败", "succeeded": "完成", "cancelled": "取消"}


def jobs_by_status() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1")
        return dict(cursor.fetchall())


def figures() -> list[Figure]:
    jobs = jobs_by_status()
    held = sum(count for _, _, count in held_events())
    disk = shutil.disk_usage(Path(settings.UPLOAD_FOLDER).parent)
    free = disk.free * 100 // disk.total
    here = reverse("security-node")
    return [
        Figure("等待的任务", sum(jobs.get(one, 0) for one in WAITING), here, "个"),
        Figure("失败的任务", jobs.get("failed", 0), here, "个", tone="bad" if jobs.get("failed") else "neutral"),
        Figure("搁置的事件", held, here, "条", "多次投递失败，等人处理" if held else "", "bad" if held else "neutral"),
        Figure("磁盘剩余", free, here, "%", f"{disk.free // 2**30:,} GB", "bad" if free < 10 else "neutral"),
    ]


def node_context() -> dict[str, Any]:
    held = held_events()
    step = Step("重新投递", reverse("security-retry-events"), "post") if held else None
    why = "有事件多次投递失败，排除原因后可重新投递" if held else ""
    rows = tuple(Row((Cell(name), Cell(count), Cell(fault[:200]))) for name, fault, count in held)
    return {
        "head": PageHead("节点运行状况", subtitle=settings.NODE_NAME, why=why, step=step),
        "figures": figures(),
        "table": Table(
            (Column("事件"), Column("条数", number=True), Column("原因")), rows, empty=Empty("没有搁置的事件")
        ),
        "facts": versions(),
    }


def versions() -> list[Fact]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        database = cursor.fetchone()[0]
    return [
        Fact("活水", _own_version()),
        Fact("Django", django.get_version()),
        Fact("PostgreSQL", database),
        Fact("最近备份", "未知：本系统不记录备份，请在备份工具中核对"),
    ]


def _own_version() -> str:
    try:
        return version("huoshui")
    except PackageNotFoundError:
        return "源码目录"


def limits_context() -> dict[str, Any]:
    return {
        "head": PageHead("安全策略", subtitle="现在生效的限制；修改在节点配置中进行，见操作手册", others=_links()),
        "facts": [
            *signin_facts(),
            Fact("应急查看", f"两人批准，最长 {MOST_HOURS} 小时，只读"),
            Fact("三种管理员", "系统、安全、审计由三个人分别担任，都不接触业务数据"),
        ],
    }


def signin_facts() -> list[Fact]:
    policy = {"dengbao": "等保：字符种类与定期更换", "asvs": "ASVS：长度与泄露名单"}
    factor = {"optional": "自愿", "required-for-managing-roles": "管理角色必须"}
    return [
        Fact("密码要求", policy.get(settings.PASSWORD_POLICY, settings.PASSWORD_POLICY)),
        Fact("第二因子", factor.get(settings.SECOND_FACTOR, settings.SECOND_FACTOR)),
        Fact("无操作退出", _minutes(settings.SESSION_IDLE)),
        Fact("管理角色无操作退出", _minutes(settings.SESSION_IDLE_MANAGING)),
        Fact("一次登录最长", _minutes(settings.SESSION_LONGEST)),
        Fact("重要操作前再次确认身份", f"距上次确认超过{_minutes(settings.CONFIRMED_FOR)}"),
        *(Fact(label, text) for label, text in signin.limits_in_words()),
    ]


def _minutes(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    return f" {minutes // 60} 小时" if minutes % 60 == 0 and minutes >= 120 else f" {minutes} 分钟"


def _links() -> tuple[Step, ...]:
    """The pages of privacy that a security administrator works with."""
    found = [Link("权限表", reverse("security-policy")), Link("应急查看", reverse("break-glass-list"))]
    for label, name in (("保存期限", "retention"), ("影响评估", "assessments")):
        try:
            found.append(Link(label, reverse(name)))
        except NoReverseMatch:
            continue
    return tuple(Step(one.label, one.url) for one in found)
