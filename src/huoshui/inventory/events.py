from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DossiersAccepted:
    """Reviewed and entered; what is offered for conversion is to be published from them."""

    dossier_ids: list[int]


@dataclass(frozen=True, slots=True)
class DossiersReopened:
    """No longer accepted: what was published from them is to be withdrawn."""

    dossier_ids: list[int]


@dataclass(frozen=True, slots=True)
class RulesChanged:
    """Scope of an institution, or somebody's list of what comes first: the dossiers it concerns follow."""

    org_id: int
    role: str
