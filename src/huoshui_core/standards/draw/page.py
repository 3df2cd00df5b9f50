"""The pages of the documentation that show a standard, in Markdown."""

from collections.abc import Iterable

from huoshui_core.standards.model import CodeList, Dataset, Field, further_words

STANDINGS = {"official": "官方", "local": "本系统", "assumed": "推定"}
LEVELS = {"public": "公开", "internal": "内部", "restricted": "限制"}
TYPES = {
    "text": "文本",
    "names": "多项文本",
    "code": "单选",
    "codes": "多选",
    "boolean": "是/否",
    "date": "日期",
    "integer": "整数",
    "number": "数字",
    "money": "金额",
    "ordinal": "第几年",
    "application_no": "申请号",
    "publication_no": "公开（公告）号",
    "class": "分类号",
    "classes": "多个分类号",
    "profile": "分类号:件数",
    "industries": "多个行业代码",
    "credit_code": "统一社会信用代码",
    "region": "地名",
    "region_code": "行政区划代码",
    "moe_code": "学校标识码",
    "phone": "电话",
    "email": "电子邮箱",
    "username": "用户名",
}


def dataset_page(dataset: Dataset) -> str:
    head = [
        f"# {dataset.title}（{dataset.name} v{dataset.version}）",
        "",
        f"来源：{dataset.source}",
        "",
        "“推定”的取值没有公开的官方依据，不能当作国家统一规定。",
        "",
        "| 栏目 | 字段 | 类型 | 必填 | 依据 | 密级 | 例 |",
        "|---|---|---|---|---|---|---|",
    ]
    rows = [_row(_summary(field)) for field in dataset.fields]
    return (
        "\n".join([*head, *rows, "", *(line for field in dataset.fields for line in _details(field))]).rstrip() + "\n"
    )


def codes_page(lists: Iterable[CodeList]) -> str:
    lines = ["# 代码表", "", "“推定”的代码表没有公开的官方依据，不能当作国家统一规定。", ""]
    for listed in lists:
        lines += [f"## {listed.title}（{listed.name} v{listed.version}）", ""]
        lines += [f"依据：{STANDINGS[listed.standing]}。{listed.source}", "", "| 代码 | 名称 | 依据 |", "|---|---|---|"]
        lines += [_row([code, label, STANDINGS[listed.standing_of(code)]]) for code, label in listed.values.items()]
        if further := further_words().get(listed.name):
            words = "、".join(f"{word}（{listed.label(code)}）" for word, code in further.items())
            lines += ["", f"文件中也可写作（本系统后来补充，不属于代码表）：{words}"]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _summary(field: Field) -> list[str]:
    return [
        field.label,
        f"`{field.name}`",
        TYPES[field.type] + (f"，{field.max}字内" if field.max else ""),
        "是" if field.required else "",
        STANDINGS[field.standing],
        LEVELS[field.level],
        field.example,
    ]


def _details(field: Field) -> list[str]:
    lines = [f"## {field.label}", "", f"- 依据：{field.source}"]
    if field.note:
        lines.append(f"- 说明：{field.note}")
    if field.codes:
        values = "、".join(field.codes.values.values())
        lines.append(f"- 取值（{STANDINGS[field.codes.standing]}，见[代码表](codes.md)）：{values}")
    if field.aliases:
        lines.append(f"- 文件中也可写作：{'、'.join(field.aliases)}")
    return [*lines, ""]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
