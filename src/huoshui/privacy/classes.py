"""The class (密级标记) of everything that is stored: of a standard's field by its level, of a table by the list here.

One list for the page, the documentation and the test that finds a table without a class.
"""

from dataclasses import dataclass

from huoshui_core.standards import load
from huoshui_core.standards.model import LATEST

CLASSES = {
    "L0": ("公开", "著录事项、法律状态、公开的发明人姓名", "可以"),
    "L1": ("已公布", "转化意愿、成熟度、产业领域等，单位公布的办公联系方式", "单位公布之后"),
    "L2": ("内部", "自评、审核意见、企业需求、匹配得分、账号与台账", "只按权限表"),
    "L3": ("受限", "个人联系方式、身份与登录凭据、底价、合同金额、盲评专家身份", "只按约定，加密存放，每次查看留痕"),
    "L4": ("禁止", "国家秘密、国防专利、工作秘密", "拒绝存放"),
}
# What a level of a standard means for the class; "public" depends on whose publication it is, L2 where nobody said.
OF_LEVEL = {"internal": "L2", "restricted": "L3"}
PUBLIC_MEANS = {
    "patent": "L0",
    "institution": "L0",
    "enterprise": "L0",
    "dossier": "L1",
    "evaluation": "L2",
    "match": "L2",
}


@dataclass(frozen=True, slots=True)
class Table:
    """`but` are columns of another class than the rest of the table."""

    label: str
    what: str
    data_class: str
    but: tuple[tuple[str, str], ...] = ()


TABLES = (
    Table("accounts.Membership", "身份", "L2"),
    Table("accounts.User", "账号", "L2", (("password", "L3"),)),
    Table("classification.TableEdition", "参照表版本", "L0"),
    Table("classification.TableEntry", "参照表", "L0"),
    Table("classification.Tally", "产业分布计数", "L2"),
    Table("curation.NameReview", "单位名称复核", "L2"),
    Table("curation.QualityFigures", "数据质量计数", "L2"),
    Table("enrolment.Claim", "专利认领申请", "L3"),
    Table("enrolment.Evidence", "申请材料", "L3"),
    Table("enrolment.Invitation", "邀请", "L3"),
    Table("enrolment.PeopleSheet", "账号表格", "L3"),
    Table("enrolment.RegistrationInvitation", "企业注册邀请", "L2"),
    Table("enrolment.RegistrationRequest", "企业注册申请", "L3"),
    Table("enterprises.EnterpriseProfile", "企业画像", "L0", (("need_text", "L2"),)),
    Table("fees.AnnualFee", "年费推算", "L0", (("to_drop", "L2"),)),
    Table("fees.FeeMark", "年费标注", "L2"),
    Table("fees.FeeReduction", "费用减缴登记", "L2"),
    Table("funding.Declaration", "财政资助声明", "L2"),
    Table("funding.Project", "资助项目", "L2"),
    Table("funding.Reason", "未实施的理由", "L2"),
    Table("inventory.Dossier", "盘点档案", "L2"),
    Table("inventory.Priority", "优先清单", "L2"),
    Table("inventory.Scope", "盘点范围", "L2"),
    Table("kernel.Budget", "用量", "L2"),
    Table("kernel.LedgerLine", "操作台账", "L2"),
    Table("kernel.OutboxEvent", "内部事件", "L2"),
    Table("ledger.Anchor", "台账链的日终值", "L2"),
    Table("ledger.Check", "台账核对", "L2"),
    Table("ledger.Seal", "台账封签", "L2"),
    Table("matching.Candidate", "匹配结果", "L2"),
    Table("matching.MatchRun", "匹配计算", "L2"),
    Table("matching.Recommendation", "推荐结果", "L2"),
    Table("orgs.Organisation", "单位", "L0"),
    Table("orgs.OrganisationChange", "单位变更", "L0"),
    Table("orgs.OrganisationName", "单位名称", "L0"),
    Table("patents.ImportRun", "导入批次", "L2"),
    Table("patents.SourceColumns", "文件栏目对应", "L2"),
    Table("patents.Disagreement", "来源不一致", "L2"),
    Table("patents.Patent", "专利", "L0"),
    Table("privacy.ConsentRecord", "同意记录", "L2"),
    Table("privacy.Contact", "联系人", "L3", (("is_office", "L1"), ("duty", "L2"))),
    Table("privacy.ContactView", "查看记录", "L2"),
    Table("privacy.ImpactAssessment", "影响评估", "L2"),
    Table("privacy.PersonKey", "摘要密钥", "L3"),
    Table("privacy.PrivacyRequest", "个人信息请求", "L3"),
    Table("privacy.RetentionRule", "保存期限", "L2"),
    Table("resources.LibraryEntry", "转化资源库", "L1"),
    Table("rights.EventRun", "法律事件导入", "L2"),
    Table("rights.KnownRight", "权利状态", "L0"),
    Table("rights.LegalEvent", "法律事件", "L0"),
    Table("search.Waiting", "待检索更新", "L2"),
    Table("security.BreakGlass", "应急查看", "L2"),
    Table("signin.ApiToken", "接口令牌", "L3"),
    Table("signin.Device", "登录过的浏览器", "L3"),
    Table("signin.ExternalIdentity", "统一身份认证绑定", "L3"),
    Table("signin.Notice", "账号安全提醒", "L2"),
    Table("signin.OldPassword", "历史密码摘要", "L3"),
    Table("signin.OneTimeCode", "动态口令", "L3"),
    Table("signin.Passkey", "通行密钥", "L3"),
    Table("signin.RecoveryCode", "恢复码", "L3"),
    Table("signin.ResetLink", "密码重置链接摘要", "L3"),
    Table("signin.SignIn", "登录记录", "L3"),
    Table("watches.Changed", "权利变化记录", "L2"),
    Table("watches.Watch", "检索订阅", "L2"),
)


def class_of_field(dataset: str, level: str) -> str:
    return OF_LEVEL.get(level) or PUBLIC_MEANS.get(dataset, "L2")


def groups_of_standards() -> list[tuple[str, str, tuple[str, ...]]]:
    """Title of the data set, class, labels of its fields of that class."""
    found = []
    for name in LATEST:
        dataset = load(name)
        by_class: dict[str, list[str]] = {}
        for field in dataset.fields:
            by_class.setdefault(class_of_field(name, field.level), []).append(field.label)
        found += [(dataset.title, known, tuple(labels)) for known, labels in sorted(by_class.items())]
    return found


def page(drawn: str) -> str:
    """docs/data-classes.md; `drawn` is the line that says where the page comes from."""
    lines = ["# Data classes", "", drawn, ""]
    lines += ["Every field group carries one (GB/T 22239, 安全标记). The catalogue shows L0 and L1 only.", ""]
    lines += ["| class | 名称 | 内容 | 离开本单位 |", "|---|---|---|---|"]
    lines += [f"| {known} | {' | '.join(words)} |" for known, words in CLASSES.items()]
    lines += ["", "## 数据标准的字段", "", "| 数据集 | class | 字段 |", "|---|---|---|"]
    lines += [f"| {title} | {known} | {'、'.join(labels)} |" for title, known, labels in groups_of_standards()]
    lines += ["", "## 数据表", "", "| table | 内容 | class | 另有 |", "|---|---|---|---|"]
    for one in TABLES:
        others = "、".join(f"`{column}` {known}" for column, known in one.but)
        lines.append(f"| `{one.label}` | {one.what} | {one.data_class} | {others} |")
    return "\n".join(lines) + "\n"
