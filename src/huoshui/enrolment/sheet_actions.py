"""A table of people: checked and kept, applied as far as its rows are right, given up."""

from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from huoshui.accounts import public as accounts
from huoshui.enrolment import opening, queries, sheet_rows
from huoshui.enrolment.models import PeopleSheet
from huoshui.enrolment.opening import Wanted
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, note_many, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound, WrongState
from huoshui.privacy import public as privacy

KEPT_DAYS = 7
WRITTEN = ("new", "link", "ask")


@action
def check_sheet(actor: Actor, *, path: Path, file_name: str) -> int:
    """Writes nobody: answers the sheet that waits for confirmation. Raises Invalid for an unreadable file."""
    require(actor, "enrolment.open")
    cells = sheet_rows.read(path, file_name[-200:])
    if not cells.lines:
        raise Invalid("文件里没有人员", problems=[])
    forget_old_sheets()
    row = PeopleSheet.objects.create(
        org_id=actor.org_id,
        seat=actor.seat,
        line_seat=actor.line_seat,
        file_name=file_name[-200:],
        content=sheet_rows.as_text(cells),
        uploaded_by=actor.user_id,
        uploaded_at=clock.now(),
        counts=sheet_rows.plan(actor, cells).counts,
        demonstration=cells.is_demonstration,
    )
    note(actor, "enrolment.check_sheet", f"people_sheet:{row.pk}", **row.counts)
    return int(row.pk)


def check_upload(actor: Actor, file: Any) -> int:
    """An uploaded file lies in a file of its own only while it is read."""
    with NamedTemporaryFile(suffix=Path(file.name).suffix) as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        return check_sheet(actor, path=Path(kept.name), file_name=file.name)


@action
def apply_sheet(actor: Actor, *, sheet_id: int) -> dict[str, int]:
    """Opens what the check promised, as things stand now; rows with problems stay out. Answers counts by verdict."""
    require(actor, "enrolment.open")
    row = queries.sheets_in_view(actor).filter(pk=sheet_id).select_for_update().first()
    if row is None:
        raise NotFound("没有这份表格", sheet_id=sheet_id)
    if row.applied_at is not None or not row.content:
        raise WrongState("这份表格已经写入或已过期，请重新上传")
    planned = sheet_rows.plan(actor, sheet_rows.from_text(row.content, row.file_name))
    lines: list[tuple[str, dict[str, object]]] = []
    with accounts.granting.told_at_once():
        for _, wanted in planned.wanted:
            if wanted.answer.verdict in WRITTEN:
                opened = opening.write(actor, wanted, sheet_id=row.pk)
                _keep_contact(actor, wanted, opened.user_id)
                facts: dict[str, object] = {"organisation": wanted.place.id, "role": wanted.role}
                lines.append((f"user:{opened.user_id}", facts | {"how": wanted.answer.verdict}))
    row.applied_at, row.counts = clock.now(), planned.counts
    row.save(update_fields=["applied_at", "counts"])
    note_many(actor, "enrolment.open", lines)
    note(actor, "enrolment.apply_sheet", f"people_sheet:{row.pk}", **planned.counts)
    return planned.counts


@action
def give_up_sheet(actor: Actor, *, sheet_id: int) -> None:
    require(actor, "enrolment.open")
    row = queries.sheet_in_view(actor, sheet_id)
    if row.applied_at is not None:
        raise WrongState("这份表格已经写入")
    row.delete()
    note(actor, "enrolment.give_up_sheet", f"people_sheet:{sheet_id}")


@action
def hand_out_links(actor: Actor, *, sheet_id: int) -> int:
    """The maker of the links takes them out, as a workbook or cards; answers how many are still good."""
    require(actor, "enrolment.invite")
    row = queries.sheet_in_view(actor, sheet_id)
    links = queries.links_of_sheet(actor, row.pk)
    if not links:
        raise WrongState("没有待发放的链接：都已使用、过期或由别人发放")
    note(actor, "enrolment.hand_out", f"people_sheet:{row.pk}", links=len(links))
    return len(links)


def forget_old_sheets() -> int:
    """Rows hold contacts: what was uploaded a while ago is emptied. Answers how many."""
    old = PeopleSheet.objects.filter(uploaded_at__lt=clock.now() - timedelta(days=KEPT_DAYS)).exclude(content="")
    return int(old.update(content=""))


def _keep_contact(actor: Actor, wanted: Wanted, user_id: int) -> None:
    """Of somebody known elsewhere nothing is kept before they accept."""
    if wanted.answer.verdict != "ask" and (wanted.phone or wanted.email):
        privacy.keep_contact(
            actor,
            org_id=wanted.place.id,
            user_id=user_id,
            name=wanted.name,
            phone=wanted.phone,
            email=wanted.email,
        )
