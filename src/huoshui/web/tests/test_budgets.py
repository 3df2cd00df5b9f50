"""Bar A2: what one account, ten accounts of an organisation and a stranger get of the catalogue in half an hour."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from tests.world import World

from huoshui.accounts.public import open_account
from huoshui.kernel import budget, clock
from huoshui.kernel.errors import TooMany
from huoshui.kernel.tenancy import scope
from huoshui.signin import public as signin
from huoshui.web import budgets
from huoshui.web.advances import Advances

User = get_user_model()

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
HALF_AN_HOUR = 1_800
DETAIL = "/api/v1/catalogue/CN107000001B"
DETAIL_POINTS = 2


@pytest.fixture
def factor(settings: Any) -> float:
    settings.BUDGET_FACTOR = 0.2  # the same, of a smaller node: fewer requests to make
    return 0.2


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def scrape(clients: Sequence[Client], *, tries: int, ask: Callable[[Client], Any] | None = None) -> int:
    """Round after round, evenly over half an hour; answers how many were served."""
    ask = ask or (lambda client: client.get(DETAIL))
    served = 0
    for number in range(tries):
        with clock.clock_at(NOON + timedelta(seconds=HALF_AN_HOUR * number / (tries - 1))):
            served += sum(ask(client).status_code != 429 for client in clients)
    return served


def promised(whose: str, factor: float) -> float:
    """What an allowance gives in half an hour, full at first."""
    amount = budgets.CATALOGUE[whose].amount * factor
    return amount * (1 + HALF_AN_HOUR / budgets.CATALOGUE[whose].seconds) / DETAIL_POINTS


def holds(served: int, wanted: float) -> bool:
    return abs(served - wanted) <= 0.02 * wanted


def test_one_account_gets_what_an_account_may(world: World, factor: float) -> None:
    with clock.clock_at(NOON):
        clients = [signed_in("inventor")]
    assert holds(scrape(clients, tries=400), promised("person", factor))


def test_ten_accounts_of_one_organisation_share_its_budget(world: World, factor: float) -> None:
    with clock.clock_at(NOON), scope(world.operator):
        school = world.orgs["lake_university"].id
        for number in range(10):
            open_account(
                world.operator,
                username=f"scraper{number}",
                name="采集",
                password="a-long-password",
                organisation_id=school,
                role="inventor",
            )
        clients = [signed_in(f"scraper{number}") for number in range(10)]
    wanted = promised("organisation", factor)
    assert wanted < 10 * promised("person", factor)
    assert holds(scrape(clients, tries=100), wanted)


def test_a_stranger_gets_what_an_address_may_whatever_it_pretends(world: World, factor: float) -> None:
    pretended = iter(range(10**6))

    def ask(client: Client) -> Any:
        number = next(pretended)
        return client.get(DETAIL, headers={"x-forwarded-for": f"10.{number % 250}.0.1", "user-agent": f"b{number}"})

    assert holds(scrape([Client()], tries=600, ask=ask), promised("address", factor))


def test_without_the_budget_the_scraper_would_get_everything(
    world: World, factor: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "spend_all", lambda charges, message: None)
    assert scrape([Client()], tries=400) == 400


def test_a_token_pays_like_its_person(world: World, factor: float) -> None:
    with clock.clock_at(NOON):
        made = signin.make_token(world.actor("inventor"), name="x", permissions=["resources.browse"], days=30)
        by_token, by_session = Client(headers={"authorization": f"Bearer {made.token}"}), signed_in("inventor")
    assert holds(scrape([by_token, by_session], tries=200), promised("person", factor))


def test_an_export_of_the_catalogue_costs_many_pages(rf: RequestFactory) -> None:
    def points(path: str) -> tuple[int, bool]:
        price = budgets.price_of(rf.get(path))
        return price.points, price.is_catalogue

    assert points("/catalogue/") == (4, True)
    assert points("/catalogue/?export=xlsx") == (100, True)
    assert points("/catalogue/CN107000001B/") == (2, True)
    assert points("/api/v1/catalogue") == points("/api/v1/catalogue/") == (4, True)
    assert points("/api/v1/catalogue/CN107000001B?export=x") == (2, True)
    assert points("/catalogue/x\ny/") == (2, True)
    assert points("/patents/?export=csv") == (20, False)
    assert points("/patents/") == (1, False)
    assert points("/healthz") == (0, False)


def test_the_page_says_when_to_come_back_and_the_api_says_it_to_programs(world: World, settings: Any) -> None:
    settings.BUDGET_FACTOR = 4 / budgets.REQUESTS["address"].amount  # one search
    with clock.clock_at(NOON):
        assert Client().get("/catalogue/").status_code == 200
        page, program = Client().get("/catalogue/"), Client().get("/api/v1/catalogue/")
    assert (page.status_code, program.status_code) == (429, 429)
    assert 0 < int(page["Retry-After"]) <= 3_600
    assert "查阅公开目录太快了" in page.content.decode()
    assert program["Content-Type"] == "application/problem+json"
    assert program.json()["code"] == "too_many"
    assert int(program["Retry-After"]) == program.json()["facts"]["retry_after"]


def test_static_files_and_the_health_check_are_free(world: World, settings: Any, tmp_path: Path) -> None:
    settings.BUDGET_FACTOR, settings.STATIC_ROOT = 0.000001, tmp_path
    (tmp_path / "page.css").write_text("p {}")
    client = Client()
    for path in ("/healthz", "/static/page.css") * 5:
        assert client.get(path).status_code == 200
    assert not _rows()


def test_a_request_pays_in_one_statement(world: World, factor: float) -> None:
    client = signed_in("office")
    for path in ("/account/", "/catalogue/"):
        with CaptureQueriesContext(connection) as counted:
            client.get(path)
        assert sum("kernel_budget" in one["sql"] for one in counted) == 1


def asked(world: World, rf: RequestFactory, path: str = "/patents/", *, times: int) -> tuple[int, int]:
    """How many are served, and how many statements they took."""
    served = 0
    with CaptureQueriesContext(connection) as counted:
        for _ in range(times):
            try:
                budgets.charge(rf.get(path), world.actor("office"))
            except TooMany:
                continue
            served += 1
    return served, sum("kernel_budget" in one["sql"] for one in counted)


@pytest.fixture
def paid_ahead(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REQUESTS_PAID_AHEAD, settings.BUDGET_FACTOR = 10, 1
    monkeypatch.setattr(budgets, "_advances", Advances())


def test_somebody_reading_pays_several_pages_ahead(world: World, rf: RequestFactory, paid_ahead: None) -> None:
    with clock.clock_at(NOON):
        assert asked(world, rf, times=20) == (20, 2)
        assert asked(world, rf, "/catalogue/", times=3) == (3, 3), "the catalogue is paid one by one"


def test_paying_ahead_gives_exactly_what_the_budget_holds(
    world: World, rf: RequestFactory, paid_ahead: None, settings: Any
) -> None:
    settings.REQUESTS_PAID_AHEAD = 7  # of 900: the last advance is refused, what is left is paid one by one
    with clock.clock_at(NOON):
        assert asked(world, rf, times=1_000)[0] == budgets.REQUESTS["person"].amount


def test_what_a_process_holds_does_not_serve_another(world: World, rf: RequestFactory, paid_ahead: None) -> None:
    served = 0
    with clock.clock_at(NOON), pytest.MonkeyPatch.context() as patched:
        for _ in range(5):
            patched.setattr(budgets, "_advances", Advances())  # a process of its own
            served += asked(world, rf, times=200)[0]
    assert served == budgets.REQUESTS["person"].amount


def test_an_advance_counts_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    advances = Advances()
    monkeypatch.setattr("time.monotonic", lambda: 100.0)
    advances.put("somebody", 2)
    assert advances.take("somebody", 1)
    assert not advances.take("somebody else", 1)
    monkeypatch.setattr("time.monotonic", lambda: 161.0)
    assert not advances.take("somebody", 1)


def test_a_small_node_pays_one_by_one(world: World, rf: RequestFactory, paid_ahead: None, factor: float) -> None:
    with clock.clock_at(NOON):
        assert asked(world, rf, times=5) == (5, 5)


def test_wrong_tokens_are_budgeted_by_address(world: World, factor: float) -> None:
    codes = []
    with clock.clock_at(NOON):
        for number in range(12):
            answer = Client().get("/api/v1/patents/", headers={"authorization": f"Bearer hs_{number}"})
            codes.append(answer.status_code)
    assert codes == [401] * 6 + [429] * 6


def test_neither_address_nor_account_is_kept(world: World, factor: float) -> None:
    Client().get("/catalogue/", REMOTE_ADDR="203.0.113.7")
    assert all("203" not in key for _, key in _rows())


def test_idle_rows_are_forgotten(world: World, factor: float) -> None:
    with clock.clock_at(NOON):
        Client().get("/catalogue/")
    assert _rows()
    with clock.clock_at(NOON + timedelta(days=3)):
        budget.forget_idle()
    assert not _rows()


def test_no_allowance_outlives_its_row() -> None:
    known = [*budgets.REQUESTS.values(), *budgets.CATALOGUE.values(), budgets.WRONG_TOKENS]
    assert max(one.seconds for one in known) < 86_400
    assert len({one.name for one in known}) == len(known)


def test_every_line_of_the_table_can_be_reached() -> None:
    paths = ("/healthz", "/catalogue/", "/catalogue/CN1/", "/patents/")
    hit = set()
    for path in paths:
        for query in ("", "export=csv"):
            request = RequestFactory().get(path)
            request.GET = QueryDict(query)
            hit.add(budgets.price_of(request))
    assert hit == set(budgets.PRICES)


def _rows() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, key FROM kernel_budget")
        return list(cursor.fetchall())
