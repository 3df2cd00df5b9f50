from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrganisationsConfirmed:
    """Their names were checked against an official list; what was attributed to them on the name alone now stands."""

    organisation_ids: list[int]


@dataclass(frozen=True, slots=True)
class OrganisationsRenamed:
    organisation_ids: list[int]


@dataclass(frozen=True, slots=True)
class OrganisationsMoved:
    """They and their parts stand at other seats; the rows of tenant tables have followed already."""

    organisation_ids: list[int]


@dataclass(frozen=True, slots=True)
class OrganisationsMerged:
    """What was of `merged` is of `kept` now; the rows of tenant tables have followed already."""

    kept: int
    merged: int
