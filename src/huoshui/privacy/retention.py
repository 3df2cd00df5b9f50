"""How long what is kept, why, and who removes it: one table, which upper rooms complete in `apps.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

Purge = Callable[[datetime], int]  # removes what is older than the moment, answers how much; may run twice


@dataclass(frozen=True, slots=True)
class Rule:
    """`at_least`: the fewest days the law or our reading of it allows. `then`: what happens when the time is over."""

    key: str
    what: str
    days: int
    at_least: int
    why: str
    then: str
    purge: Purge | None = None


YEAR = 365
_rules: dict[str, Rule] = {
    rule.key: rule
    for rule in (
        Rule(
            "ledger",
            "操作台账",
            3 * YEAR,
            3 * YEAR,
            "网络安全法要求网络日志留存不少于六个月（2016年版第二十一条第三项；2026年起的修订版条号未核对）；"
            "政务应用的一年要求未见原文；本系统取三年",
            "只增不改，系统不自动删除；到期后由审计管理员归档。姓名和联系方式不写入台账，只写带密钥的摘要",
        ),
        Rule(
            "receipts",
            "向其他处理者提供数据的记录与回执",
            3 * YEAR,
            3 * YEAR,
            "网络数据安全管理条例第十二条：提供个人信息和重要数据的处理情况记录至少保存三年",
            "系统不自动删除",
        ),
        Rule(
            "assessments",
            "个人信息保护影响评估报告",
            3 * YEAR,
            3 * YEAR,
            "个人信息保护法第五十六条：评估报告和处理情况记录至少保存三年",
            "系统不自动删除",
        ),
    )
}


def register_retention(rule: Rule) -> None:
    if rule.days < rule.at_least:
        raise ValueError(f"{rule.key}: kept for less than its own minimum")
    _rules[rule.key] = rule


def rules_known() -> dict[str, Rule]:
    return dict(_rules)
