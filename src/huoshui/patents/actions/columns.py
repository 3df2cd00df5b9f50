"""Which column of a file is what, as a person has confirmed it: remembered for the next file with these headings."""

from collections.abc import Mapping

from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.patents.models import STANDARD, SourceColumns
from huoshui.patents.rules import SOURCE_RANKS


@action
def remember_columns(actor: Actor, *, fingerprint: str, headings: Mapping[str, str], source_kind: str) -> None:
    """`headings`: every heading → field of the standard, or "" for a column that is left out."""
    require(actor, "patents.import")
    unknown = sorted({name for name in headings.values() if name and name not in STANDARD.by_name})
    if unknown:
        raise Invalid(f"没有这样的项目：{'、'.join(unknown)}", fields=dict.fromkeys(unknown, "没有这个选项"))
    if source_kind not in SOURCE_RANKS:
        raise Invalid("没有这个来源类别", source_kind=source_kind)
    SourceColumns.objects.update_or_create(
        org_id=actor.org_id,
        fingerprint=fingerprint,
        defaults={
            "seat": actor.seat,
            "line_seat": actor.line_seat,
            "headings": dict(headings),
            "source_kind": source_kind,
            "user_id": actor.user_id,
        },
    )
    note(actor, "patents.remember_columns", f"columns:{fingerprint[:12]}", used=sum(map(bool, headings.values())))
