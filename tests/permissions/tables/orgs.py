"""Routes of orgs. Whoever reaches an organisation sees it; who may correct or edit it is said on the stage."""

from datetime import date

from huoshui.orgs import public as orgs
from huoshui.orgs.actions import follow_changes
from tests.permissions.route import Route
from tests.permissions.things import Props

ON = date(2026, 9, 1)
IN_REACH = (404, 403)  # not theirs to change: absent, or seen and refused
SCHOOLS = ("office", "second_office", "other_office", "hospital")


def change(permission: str) -> Route:
    return Route(permission, elsewhere=IN_REACH)


PAGES = {
    "organisations": Route("orgs.view"),
    "organisation": Route("orgs.view"),
    "organisation-open": Route("orgs.open"),
    "organisations-import": Route("orgs.open"),
    "organisation-duplicates": Route("orgs.merge"),
    "organisation-rename": change("orgs.rename"),
    "organisation-names": change("orgs.edit"),
    "organisation-edit": change("orgs.edit"),
    "organisation-move": change("orgs.move"),
    "organisation-merge": change("orgs.merge"),
    "organisation-close": change("orgs.close"),
}
OBJECTS = {
    "organisation": "organisation_id",
    "organisation-rename": "correctable_id",
    "organisation-names": "editable_id",
    "organisation-edit": "editable_id",
    "organisation-move": "correctable_id",
    "organisation-merge": "correctable_id",
    "organisation-close": "correctable_id",
    "POST /organisations/{organisation_id}/rename": "correctable_id",
}
API = {
    "GET /organisations/": Route("orgs.view"),
    "GET /organisations/{organisation_id}": Route("orgs.view"),
    "POST /organisations/": Route(
        "orgs.open",
        method="post",
        body={"name": "东江试验大学", "kind": "institution", "region": 430100, "line": 1},
        not_for=(*SCHOOLS, "shanxi", "county"),
    ),
    "POST /organisations/{organisation_id}/rename": Route(
        "orgs.rename", method="post", body={"name": "东江试验大学", "on": "2026-09-01"}, elsewhere=IN_REACH
    ),
}


def _hill(props: Props) -> int:
    """Out of the office's reach: told after the right has been found."""
    return props.world.orgs["hill_university"].id


ACTIONS = {
    "orgs.open": lambda actor, props: orgs.open_organisations(actor, new=[]),
    "orgs.import": lambda actor, props: orgs.add_credit_codes(actor, codes={}),
    "orgs.edit": lambda actor, props: orgs.add_alias(actor, organisation_id=_hill(props), name="某大学", on=ON),
    "orgs.rename": lambda actor, props: orgs.rename_organisation(
        actor, organisation_id=_hill(props), name="某大学", on=ON
    ),
    "orgs.move": lambda actor, props: orgs.move_organisation(actor, organisation_id=_hill(props), on=ON, line=2),
    "orgs.merge": lambda actor, props: orgs.merge_organisations(
        actor, kept_id=_hill(props), merged_id=_hill(props), on=ON
    ),
    "orgs.close": lambda actor, props: orgs.close_organisation(
        actor, organisation_id=_hill(props), on=ON, reason="停办"
    ),
    "orgs.follow": lambda actor, props: follow_changes(actor, organisation_ids=[]),
}
CORRECTED_BY = {
    "lake_university": ("national", "hunan", "changsha"),
    "lake_college": ("national", "hunan", "changsha", "office", "second_office"),
    "hill_university": ("national", "shanxi"),
    "changsha_bureau": ("national", "hunan"),
}
OWN = {
    "lake_university": ("office", "second_office"),
    "hill_university": ("other_office",),
    "changsha_bureau": ("changsha",),
}


def put_on_stage(props: Props) -> None:
    for org in (*CORRECTED_BY, "lake_hospital", "battery_maker"):
        props.put("organisation_id", props.world.orgs[org].id, org=org)
    for org, people in CORRECTED_BY.items():
        props.put("correctable_id", props.world.orgs[org].id, org=org, only=people)
        props.put("editable_id", props.world.orgs[org].id, org=org, only=(*people, *OWN.get(org, ())))
