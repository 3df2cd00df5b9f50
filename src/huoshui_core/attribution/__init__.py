"""Whose patent a row is: the institution among its applicants, and which entry of a directory a name means."""

from huoshui_core.attribution.directory import TIERS, Directory, Listed, Match, Tier
from huoshui_core.attribution.owners import Owner, campus_of, institution_type, owner_among
from huoshui_core.attribution.proposing import Proposal

__all__ = [
    "TIERS",
    "Directory",
    "Listed",
    "Match",
    "Owner",
    "Proposal",
    "Tier",
    "campus_of",
    "institution_type",
    "owner_among",
]
