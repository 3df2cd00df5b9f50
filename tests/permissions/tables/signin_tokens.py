"""Routes of API tokens."""

from huoshui.kernel.tenancy import scope
from huoshui.signin import tokens
from tests.permissions.route import Route
from tests.permissions.things import Props

PAGES = {
    "tokens": Route("signin.tokens"),
    "token-end": Route("signin.end_token", method="post"),
}
OBJECTS = {"token-end": "token_id"}
ACTIONS = {
    "signin.make_token": lambda actor, props: tokens.make_token(actor, name="", permissions=(), days=0),
}


def put_on_stage(props: Props) -> None:
    for person, org in (("office", "lake_university"), ("other_office", "hill_university")):
        actor = props.world.actor(person)
        with scope(actor):
            made = tokens.make_token(actor, name="每日同步", permissions=["patents.view"], days=30)
        props.put("token_id", made.id, org=org, only=(person,))
