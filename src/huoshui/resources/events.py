from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EntriesPublished:
    """Offered now, for the first time or with other content."""

    entry_ids: list[int]


@dataclass(frozen=True, slots=True)
class EntriesWithdrawn:
    """No longer offered, for a while or for good; `public.listed_cards` no longer answers for them."""

    entry_ids: list[int]
