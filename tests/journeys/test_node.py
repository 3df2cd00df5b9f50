"""The node under what happens to nodes: a killed worker, hostile files, a second start."""

import itertools
import os
import signal
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from huoshui.patents.tests.files import UTILITY, csv_file
from huoshui_core.demonstration import Demonstration
from tests.journeys.conftest import Arrive
from tests.journeys.hostile import FILES
from tests.journeys.node import UserNode
from tests.journeys.steps import import_patents, row, total, upload

pytestmark = pytest.mark.browser

OFFICE = "jyet-office"
BATCH = 3
RESTART_SECONDS = 60


def test_events_that_wait_when_the_worker_is_killed_are_told_once_when_it_is_back(
    arrive: Arrive, node: UserNode, region: Demonstration, serial: "itertools.count[int]", tmp_path: Path
) -> None:
    """Loaded patents get their dossiers by an event; the worker, stopped before it comes, is killed with it waiting."""
    [name] = [one.name for one in region.institutions if one.key == OFFICE.partition("-")[0]]
    numbers = [f"CN{next(serial)}U" for _ in range(BATCH)]
    rows = [UTILITY | {"公开（公告）号": one, "申请人": name, "申请人类型": "高校"} for one in numbers]
    page = arrive(OFFICE)
    before = dossiers(page)
    killed = node.worker()
    os.kill(killed, signal.SIGSTOP)
    import_patents(page, csv_file(tmp_path, *rows))
    assert dossiers(page) == before
    os.kill(killed, signal.SIGKILL)

    end = time.monotonic() + RESTART_SECONDS
    while dossiers(page) < before + BATCH and time.monotonic() < end:
        page.wait_for_timeout(500)
    assert dossiers(page) == before + BATCH
    for one in numbers:
        page.goto(f"/inventory/?q={one}")
        assert total(page) == 1
    assert node.worker() != killed


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_is_refused_by_name_and_the_node_goes_on(
    arrive: Arrive, node: UserNode, tmp_path: Path, name: str
) -> None:
    page = arrive("lcut-office")
    path = tmp_path / name
    FILES[name](path)
    kept = set((node.home / "uploads").iterdir())
    answer = upload(page, path)
    assert answer.status == 422
    problems = page.get_by_role("alert")
    expect(problems).to_contain_text(name)
    assert len(problems.inner_text()) > len(name) + 10
    assert node.is_healthy()
    page.goto("/patents/import/")
    assert all("未通过检查" in told for told in row(page, name).all_inner_texts())  # what was read in part is on record
    assert set((node.home / "uploads").iterdir()) <= kept


def test_a_second_start_finds_everything_and_loads_nothing(
    arrive: Arrive, node: UserNode, capsys: pytest.CaptureFixture[str]
) -> None:
    page = arrive("national")
    before = dossiers(page)
    page.goto("about:blank")
    node.stop()
    seconds = node.start()
    with capsys.disabled():
        sys.stdout.write(f"\nsecond start: {seconds:.1f} s\n")
    assert "示例地区：" not in node.said()
    assert dossiers(page) == before


def dossiers(page: Page) -> int:
    page.goto("/inventory/")
    return total(page)
