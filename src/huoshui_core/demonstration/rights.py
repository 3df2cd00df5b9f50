"""What happened to invented patents after the grant: lapses, licences, pledges, transfers, fees. All of it invented.

The end of each story is what the patent's record says of its legal status; `until` is the day the story stops.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from huoshui_core.demonstration.draw import source, weighted
from huoshui_core.demonstration.model import DemonstrationPatent
from huoshui_core.demonstration.settings import calibration
from huoshui_core.reference.fees import annual_fee, term_years
from huoshui_core.rights import fee_due_on, grace_ends_on

_LICENCE_WORDS = {"exclusive": "独占许可", "sole": "排他许可", "ordinary": "普通许可"}
_GAZETTE_DELAY = (240, 330)  # days from the due day to the announced lapse
_LICENCE_YEARS = 5


def legal_events(
    seed: int, patents: Iterable[DemonstrationPatent], partners: Sequence[str], bank: str, until: date
) -> Iterator[dict[str, Any]]:
    """Records of the standard `patent_event`."""
    for patent in patents:
        if patent.record["grant_date"] is None:
            continue
        rng = source(seed, "rights", patent.record["application_no"])
        story = _story(rng, patent, partners, bank, until)
        if story or _pays_on_record(seed, patent):
            yield _event(patent, "GR01", patent.record["grant_date"])
        yield from story


def annual_fees(seed: int, patents: Iterable[DemonstrationPatent], until: date) -> Iterator[dict[str, Any]]:
    """Records of the standard `annual_fee`, for the share of patents whose payments are on record."""
    for patent in patents:
        record = patent.record
        if record["grant_date"] is None or record["legal_status"] == "ended" or not _pays_on_record(seed, patent):
            continue
        rng = source(seed, "fees", record["application_no"])
        first = _years_between(record["filing_date"], record["grant_date"]) + 1
        for year in range(first, term_years(record["kind"]) + 1):
            due_on = fee_due_on(record["filing_date"], year)
            if due_on > until + timedelta(days=90) or (grace_ends_on(due_on) > until > due_on and rng.random() < 0.3):
                break
            paid_on = max(due_on - timedelta(days=rng.randint(5, 80)), record["grant_date"])
            if paid_on > until:
                break
            yield _fee(patent, year, due_on, paid_on)


def _story(
    rng: random.Random, patent: DemonstrationPatent, partners: Sequence[str], bank: str, until: date
) -> list[dict[str, Any]]:
    match patent.record["legal_status"]:
        case "ended":
            return _lapse(rng, patent, until)
        case "licensed":
            return _licence(rng, patent, partners, until)
        case "pledged":
            return _pledge(rng, patent, bank, until, closed=False)
        case "assigned":
            return _transfer(rng, patent, partners, until)
    what = weighted(rng, calibration("past_events"))
    if what == "pledge_closed":
        return _pledge(rng, patent, bank, until, closed=True)
    if what == "restored":
        return _lapse(rng, patent, until, restored=True)
    if what == "preserved":
        day = _day_after(rng, patent.record["grant_date"], until)
        return [_event(patent, "PP01", day, detail="人民法院裁定保全（示例）")]
    return []


def _lapse(
    rng: random.Random, patent: DemonstrationPatent, until: date, *, restored: bool = False
) -> list[dict[str, Any]]:
    """A year's fee was not paid; without a year that fits, the owner gave the patent up."""
    filed, granted = patent.record["filing_date"], patent.record["grant_date"]
    years = range(_years_between(filed, granted) + 2, term_years(patent.record["kind"]) + 1)
    due = [day for year in years if (day := fee_due_on(filed, year)) + timedelta(days=_GAZETTE_DELAY[1] + 120) < until]
    if not due:
        return [] if restored else [_event(patent, "AV01", _day_after(rng, granted, until))]
    lapsed = rng.choice(due)
    announced = lapsed + timedelta(days=rng.randint(*_GAZETTE_DELAY))
    events = [_event(patent, "CF01", announced, detail=f"未缴年费专利权终止；终止日期：{lapsed:%Y.%m.%d}")]
    if restored:
        events.append(_event(patent, "RR01", announced + timedelta(days=rng.randint(40, 110))))
    return events


def _licence(
    rng: random.Random, patent: DemonstrationPatent, partners: Sequence[str], until: date
) -> list[dict[str, Any]]:
    """In force at the end of the story."""
    earliest = max(patent.record["grant_date"], until - timedelta(days=365 * (_LICENCE_YEARS - 1)))
    day = _day_after(rng, earliest, until)
    last = day + timedelta(days=365 * _LICENCE_YEARS)
    kind = _LICENCE_WORDS[weighted(rng, calibration("licence_kind"))]
    detail = f"许可种类：{kind}；许可期限：{day:%Y.%m.%d}至{last:%Y.%m.%d}"
    more = {"before": patent.record["applicants"][:1], "party": (rng.choice(partners),)}
    return [_event(patent, "EE01", day, filing_no=_number(rng, "X", day), detail=detail, **more)]


def _pledge(
    rng: random.Random, patent: DemonstrationPatent, bank: str, until: date, *, closed: bool
) -> list[dict[str, Any]]:
    day = _day_after(rng, patent.record["grant_date"], until)
    number = _number(rng, "Y", day)
    more = {"before": patent.record["applicants"][:1], "party": (bank,), "filing_no": number}
    events = [_event(patent, "PE01", day, **more)]
    if closed:
        events.append(_event(patent, "PC01", _day_after(rng, day, until), **more))
    return events


def _transfer(
    rng: random.Random, patent: DemonstrationPatent, partners: Sequence[str], until: date
) -> list[dict[str, Any]]:
    """A company becomes co-owner: the institution keeps the patent in its library."""
    before = patent.record["applicants"]
    company = rng.choice([one for one in partners if one not in before])
    day = _day_after(rng, patent.record["grant_date"], until)
    return [_event(patent, "TR01", day, before=before, after=(*before, company))]


def _pays_on_record(seed: int, patent: DemonstrationPatent) -> bool:
    chance: float = calibration("fees_on_record")
    return source(seed, "on record", patent.record["application_no"]).random() < chance


def _event(patent: DemonstrationPatent, code: str, day: date, **more: Any) -> dict[str, Any]:
    return {**_identity(patent), "publication_no": patent.record["publication_no"], "event": code} | {
        "event_date": day,
        **more,
    }


def _fee(patent: DemonstrationPatent, year: int, due_on: date, paid_on: date | None) -> dict[str, Any]:
    amount = annual_fee(patent.record["kind"], year)
    return {**_identity(patent), "year": year, "due_on": due_on, "amount_yuan": amount, "paid_on": paid_on}


def _identity(patent: DemonstrationPatent) -> dict[str, Any]:
    return {name: patent.record[name] for name in ("application_no", "title")}


def _number(rng: random.Random, letter: str, day: date) -> str:
    """Beyond any number given out: 98 is no province."""
    return f"{letter}{day.year}98{rng.randint(0, 9_999_999):07}"


def _day_after(rng: random.Random, first: date, until: date) -> date:
    return first + timedelta(days=rng.randint(1, max((until - first).days, 1)))


def _years_between(first: date, last: date) -> int:
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))
