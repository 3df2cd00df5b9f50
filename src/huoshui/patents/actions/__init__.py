"""Everything that changes the base library, by subject."""

from huoshui.patents.actions.columns import remember_columns
from huoshui.patents.actions.disagreements import settle_disagreement
from huoshui.patents.actions.indexing import check_index, index_changes, rebuild_index
from huoshui.patents.actions.loading import (
    apply_chunk,
    begin_import,
    check_import,
    confirm_import,
    describe_import,
    fail_import,
    give_up_import,
)
from huoshui.patents.actions.owners import hand_over_named, place_patents, settle_attribution
from huoshui.patents.actions.rights import apply_rights

__all__ = [
    "apply_chunk",
    "apply_rights",
    "begin_import",
    "check_import",
    "check_index",
    "confirm_import",
    "describe_import",
    "fail_import",
    "give_up_import",
    "hand_over_named",
    "index_changes",
    "place_patents",
    "rebuild_index",
    "remember_columns",
    "settle_attribution",
    "settle_disagreement",
]
