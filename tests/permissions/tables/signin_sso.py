"""Routes of single sign-on and of linked identities."""

from huoshui.kernel.tenancy import scope
from huoshui.signin import sso_links
from tests.permissions.route import OPEN, Route
from tests.permissions.things import Props

PAGES = {
    "sso-start": OPEN,  # no provider is configured on the stage: everybody is led back to the sign-in page
    "sso-return": OPEN,
    "identities": Route("signin.identities"),
    "identity-link": Route("signin.link_identity", method="post"),
    "identity-unlink": Route("signin.unlink_identity", method="post"),
}
OBJECTS = {"sso-start": "provider_id", "sso-return": "provider_id", "identity-unlink": "identity_id"}


def put_on_stage(props: Props) -> None:
    props.put("provider_id", "lake", org="lake_university")
    for person, org in (("office", "lake_university"), ("other_office", "hill_university")):
        actor = props.world.actor(person)
        with scope(actor):
            key = sso_links.link_identity(actor, provider_id="lake", subject=f"subject-{person}")
        props.put("identity_id", key, org=org, only=(person,))
