from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClaimApproved:
    """The office has confirmed that this patent is this inventor's; whoever keeps its dossier entrusts it."""

    user_id: int
    patent_id: int
