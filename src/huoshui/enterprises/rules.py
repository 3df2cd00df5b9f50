"""Who writes which field of a profile, and what a file may change in it. Values in, answers out."""

from collections.abc import Mapping
from typing import Any

from huoshui_core.standards import load

STANDARD = load("enterprise")
COUNTED = ("ipc_profile", "sample_titles", "n_publications")  # drawn from the enterprise's own patents
STATED = ("business_scope", "products", "enterprise_types", "industry_codes", "need_text")
PROFILE = (*STATED, *COUNTED)
_CODES = STANDARD.field("enterprise_types").codes
TYPES: tuple[str, ...] = tuple(_CODES.values) if _CODES else ()
EMPTY: dict[str, Any] = {
    "business_scope": "",
    "products": [],
    "enterprise_types": [],
    "industry_codes": [],
    "need_text": "",
    "ipc_profile": {},
    "sample_titles": [],
    "n_publications": 0,
}


def columns_of(values: Mapping[str, Any], names: tuple[str, ...] = PROFILE) -> dict[str, Any]:
    """Cleaned values as they are stored: lists for tuples, the empty value of its kind for nothing."""
    return {name: _stored(name, values.get(name)) for name in names}


def _stored(name: str, value: Any) -> Any:
    if value is None:
        return EMPTY[name]
    return list(value) if isinstance(value, tuple) else value


def after_import(known: Mapping[str, Any], given: Mapping[str, Any], *, is_own: bool) -> dict[str, Any]:
    """What a file leaves empty never erases; what the enterprise states itself is not overwritten, only completed."""
    return {
        name: known[name]
        if given[name] == EMPTY[name] or (is_own and name in STATED and known[name] != EMPTY[name])
        else given[name]
        for name in PROFILE
    }
