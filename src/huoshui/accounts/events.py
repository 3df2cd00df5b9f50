from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StandingChanged:
    """Inventors of an institution came, left, retired or took up other duties: who answers for patents may change."""

    institution_id: int
    user_ids: list[int]
