"""How a ledger line reads: verbs, subjects and facts in Chinese. What has no word here is shown as it stands."""

from collections.abc import Mapping
from typing import Any

from huoshui.kernel.policy import ROLES, Policy
from huoshui.ledger.verbs import VERBS

OUTCOMES = {"done": "完成", "refused": "被拒绝"}
CHANNELS = {"web": "网页", "api": "接口", "cli": "命令行", "job": "后台任务", "exchange": "交换"}
SUBJECTS = {
    "user": "用户",
    "org": "单位",
    "contact": "联系人",
    "membership": "身份",
    "patent": "专利",
    "patents": "专利",
    "dossier": "盘点档案",
    "dossiers": "盘点档案",
    "entry": "入库专利",
    "library": "转化资源库",
    "enterprise": "企业",
    "enterprises": "企业",
    "organisations": "单位目录",
    "import_run": "导入",
    "match_run": "匹配计算",
    "ledger": "操作台账",
    "lines": "列表",
    "chain": "封存链",
    "organisation": "单位",
    "assessment": "影响评估",
    "breakglass": "应急查看",
    "claim": "专利认领",
    "registration": "企业注册",
    "applications": "申请",
    "invitation": "邀请",
    "people_sheet": "人员表格",
    "privacy_request": "个人信息请求",
    "retention": "保存期限",
    "token": "接口令牌",
    "contacts": "联系人",
    "events": "事件",
    "own": "本人记录",
}
FACTS = {
    "after": "变为",
    "before": "原为",
    "role": "角色",
    "organisation": "单位",
    "membership": "身份",
    "reason": "事由",
    "purpose": "目的",
    "fields": "字段",
    "field": "字段",
    "rows": "行数",
    "count": "数量",
    "new": "新增",
    "changed": "更新",
    "same": "未变",
    "superseded": "重复或较早",
    "refused": "有误",
    "out_of_scope": "非存量范围",
    "unmatched": "待核对单位",
    "opened": "新开设",
    "asked": "提出",
    "added": "补充",
    "moved": "移动",
    "settled": "归属",
    "organisations": "单位数",
    "taken": "取下",
    "unchanged": "未变",
    "entries": "条目",
    "rebuilt": "重建",
    "version": "版本",
    "state": "状态",
    "digest": "文件摘要",
    "model": "模型",
    "until": "有效期至",
    "what": "内容",
    "filters": "筛选条件",
    "responsible": "负责人",
    "verdict": "结论",
    "how": "方式",
    "confirmed": "已确认",
    "dry_run": "仅检查",
    "merged": "合并",
    "mistaken": "误列",
    "changes": "变更",
    "permissions": "权限",
    "days": "天数",
    "hours": "小时",
    "sign_in": "登录编号",
    "ended": "结束",
    "passkey": "通行密钥",
    "read": "已读",
    "clears_factors": "同时清除第二验证方式",
    "cleared_factors": "已清除第二验证方式",
    "provider": "认证来源",
    "by_name": "按姓名",
    "people": "人数",
    "why": "原因",
    "propose": "提交",
    "is_approved": "是否批准",
    "kind": "种类",
    "is_manager": "账号管理员",
    "is_active": "启用",
    "delegations": "随之结束的委托",
    "proof": "证明方式",
    "evidence": "证明材料",
    "closed": "关闭",
    "wiped": "清除",
    "links": "链接数",
    "invitation": "邀请",
    "region": "地区",
    "status": "状态",
    "lapsed": "到期数",
    "again": "再次",
}


def verb(name: str) -> str:
    permission = Policy.registry.get(name)
    return permission.label if permission else VERBS.get(name, name)


def verbs() -> list[tuple[str, str]]:
    """All that are known, in the order of their rooms."""
    known = {name: one.label for name, one in Policy.registry.items()} | VERBS
    return sorted(known.items())


def subject(text: str) -> str:
    kind, found, key = text.partition(":")
    if kind not in SUBJECTS:
        return text
    return f"{SUBJECTS[kind]} {SUBJECTS.get(key, key)}" if found else SUBJECTS[kind]


def facts(told: Mapping[str, Any]) -> str:
    return "；".join(f"{FACTS.get(name, name)}：{_value(name, value)}" for name, value in told.items())


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None or value == "":
        return "—"
    if isinstance(value, list):
        return "、".join(_value(name, one) for one in value) or "—"
    if isinstance(value, dict):
        return "，".join(f"{FACTS.get(key, key)} {_value(key, one)}" for key, one in value.items()) or "—"
    return ROLES.get(str(value), str(value)) if name == "role" else str(value)
