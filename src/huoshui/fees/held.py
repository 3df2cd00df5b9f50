"""What the room holds on a person, as they are shown it on their own page."""

from huoshui.fees import queries
from huoshui.fees.rules import MARKS
from huoshui.privacy.public import register_source


def register() -> None:
    register_source("由我标注的年费", marked_by, stays="标注是单位对专利所作的说明，属于单位")


def marked_by(user_id: int) -> list[dict[str, str]]:
    return [
        {"专利名称": row.patent.title, "标注": MARKS[row.mark], "时间": f"{row.at:%Y-%m-%d}"}
        for row in queries.marks_by(user_id)
    ]
