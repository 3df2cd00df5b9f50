"""Annual fees as a calendar file (RFC 5545): one day-long entry a fee, with reminders, without a person's name."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from huoshui.fees.models import AnnualFee
from huoshui.fees.rules import BASES, EXPLAINED

REMIND_DAYS = (90, 30, 7)
PRODUCT = "-//Huoshui//annual fees//ZH"
# Late already: what is worth a reminder is the end of the grace.
LATE = frozenset({"check", "grace"})


def calendar_file(rows: Iterable[AnnualFee], *, name: str, stamp: datetime, demonstration: bool) -> Iterator[bytes]:
    """In pieces, so that an institution's twenty thousand take no more memory than one."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"示例数据·{name}" if demonstration else name)
    head, foot = calendar.to_ical().split(b"END:VCALENDAR")
    yield head
    for row in rows:
        yield entry(row, stamp).to_ical()
    yield b"END:VCALENDAR" + foot


def entry(row: AnnualFee, stamp: datetime) -> Event:
    """The identifier stays as long as it is this patent's fee of this year: a new download renews the entry."""
    number, late = _number(row), row.phase in LATE
    event = Event()
    event.add("uid", f"annual-fee-{number}-{row.year}{'-grace' if late else ''}@huoshui")
    event.add("dtstamp", stamp.astimezone(UTC))
    day = row.grace_until if late and row.grace_until else row.next_on
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    summary = _summary(row, late)
    event.add("summary", summary)
    event.add("description", _description(row, late))
    event.add("categories", ["年费"])
    event.add("transp", "TRANSPARENT")
    for days in REMIND_DAYS:
        event.add_component(_alarm(days, summary))
    return event


def _number(row: AnnualFee) -> str:
    return str(row.patent.publication_no or row.patent.application_no)


def _summary(row: AnnualFee, late: bool) -> str:
    mark = "示例数据·" if row.demonstration else ""
    what = "年费补缴期届满" if late else "年费应缴"
    return f"{mark}{what}：第 {row.year} 年度 {row.amount_yuan} 元 {row.patent.title}"


def _description(row: AnnualFee, late: bool) -> str:
    lines = [f"{_number(row)}，应缴日 {row.next_on:%Y-%m-%d}"]
    if late:
        lines.append(f"应缴日已过；如尚未缴纳，{row.computed_for:%Y-%m-%d} 时另加滞纳金 {row.late_fee_yuan} 元")
    lines.append(f"依据：{BASES[row.basis]}。{EXPLAINED[row.basis]}")
    lines.append("由申请日推算，遇节假日顺延未计，以缴费通知书和登记簿为准")
    return "\n".join(lines)


def _alarm(days: int, text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", timedelta(days=-days))
    return alarm


def file_name(day: date) -> str:
    return f"annual-fees-{day:%Y%m%d}.ics"
