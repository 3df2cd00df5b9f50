"""The door of profiles: frozen cards. Contacts stand with the room of personal information."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from huoshui.enterprises import queries
from huoshui.enterprises.actions import EnterpriseOutcome, edit_own_profile, import_enterprises, open_profile
from huoshui.enterprises.models import EnterpriseProfile

__all__ = [
    "EnterpriseCard",
    "EnterpriseOutcome",
    "cards",
    "edit_own_profile",
    "import_enterprises",
    "open_profile",
    "profiles",
]
CHUNK = 2_000
LISTS = ("products", "enterprise_types", "industry_codes", "sample_titles")
LISTS = ("products", "enterprise_types", "industry_codes", "sample_titles")


@dataclass(frozen=True, slots=True)
class EnterpriseCard:
    """`need_text` is internal by the standard: matching may read it, nobody but the enterprise is shown it."""

    org_id: int
    seat: int
    line_seat: int
    name: str
    business_scope: str
    products: tuple[str, ...]
    enterprise_types: tuple[str, ...]
    industry_codes: tuple[str, ...]
    ipc_profile: dict[str, int]
    sample_titles: tuple[str, ...]
    need_text: str
    n_publications: int
    as_of: date
    demonstration: bool


def profiles() -> Iterator[EnterpriseCard]:
    """Every profile in the open scope, in the order they were made; read in chunks."""
    after = 0
    while rows := list(queries.profiles_after(after, CHUNK)):
        yield from map(_card, rows)
        after = rows[-1].pk


def cards(org_ids: Iterable[int]) -> dict[int, EnterpriseCard]:
    """By organisation; what lies outside the scope is missing."""
    return {row.org_id: _card(row) for row in queries.profiles_of(org_ids)}


def _card(row: EnterpriseProfile) -> EnterpriseCard:
    told: dict[str, Any] = {name: tuple(getattr(row, name)) for name in LISTS} | {"name": row.org_name}
    return EnterpriseCard(**told, **{name: getattr(row, name) for name in EnterpriseCard.__slots__ if name not in told})
