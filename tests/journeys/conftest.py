"""One node and one browser for all journeys. Whoever arrives is watched: a console error fails the journey."""

import itertools
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tools.screens import WIDTHS

from huoshui_core.demonstration import Demonstration, generate
from tests.journeys.node import UserNode, free_port
from tests.journeys.steps import sign_in
from tests.journeys.watch import Watch
from tests.postgres_for_tests import open_temporary_folder

Arrive = Callable[..., Page]
PATIENCE_MS = 30_000


@pytest.fixture(scope="session")
def node() -> Iterator[UserNode]:
    started = UserNode(open_temporary_folder("huoshui-journeys-") / "home", free_port())
    started.start()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def region() -> Demonstration:
    """What the node has loaded: its people and titles."""
    return generate()


@pytest.fixture
def arrive(browser: Browser, node: UserNode) -> Iterator[Arrive]:
    """Opens a browser of its own for one person, signed in by form if named. Ends by asking what the pages said."""
    contexts: list[BrowserContext] = []
    watch = Watch()

    def come(username: str = "", *, width: str = "desk", scripts: bool = True) -> Page:
        wide, high = WIDTHS[width]
        context = browser.new_context(
            base_url=node.address, viewport={"width": wide, "height": high}, java_script_enabled=scripts
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        watch.over(page)
        if username:
            sign_in(page, username)
        return page

    yield come
    for context in contexts:
        context.close()
    assert watch.said == []


@pytest.fixture(scope="session")
def serial() -> "itertools.count[int]":
    """Serials of publication numbers for the patents that journeys bring, each used once."""
    return itertools.count(208_000_101)
