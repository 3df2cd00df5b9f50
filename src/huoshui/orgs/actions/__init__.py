"""Everything that changes the directory of organisations, by subject."""

from huoshui.orgs.actions.facts import close_organisation, edit_organisation
from huoshui.orgs.actions.merging import merge_organisations
from huoshui.orgs.actions.moving import follow_changes, move_organisation
from huoshui.orgs.actions.naming import add_alias, end_alias, rename_organisation
from huoshui.orgs.actions.opening import NewOrganisation, open_organisations
from huoshui.orgs.actions.standing import confirm_organisation, doubt_organisation, part_organisations

__all__ = [
    "NewOrganisation",
    "add_alias",
    "close_organisation",
    "confirm_organisation",
    "doubt_organisation",
    "edit_organisation",
    "end_alias",
    "follow_changes",
    "merge_organisations",
    "move_organisation",
    "open_organisations",
    "part_organisations",
    "rename_organisation",
]
