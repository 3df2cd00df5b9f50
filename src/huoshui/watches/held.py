"""What the room holds on a person, as they are shown it on their own page; it goes with the account."""

from huoshui.privacy.public import register_source
from huoshui.watches.models import Watch
from huoshui.watches.rules import RHYTHMS


def register() -> None:
    register_source("检索订阅", kept_by, forget=forget)


def kept_by(user_id: int) -> list[dict[str, str]]:
    rows = Watch.objects.filter(user_id=user_id).order_by("id")
    return [{"名称": row.name, "提醒": RHYTHMS[row.rhythm], "保存时间": f"{row.at:%Y-%m-%d}"} for row in rows]


def forget(user_id: int) -> None:
    Watch.objects.filter(user_id=user_id).delete()
