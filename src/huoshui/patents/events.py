from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PatentsLoaded:
    """An import added or changed patents; `public.ids_loaded(import_run_id)` names them."""

    import_run_id: int
    org_ids: list[int]


@dataclass(frozen=True, slots=True)
class PatentsPlaced:
    """They stand in the care of another college now: what upper rooms keep of them moves along."""

    patent_ids: list[int]
