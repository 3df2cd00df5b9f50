from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventsLoaded:
    """An import added legal events or payments; at most 1,000 ids an event."""

    patent_ids: list[int]


@dataclass(frozen=True, slots=True)
class OffersChanged:
    """Whether these may be offered at all became another; their legal status may be the same word as before."""

    patent_ids: list[int]
