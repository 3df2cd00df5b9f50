from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PatentsLoaded:
    """An import added or changed patents; `public.ids_loaded(import_run_id)` names them."""

    import_run_id: int
    org_ids: list[int]
