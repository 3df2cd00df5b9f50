"""The door of the directory: frozen cards over ids."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from huoshui.kernel.reach import Reach
from huoshui.orgs import queries, rules, suggesting
from huoshui.orgs.actions import (
    NewOrganisation,
    add_alias,
    close_organisation,
    confirm_organisation,
    doubt_organisation,
    edit_organisation,
    end_alias,
    follow_changes,
    merge_organisations,
    move_organisation,
    open_organisations,
    part_organisations,
    rename_organisation,
)
from huoshui.orgs.forms import RegionField
from huoshui.orgs.imports import add_credit_codes, import_colleges, import_institutions
from huoshui.orgs.listings import institution_filters, name_filter
from huoshui.orgs.models import Organisation
from huoshui.orgs.rules import INTERMEDIARIES, place_name
from huoshui.orgs.sections import add_section
from huoshui.orgs.suggesting import places_like
from huoshui_core.attribution import Directory

__all__ = [
    "INTERMEDIARIES",
    "NewOrganisation",
    "OrganisationCard",
    "RegionField",
    "add_alias",
    "add_credit_codes",
    "add_section",
    "audit_reach_for",
    "card",
    "cards",
    "close_organisation",
    "confirm_organisation",
    "credit_codes",
    "doubt_organisation",
    "edit_organisation",
    "end_alias",
    "follow_changes",
    "ids_by_credit_code",
    "ids_by_name",
    "import_colleges",
    "import_institutions",
    "institution_directory",
    "institution_filters",
    "keys_on_side",
    "like",
    "manages_accounts",
    "may_manage",
    "may_open",
    "merge_organisations",
    "move_organisation",
    "name_filter",
    "name_keys",
    "name_of",
    "names",
    "open_organisations",
    "part_organisations",
    "place_name",
    "places_like",
    "reach_for",
    "rename_organisation",
    "roles_in",
    "sure_keys",
    "within",
]


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    id: int
    name: str
    kind: str
    institution_type: str
    region: int
    line: int
    seat: int
    line_seat: int
    standing: str
    two_step_review: bool
    parent_id: int | None
    demonstration: bool


def cards(ids: Iterable[int]) -> dict[int, OrganisationCard]:
    return {row.pk: _card(row) for row in Organisation.objects.filter(pk__in=set(ids))}


def card(organisation_id: int) -> OrganisationCard | None:
    return cards([organisation_id]).get(organisation_id)


def names(ids: Iterable[int]) -> dict[int, str]:
    return queries.organisation_names(ids)


def name_of(column: str = "org_id") -> Subquery:
    """An expression: the name of the organisation whose id stands in `column` of the outer row."""
    return Subquery(Organisation.objects.filter(pk=OuterRef(column)).values("name")[:1])


def ids_by_name(side: str, names: Iterable[str]) -> dict[str, int]:
    return queries.organisation_ids_by_name(side, names)


def credit_codes(ids: Iterable[int]) -> dict[int, str]:
    return queries.credit_codes(ids)


def ids_by_credit_code(codes: Iterable[str]) -> dict[str, int]:
    return queries.organisation_ids_by_credit_code(codes)


def keys_on_side(side: str) -> dict[str, int]:
    return queries.keys_on_side(side)


def institution_directory() -> Directory:
    return queries.institution_directory()


def sure_keys(organisation_id: int) -> frozenset[str]:
    """All folded names that surely mean this institution: its own, and those of known renamings."""
    return queries.institution_directory().keys_of(organisation_id)


def name_keys(ids: Iterable[int]) -> dict[int, frozenset[str]]:
    return queries.name_keys(ids)


def like(side: str, fragments: Iterable[str], *, most: int = 10) -> list[OrganisationCard]:
    """Whose names hold one of the fragments, shortest first."""
    return [_card(row) for row in suggesting.organisations_like(side, fragments, most=most)]


def within(reach: Reach, *, kind: str) -> list[OrganisationCard]:
    """In the order of seats, so by territory."""
    return [_card(row) for row in queries.organisations_within(reach, kind=kind)]


def reach_for(role: str, organisation: OrganisationCard) -> Reach:
    return rules.reach_for(role, seat=organisation.seat, region=organisation.region, line=organisation.line)


def audit_reach_for(role: str, organisation: OrganisationCard) -> Reach:
    return rules.audit_reach_for(role, kind=organisation.kind, seat=organisation.seat, region=organisation.region)


def manages_accounts(role: str) -> bool:
    return role in rules.MANAGING_ROLES


def may_open(
    role: str, organisation: OrganisationCard, *, kind: str, region: int, line: int, parent_id: int | None = None
) -> bool:
    """Whether a person in this role of `organisation` may open such an organisation, see `rules.may_open`."""
    return rules.may_open(role, _place(organisation), rules.Place(kind, region, line, parent_id))


def may_manage(role: str, organisation: OrganisationCard, other: OrganisationCard) -> bool:
    """One's own organisation, and those one may open."""
    return rules.may_manage(role, _place(organisation), _place(other))


def _place(card: OrganisationCard) -> rules.Place:
    return rules.Place(card.kind, card.region, card.line, card.parent_id, card.id)


def roles_in(organisation: OrganisationCard) -> frozenset[str]:
    return rules.roles_in(organisation.kind, organisation.region)


def _card(row: Organisation) -> OrganisationCard:
    return OrganisationCard(
        id=row.pk,
        **{name: getattr(row, name) for name in OrganisationCard.__slots__ if name != "id"},
    )


def has_demonstration() -> bool:
    return Organisation.objects.filter(demonstration=True).exists()
