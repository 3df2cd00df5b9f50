"""The one browser of a test process: its driver lends the thread an event loop, and a second driver would not start."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from tools.screens import CHROMIUM

NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail(f"Tests in the browser need Chromium; none of {', '.join(NAMES)} is installed.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=list(CHROMIUM))
        yield started
        started.close()
