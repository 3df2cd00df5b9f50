"""Everything that changes the base library, by subject."""

from huoshui.patents.actions.indexing import check_index, index_changes, rebuild_index
from huoshui.patents.actions.loading import give_up_import, import_patents
from huoshui.patents.actions.owners import place_patents, settle_attribution
from huoshui.patents.actions.rights import apply_rights

__all__ = [
    "apply_rights",
    "check_index",
    "give_up_import",
    "import_patents",
    "index_changes",
    "place_patents",
    "rebuild_index",
    "settle_attribution",
]
