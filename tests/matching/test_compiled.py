"""Machine code is kept between processes; where it cannot be, work goes on."""

import os
import subprocess
import sys

from huoshui_core.matching.compiled import compiled

PROGRAM = """
from huoshui_core.matching import Matcher
from huoshui_core.matching.kernel import top_k
from tests.matching.sample import ENTERPRISES, PATENTS
Matcher.build(PATENTS, ENTERPRISES).rank()
print(sum(top_k.stats.cache_hits.values()))
"""


def run(**environment):
    path = ":".join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": path} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


def test_a_second_process_compiles_nothing(tmp_path):
    assert run(NUMBA_CACHE_DIR=str(tmp_path)) == 0
    assert list(tmp_path.rglob("*.nbi"))
    assert run(NUMBA_CACHE_DIR=str(tmp_path)) == 1


def test_what_cannot_be_kept_is_compiled_all_the_same():
    names: dict[str, object] = {}
    exec("def double(x):\n    return 2 * x", names)  # no source file: numba finds no place for it
    assert compiled(names["double"])(21) == 42
