"""How much one address, one person and one organisation may ask of the node: one statement for several requests.

The public catalogue has a budget of its own against copying it out: the accounts of an organisation share one.
Budgets of signing in belong to `signin`. Static files and `/healthz` cost nothing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest

from huoshui.kernel import budget
from huoshui.kernel.actor import Actor
from huoshui.kernel.budget import Allowance, Charge
from huoshui.kernel.errors import TooMany
from huoshui.web.address import budget_key
from huoshui.web.advances import Advances

# Of whom, points, over how many seconds they grow back.
REQUESTS = {
    "address": Allowance("requests.address", 1_200, 300),
    "person": Allowance("requests.person", 900, 300),
    "organisation": Allowance("requests.organisation", 9_000, 300),
}
CATALOGUE = {
    "address": Allowance("catalogue.address", 2_400, 3_600),
    "person": Allowance("catalogue.person", 1_200, 3_600),
    "organisation": Allowance("catalogue.organisation", 4_800, 3_600),
}
WRONG_TOKENS = Allowance("requests.wrong_token", 30, 600)


@dataclass(frozen=True, slots=True)
class Price:
    """The first line that fits counts."""

    path: str
    points: int
    is_export: bool = False
    is_catalogue: bool = False


PRICES = (
    Price(r"/healthz", 0),
    Price(r"/(api/v1/)?catalogue/?", 100, is_export=True, is_catalogue=True),
    Price(r"/(api/v1/)?catalogue/?", 4, is_catalogue=True),  # a page of twenty
    Price(r"/(api/v1/)?catalogue/.+", 2, is_catalogue=True),  # one patent, in full
    Price(r"/.*", 20, is_export=True),
    Price(r"/.*", 1),
)
Payers = tuple[tuple[str, str], ...]
_advances = Advances()
MESSAGE = "访问太频繁，请稍后再试"
COPYING = "查阅公开目录太快了，请稍后再试；需要整批数据请联系主管部门"


def price_of(request: HttpRequest) -> Price:
    wants_file = "export" in request.GET
    return next(
        one for one in PRICES if (wants_file or not one.is_export) and re.fullmatch(one.path, request.path, re.DOTALL)
    )


def charge(request: HttpRequest, actor: Actor) -> None:
    """Raises TooMany. A visitor pays by address, everybody else by person and organisation."""
    price, payers = price_of(request), _payers(request, actor)
    if price.is_catalogue:
        budget.spend_all(_charges((REQUESTS, CATALOGUE), payers, price.points), message=COPYING)
    elif price.points and not _advances.take(payers, price.points):
        _pay(payers, price.points)


def _pay(payers: Payers, points: int) -> None:
    """Some pages ahead where the budgets still give as much. Raises TooMany where they do not even give this one."""
    ahead = settings.REQUESTS_PAID_AHEAD
    if ahead > points and all(_scaled(REQUESTS[whose]).amount >= 50 * ahead for whose, _ in payers):
        try:
            budget.spend_all(_charges((REQUESTS,), payers, ahead), message=MESSAGE)
        except TooMany:
            pass
        else:
            _advances.put(payers, ahead - points)
            return
    budget.spend_all(_charges((REQUESTS,), payers, points), message=MESSAGE)


def _charges(tables: Iterable[Mapping[str, Allowance]], payers: Payers, points: int) -> list[Charge]:
    return [Charge(_scaled(table[whose]), key, points) for table in tables for whose, key in payers]


def charge_wrong_token(request: HttpRequest) -> None:
    key = budget_key(request.client_address)  # type: ignore[attr-defined]
    budget.spend(_scaled(WRONG_TOKENS), key, message=MESSAGE)


def _payers(request: HttpRequest, actor: Actor) -> Payers:
    if actor.is_visitor:
        return (("address", budget_key(request.client_address)),)  # type: ignore[attr-defined]
    return ("person", str(actor.user_id)), ("organisation", str(actor.org_id))


def _scaled(allowance: Allowance) -> Allowance:
    """HUOSHUI_BUDGET_FACTOR: a node for a whole campus behind one address gives more, a load test very much more."""
    return replace(allowance, amount=max(1, round(allowance.amount * settings.BUDGET_FACTOR)))
