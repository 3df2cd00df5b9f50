"""What may stand in the library, and what is read off a patent's classes. Values in, answers out."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from huoshui.resources import states
from huoshui_core.reference import industry, region_by_code, wipo_field

LAPSED = frozenset({"ended", "refused", "pending"})  # codes of the list legal_status that are no right in force


@dataclass(frozen=True, slots=True)
class NewEntry:
    """Exactly what an institution makes public about one patent. Its self-grade and its contacts stay inside."""

    patent_id: int
    dossier_id: int
    publication_no: str
    application_no: str
    kind: str
    title: str
    abstract: str
    first_claim: str
    classes: tuple[str, ...]
    institution_id: int
    institution: str
    region: int
    line: int
    seat: int
    line_seat: int
    industries: tuple[str, ...]
    scene: str
    prospects: str
    maturity: int | None
    willingness: tuple[str, ...]
    implementation: str
    legal_status: str
    expires_on: date | None
    as_of: date
    demonstration: bool = False
    is_barred: bool = False  # by what weighs on the right: decides whether it is listed, and is not published

    @property
    def number(self) -> str:
        """What the entry is known by: the publication number, or the application number where there is none."""
        return self.publication_no or self.application_no

    def fingerprint(self) -> str:
        content = json.dumps(asdict(self), sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:32]


def is_in_force(legal_status: str, expires_on: date | None, today: date) -> bool:
    """A status nobody stated is no reason to hide; the card then says that it is not stated."""
    return legal_status not in LAPSED and (expires_on is None or expires_on > today)


def standing_of(entry: NewEntry, today: date) -> tuple[str, str]:
    """State and reason that the content alone asks for. 转化意愿 decides what is offered (national plan 二(二))."""
    if not entry.willingness:
        return states.WITHDRAWN, states.NOT_OFFERED
    if not is_in_force(entry.legal_status, entry.expires_on, today):
        return states.SUSPENDED, states.NOT_IN_FORCE
    if entry.is_barred:
        return states.SUSPENDED, states.BARRED
    return states.LISTED, ""


def divisions(codes: Iterable[str]) -> list[str]:
    """GB/T 4754 divisions (大类) above codes of any level, each once."""
    known = (industry(code) for code in codes)
    return list(dict.fromkeys(one.parent if one.level == "group" else one.code for one in known if one is not None))


def subclass(kind: str, classes: Sequence[str]) -> str:
    """The first IPC subclass, e.g. H01M; designs have none."""
    return classes[0][:4] if classes and kind != "design" else ""


def technical_field(kind: str, classes: Sequence[str]) -> int:
    """WIPO's field of the first class, 0 where there is none."""
    found = wipo_field(classes[0]) if classes and kind != "design" else None
    return found.number if found else 0


def province_of(region: int) -> int:
    return region // 10_000 * 10_000


def city_of(region: int) -> int:
    """The city a county lies in, or the county where there is none between; 0 for a place given by province alone."""
    if region == province_of(region):
        return 0
    city = region_by_code(region // 100 * 100)
    return region if city is None or city.level == "province" else city.code


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """Whose an entry is and where, as the directory says now."""

    institution_id: int
    institution: str
    region: int
    line: int
    seat: int
    line_seat: int
