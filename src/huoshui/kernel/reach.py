"""How far an actor sees: one integer range on one of two numberings of organisations.

`seat` numbers every organisation place first: region code (GB/T 2260, six digits), then a serial, then the
part inside it (college). So a province, a city, a county, an institution with its colleges and a single
college are each one contiguous range. `line_seat` puts the supervising line (条) before the seat, so that
a line department is one range as well: its line, in its territory.
"""

from dataclasses import dataclass

PART_SPAN = 1_000  # an organisation and up to 999 parts of it
SERIAL_SPAN = 1_000_000  # organisations in one region code
REGION_SPAN = PART_SPAN * SERIAL_SPAN
LINE_SPAN = 1_000_000 * REGION_SPAN
TOP = 100 * LINE_SPAN - 1


@dataclass(frozen=True, slots=True)
class Reach:
    """Both ranges hold at once; the one that does not narrow spans everything."""

    seat_lo: int
    seat_hi: int
    line_lo: int = 0
    line_hi: int = TOP

    def covers(self, seat: int, line_seat: int) -> bool:
        return self.seat_lo <= seat <= self.seat_hi and self.line_lo <= line_seat <= self.line_hi

    @property
    def is_one_organisation(self) -> bool:
        """Or a part of one."""
        return self.seat_lo // PART_SPAN == self.seat_hi // PART_SPAN


NOWHERE = Reach(0, -1)
EVERYWHERE = Reach(0, TOP)


def seat_number(region: int, serial: int, part: int = 0) -> int:
    """Raises ValueError when a part does not fit its span: the numbering never overflows silently."""
    if not (0 <= region < 1_000_000 and 0 <= serial < SERIAL_SPAN and 0 <= part < PART_SPAN):
        raise ValueError(f"no seat for region {region}, serial {serial}, part {part}")
    return region * REGION_SPAN + serial * PART_SPAN + part


def line_seat_number(line: int, seat: int) -> int:
    if not 0 <= line < 100:
        raise ValueError(f"no such line: {line}")
    return line * LINE_SPAN + seat


def region_span(region: int) -> tuple[int, int]:
    """First and last seat of a territory; 0 is the nation, 430000 a province, 430100 a city, 430102 a county."""
    if region == 0:
        return 0, LINE_SPAN - 1
    width = 10_000 if region % 10_000 == 0 else 100 if region % 100 == 0 else 1
    return region * REGION_SPAN, (region + width) * REGION_SPAN - 1


def reach_of_territory(region: int) -> Reach:
    return Reach(*region_span(region))


def reach_of_line(line: int, region: int) -> Reach:
    """A line department: its own line inside its territory."""
    lo, hi = region_span(region)
    return Reach(0, TOP, line_seat_number(line, lo), line * LINE_SPAN + hi)


def reach_of_organisation(seat: int) -> Reach:
    """An organisation with all its parts, or the single part whose seat it is."""
    if seat % PART_SPAN:
        return Reach(seat, seat)
    return Reach(seat, seat + PART_SPAN - 1)


def branches(seat: int, line_seat: int) -> tuple[str, ...]:
    """The names of all whole branches that this row stands in: province, city, county, organisation and part of it,
    and its line in the nation, in the province and so on. An index finds a name at once, a range by looking at all."""
    line = line_seat // LINE_SPAN
    here = [f"{lo}-{hi}" for lo, hi in _seat_spans(seat)]
    there = [f"L{line_seat_number(line, lo)}-{line_seat_number(line, hi)}" for lo, hi in _line_spans(seat)]
    return tuple(dict.fromkeys([*here, *there]))


def branch_of_seats(lo: int, hi: int) -> str:
    """The name of the branch whose seats these are; "" where they are no whole branch."""
    return f"{lo}-{hi}" if (lo, hi) in _seat_spans(lo) else ""


def branch_of_lines(lo: int, hi: int) -> str:
    (line, first), (same, last) = divmod(lo, LINE_SPAN), divmod(hi, LINE_SPAN)
    return f"L{lo}-{hi}" if line == same and (first, last) in _line_spans(first) else ""


def _seat_spans(seat: int) -> list[tuple[int, int]]:
    first = seat - seat % PART_SPAN
    part = [(seat, seat)] if seat % PART_SPAN else []
    return [*_territories(seat), (first, first + PART_SPAN - 1), *part]


def _line_spans(seat: int) -> list[tuple[int, int]]:
    return [region_span(0), *_territories(seat)]


def _territories(seat: int) -> list[tuple[int, int]]:
    region = seat // REGION_SPAN
    return [region_span(one) for one in (region // 10_000 * 10_000, region // 100 * 100, region) if one]
