"""Taking the ledger away is itself a line of it."""

from collections.abc import Sequence

from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor

PERMISSIONS = {"lines": "ledger.export", "chain": "ledger.export", "own": "ledger.view_own"}


@action
def note_export(actor: Actor, *, what: str, rows: int, filters: Sequence[str] = ()) -> None:
    """`what`: lines, chain or own. Of the filters only the names are noted: their values may be people's."""
    require(actor, PERMISSIONS[what])
    note(actor, "ledger.export", f"ledger:{what}", rows=rows, filters=list(filters))
