"""The table of people as files: back with what was found in each row, and the links to hand out."""

from collections.abc import Callable, Sequence
from io import BytesIO

from huoshui.enrolment.invitation_links import token_of
from huoshui.enrolment.models import Invitation
from huoshui.enrolment.rules import VERDICTS
from huoshui.enrolment.sheet_rows import Planned
from huoshui.kernel.policy import ROLES
from huoshui_core.standards import writing
from huoshui_core.standards.reading import Cells

FOUND = "检查结果"


def checked_workbook(cells: Cells, planned: Planned) -> bytes:
    """The same rows and columns with one more: corrected there, the file is uploaded again as it is."""
    said = {line: VERDICTS[one.answer.verdict] for line, one in planned.wanted}
    for problem in planned.problems:
        before = said.get(problem.line, "")
        text = f"{problem.column}：{problem.message}" if problem.column else problem.message
        said[problem.line] = f"{before}；{text}" if before else text
    kept = [index for index, heading in enumerate(cells.headings) if heading != FOUND]
    columns = [writing.Column(FOUND, 48), *(writing.Column(cells.headings[index], 18) for index in kept)]
    rows = [
        [said.get(line, "与前面一行相同"), *(row[index] if index < len(row) else None for index in kept)]
        for line, row in cells.lines
    ]
    return _file(writing.Sheet("人员账号", columns, rows), demonstration=cells.is_demonstration)


def links_workbook(links: Sequence[Invitation], address: Callable[[str], str]) -> bytes:
    """`address` turns a token into a whole address."""
    labels = ("姓名", "用户名", "单位", "角色", "邀请链接", "有效期至")
    columns = [writing.Column(label, 60 if label == "邀请链接" else 18) for label in labels]
    rows: list[list[writing.Cell]] = [
        [row.name, row.username, row.org_name, ROLES[row.role], address(token_of(row)), row.expires_at.date()]
        for row in links
    ]
    return _file(writing.Sheet("邀请链接", columns, rows), demonstration=any(row.demonstration for row in links))


def _file(sheet: writing.Sheet, *, demonstration: bool) -> bytes:
    buffer = BytesIO()
    writing.write_workbook(buffer, [sheet], demonstration=demonstration)
    return buffer.getvalue()
