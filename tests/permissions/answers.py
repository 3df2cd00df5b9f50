"""What should have been answered, what was, and which words in it should not stand there."""

from django.urls import reverse

from tests.permissions.asking import ALL, Answer, Theatre
from tests.permissions.expected import ROLES_OF
from tests.permissions.principals import Principal, may_read, sees
from tests.permissions.things import Thing


def wanted(who: Principal, name: str, thing: Thing | None) -> str:
    """What the agreed table and the world say: sign in, refused, absent, answered."""
    route = ALL[name]
    if not who.roles & ROLES_OF[route.permission]:
        return "sign in" if who.is_visitor else "refused"
    if who.name in route.not_for:
        return "refused"
    if who.name in route.absent_for:
        return "absent"
    if thing is not None and not sees(who, thing):
        return "elsewhere"
    return "spent" if route.is_spent else "answered"


def given(name: str, answer: Answer) -> set[str]:
    """An answer may be read in more than one way: 404 is “absent” and, of something spent, right as well."""
    if answer.status >= 500:
        return {f"failed with {answer.status}"}
    if answer.status == 401 or (answer.status == 302 and answer.location.startswith(reverse("sign-in"))):
        return {"sign in"}
    if answer.status == 403:
        return {"refused"} | ({"elsewhere"} if 403 in ALL[name].elsewhere else set())
    if answer.status == 404:
        return {"absent", "spent", "elsewhere"}
    return {"answered", "spent"} | ({"elsewhere"} if answer.status in ALL[name].elsewhere else set())


def leaks(theatre: Theatre, who: Principal, answer: Answer) -> list[str]:
    """Words in the answer that this person may never read."""
    return [one.words for one in theatre.props.marks if one.words in answer.text and not may_read(who, one)]


def faults(theatre: Theatre, who: Principal, name: str, thing: Thing | None, query: str = "") -> list[str]:
    answer = theatre.look(who.name, name, thing, query=query)
    about = f"{name}{query} as {who.name}" + (f" for {thing.kind} of {thing.org} {thing.state}" if thing else "")
    want, got = wanted(who, name, thing), given(name, answer)
    wrong = [] if want in got else [f"{about}: {want}, not {sorted(got)} ({answer.status})"]
    return wrong + [f"{about}: shows {words}" for words in leaks(theatre, who, answer)]
