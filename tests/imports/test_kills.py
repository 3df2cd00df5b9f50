"""K1 and K2: an import killed at random loses nothing, doubles nothing, and goes on where the last chunk ended."""

import json
import subprocess
import sys
from typing import Any

import pytest


def campaign(what: str, kills: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.imports", what, str(kills)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize(("what", "kills"), [("importer", 30), ("postgres", 5)])
def test_an_import_that_is_killed_loses_and_doubles_nothing(what: str, kills: int) -> None:
    found = campaign(what, kills)
    assert found["faults"] == {}
    assert found["kills"] >= kills
    assert found["redone"] <= 1
    assert found["rounds"] >= 1
