"""What the room holds on a person, as they are shown it on their own page."""

from huoshui.funding import queries
from huoshui.funding.rules import FUNDED
from huoshui.privacy.public import register_source


def register() -> None:
    register_source("由我声明的财政资助", declared, stays="声明是单位对专利所作的说明，属于单位")


def declared(user_id: int) -> list[dict[str, str]]:
    return [
        {"专利名称": row.patent.title, "财政资助": FUNDED[row.is_funded], "更新时间": f"{row.changed_at:%Y-%m-%d}"}
        for row in queries.declared_by(user_id)
    ]
