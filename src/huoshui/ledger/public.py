"""The door of the ledger."""

from huoshui.ledger.actions import note_export

__all__ = ["note_export"]
