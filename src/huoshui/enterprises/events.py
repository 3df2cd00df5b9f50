from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProfilesChanged:
    """Profiles of these enterprises are new or say something else; matches against them are to be renewed."""

    org_ids: list[int]
