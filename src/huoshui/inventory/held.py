"""What the inventory holds on a person, as they are shown it on their own page."""

from huoshui.inventory.models import Dossier
from huoshui.inventory.states import LABELS
from huoshui.privacy.public import register_source


def register() -> None:
    register_source(
        "由我负责的盘点档案",
        entrusted_to,
        stays="档案属于单位；其中的责任人姓名是专利公布的发明人姓名（个人信息保护法第二十七条）",
    )


def entrusted_to(user_id: int) -> list[dict[str, str]]:
    rows = Dossier.objects.filter(responsible_id=user_id).select_related("patent").order_by("id")
    return [
        {"专利名称": row.patent.title, "公开（公告）号": row.patent.publication_no, "盘点状态": LABELS[row.state]}
        for row in rows
    ]
