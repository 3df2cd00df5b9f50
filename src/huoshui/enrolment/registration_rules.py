"""Where a request lies, how long it waits, which names a person may be given. Values in, answers out."""

import re
import secrets
from collections.abc import Iterator

from huoshui.kernel.reach import line_seat_number, region_span
from huoshui_core.reference import line

WAITS_DAYS = 180  # nobody decided
RETURNED_DAYS = 60  # nobody corrected
TAKEN_OVER_DAYS = 7  # then the bureau may decide what lies with an enterprise's manager
INVITATION_DAYS = 30
EVIDENCE_DAYS = 90  # after the decision
USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{3,31}", re.ASCII)
TRIED = 50
_LEGAL = re.compile(r"(有限责任公司|股份有限公司|集团有限公司|有限公司|集团公司|公司|集团|厂|合作社)$")
_BRACKET = re.compile(r"[（(][^）)]*[）)]")


def place(region: int) -> tuple[int, int]:
    """Seat and line seat of a territory itself: before every organisation in it, within reach of the bureaus above."""
    seat = region_span(region)[0]
    return seat, line_seat_number(line("industry").number, seat)


def username_problem(username: str) -> str:
    return "" if USERNAME.fullmatch(username) else "用户名为 4 至 32 位字母、数字或 _ . - @，以字母或数字开头"


def usernames(wanted: str) -> Iterator[str]:
    """The wanted one, then variants of it; the last ones are nobody's for sure."""
    yield wanted
    stem = wanted[:26]
    yield from (f"{stem}{number}" for number in range(2, TRIED))
    yield from (f"{stem}-{secrets.token_hex(2)}" for _ in range(TRIED))


def core_of_name(name: str) -> str:
    """What tells one enterprise from another: without brackets, the form of company and the place in front."""
    core = _LEGAL.sub("", _BRACKET.sub("", name.strip()))
    cut = re.sub(r"^.{2,6}?(省|市|自治区)", "", core)
    return next((one for one in (cut, core) if len(one) >= 2), name.strip())
