from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableSwitched:
    """Codes of patents may differ from now on: whoever keeps them works them out again."""

    table: str
