from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrganisationsConfirmed:
    """Their names were checked against an official list; what was attributed to them on the name alone now stands."""

    organisation_ids: list[int]
