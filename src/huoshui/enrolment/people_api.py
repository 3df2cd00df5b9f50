"""Opening accounts for programs: one, or a table in two steps like the pages."""

from ninja import File, Router, Schema, UploadedFile

from huoshui.enrolment import people_actions, queries, sheet_actions, sheet_rows
from huoshui.enrolment.sheet_actions import check_upload
from huoshui.kernel.action import require
from huoshui.kernel.request import Request

router = Router(tags=["开户"])


class NewAccount(Schema):
    """`role` as in the code list account_role; what is known of the person stays as it is."""

    username: str
    name: str
    organisation_id: int
    role: str
    position: str = ""


class OpenedAccount(Schema):
    """`invitation_id` is 0 for somebody who has a way in already."""

    user_id: int
    invitation_id: int


class RowProblem(Schema):
    line: int
    column: str
    value: str
    message: str
    code: str


class CheckedSheet(Schema):
    """`counts`: rows, new, link, ask, same, refused."""

    sheet_id: int
    counts: dict[str, int]
    problems: list[RowProblem]


class AppliedSheet(Schema):
    counts: dict[str, int]


@router.post("/accounts", response=OpenedAccount, summary="开设一个账号")
def open_account(request: Request, body: NewAccount) -> OpenedAccount:
    opened = people_actions.open_account(request.actor, **body.model_dump())
    return OpenedAccount(user_id=opened.user_id, invitation_id=opened.invitation_id)


@router.post("/sheets", response=CheckedSheet, summary="检查人员表格，不写入")
def check_sheet(request: Request, file: File[UploadedFile]) -> CheckedSheet:
    require(request.actor, "enrolment.open")
    row = queries.sheet_in_view(request.actor, check_upload(request.actor, file))
    planned = sheet_rows.plan(request.actor, sheet_rows.from_text(row.content, row.file_name))
    problems = [
        RowProblem(line=one.line, column=one.column, value=one.value, message=one.message, code=one.code)
        for one in planned.problems
    ]
    return CheckedSheet(sheet_id=row.pk, counts=planned.counts, problems=problems)


@router.post("/sheets/{people_sheet_id}/confirm", response=AppliedSheet, summary="写入已检查的表格")
def apply_sheet(request: Request, people_sheet_id: int) -> AppliedSheet:
    return AppliedSheet(counts=sheet_actions.apply_sheet(request.actor, sheet_id=people_sheet_id))
