"""Routes of opening accounts, invitations and delegations."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from huoshui.accounts.models import Membership
from huoshui.enrolment import delegation_actions, people_actions, sheet_actions
from huoshui.enrolment.invitation_links import token_of
from huoshui.enrolment.models import Invitation
from huoshui.kernel import clock
from tests.permissions.route import Route
from tests.permissions.things import Props

OPEN, INVITE = Route("enrolment.open"), Route("enrolment.invite")
GIVE = replace(INVITE, method="post", elsewhere=(403, 404))  # in reach, but not this actor's to look after

PAGES = {
    "people-open": OPEN,
    "person-link": GIVE,
    "people-sheet": OPEN,
    "people-sheet-template": OPEN,
    "people-sheet-checked": OPEN,
    "people-sheet-confirm": replace(OPEN, method="post"),
    "people-sheet-workbook": OPEN,
    "people-sheet-links": replace(INVITE, method="post"),
    "invitations": INVITE,
    "invite": INVITE,
    "invitation": INVITE,
    "invitation-renew": GIVE,
    "invitation-revoke": GIVE,
    # Whoever holds a link reads who invites whom, wherever it lies.
    "join": Route("enrolment.accept", elsewhere=(200,)),
    "delegations": Route("enrolment.view_delegations"),
    "delegation-end": Route("enrolment.end_delegation", method="post"),
}
OBJECTS = {
    "person-link": "kept_person_id",
    "people-sheet-checked": "people_sheet_id",
    "people-sheet-confirm": "people_sheet_id",
    "people-sheet-workbook": "people_sheet_id",
    "people-sheet-links": "people_sheet_id",
    "invitation": "people_invitation_id",
    "invitation-renew": "kept_invitation_id",
    "invitation-revoke": "kept_invitation_id",
    "join": "join_token",
    "delegation-end": "delegation_id",
}
NOWHERE = {"username": "somebody", "name": "somebody", "organisation_id": 0, "role": "inventor"}
API = {
    "POST /enrolment/accounts": replace(OPEN, method="post", body=NOWHERE),
    "POST /enrolment/sheets": replace(OPEN, method="post", upload=True),
    "POST /enrolment/sheets/{people_sheet_id}/confirm": replace(OPEN, method="post"),
}
WHOM = {"username": "nobody", "name": "nobody", "reason": "试验"}
ACTIONS = {
    "enrolment.delegate_own": lambda actor, props: delegation_actions.delegate_own(actor, until=clock.today(), **WHOM),
    "enrolment.delegate_unit": lambda actor, props: delegation_actions.delegate_unit(
        actor, until=clock.today(), **WHOM
    ),
}
LOOKING_AFTER = {"lake_university": ("office", "secretary"), "hill_university": ("other_office",)}


def put_on_stage(props: Props) -> None:
    """A person who has not come in yet and a sheet that waits with either institution, and one delegation."""
    for org, keepers in LOOKING_AFTER.items():
        _put_person(props, org, keepers)
        _put_sheet(props, org, keepers)
    given = delegation_actions.delegate_own(
        props.world.actor("inventor"),
        username="secretary",
        name="secretary",
        until=clock.today() + timedelta(days=30),
        reason="出差",
    )
    props.put("delegation_id", given, org="lake_university", only=("inventor", "secretary", "office"))


def _put_person(props: Props, org: str, keepers: tuple[str, ...]) -> None:
    actor = props.world.actor(keepers[0])
    opened = people_actions.open_account(
        actor, username=f"new-{org}", name="待启用某人", organisation_id=props.world.orgs[org].id, role="inventor"
    )
    props.put("person_id", opened.user_id, org=org)
    props.put("kept_person_id", opened.user_id, org=org, only=keepers)
    props.put("membership_id", Membership.objects.get(user_id=opened.user_id).pk, org=org, only=keepers)
    props.put("people_invitation_id", opened.invitation_id, org=org)
    props.put("kept_invitation_id", opened.invitation_id, org=org, only=keepers)
    props.put("join_token", token_of(Invitation.objects.get(pk=opened.invitation_id)), org=org)


def _put_sheet(props: Props, org: str, keepers: tuple[str, ...]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        path.write_text("工号,姓名\nsheet1,某甲\n", "utf-8")
        made = sheet_actions.check_sheet(props.world.actor(keepers[0]), path=path, file_name=path.name)
    props.put("people_sheet_id", made, org=org, only=keepers)
