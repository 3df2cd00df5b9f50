"""CAS 3.0: the person brings a ticket, the node asks the server once whose it is."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from lxml import etree

from huoshui.signin.providers import Provider
from huoshui.signin.sso_attempts import Attempt, Identified
from huoshui.signin.sso_http import ProviderFault, ask

SPACE = "{http://www.yale.edu/tp/cas}"
LONGEST_TICKET = 256


def start_address(provider: Provider, attempt: Attempt, *, comes_back_to: str) -> str:
    again = {"renew": "true"} if attempt.confirms else {}
    return f"{provider.server}/login?{urlencode({'service': comes_back_to, **again})}"


def identify(provider: Provider, attempt: Attempt, answer: Mapping[str, str], *, comes_back_to: str) -> Identified:
    """The server counts a ticket once and for this address only; so it refuses what was forged, used or stolen."""
    ticket = answer.get("ticket", "")
    if not ticket.startswith("ST-") or len(ticket) > LONGEST_TICKET:
        raise ProviderFault("no service ticket came back")
    asked = {"service": comes_back_to, "ticket": ticket} | ({"renew": "true"} if attempt.confirms else {})
    name, attributes = read_answer(ask(provider, f"{provider.server}/p3/serviceValidate", params=asked))
    claims: dict[str, Any] = {"user": name, **attributes}
    subject = claims.get(provider.subject, "") if provider.subject else name
    if not subject or len(subject) > 200:
        raise ProviderFault("the subject is missing")
    username = claims.get(provider.username_claim, "") if provider.username_claim else ""
    return Identified(provider.id, subject, username, claims)


def read_answer(body: bytes) -> tuple[str, dict[str, str]]:
    """User and attributes. Nothing but the one success of the protocol counts; raises ProviderFault."""
    # A document type is never part of this answer, so nothing has to be resolved or fetched.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise ProviderFault("the answer was not XML") from fault
    document: Any = root.getroottree().docinfo
    if document.doctype:
        raise ProviderFault("the answer carries a document type")
    if root.tag != f"{SPACE}serviceResponse" or len(root) != 1 or root[0].tag != f"{SPACE}authenticationSuccess":
        raise ProviderFault("the ticket was refused")
    success = root[0]
    users = success.findall(f"{SPACE}user")
    name = (users[0].text or "").strip() if len(users) == 1 and not len(users[0]) else ""
    if not name:
        raise ProviderFault("the answer names no user")
    if success.find(f"{SPACE}proxies") is not None:
        raise ProviderFault("the ticket came through a proxy")
    return name, _attributes(success)


def _attributes(success: Any) -> dict[str, str]:
    """The first value of each; a comment between the letters of a value makes it no value."""
    found: dict[str, str] = {}
    for one in success.iterfind(f"{SPACE}attributes/{SPACE}*"):
        if not len(one) and one.text:
            found.setdefault(etree.QName(one).localname, one.text.strip())
    return found
