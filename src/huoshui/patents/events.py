from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PatentsLoaded:
    """A chunk of an import added or changed patents; `public.ids_loaded(import_run_id, part)` names them."""

    import_run_id: int
    org_ids: list[int]
    part: int = 0


@dataclass(frozen=True, slots=True)
class RightsChanged:
    """Legal status or end of term became another; at most 1,000 ids an event."""

    patent_ids: list[int]
