"""The main job on two files: `huoshui loop`, and `huoshui match rank`; prints a markdown table.

python -m benchmarks.main_job --patents FILE --enterprises FILE [--top 500]
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.real_data import SHARED_DATA

from benchmarks.measured import Taken, machine, run

PATENTS = SHARED_DATA / "patents_cn" / "cnipa_gazette_2019-07_universities_dev.csv"
ENTERPRISES = SHARED_DATA / "enterprises" / "companies_from_gazette.csv"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patents", type=Path, default=PATENTS)
    parser.add_argument("--enterprises", type=Path, default=ENTERPRISES)
    parser.add_argument("--top", type=int, default=500)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="huoshui-bench-"))
    files = ["--patents", str(options.patents), "--enterprises", str(options.enterprises)]
    huoshui = [sys.executable, "-m", "huoshui"]
    sys.stdout.write(f"{machine()}\n\n| command | wall s | CPU s | peak MiB | exit |\n|---|---|---|---|---|\n")
    try:
        loop = run([*huoshui, "loop", *files, "--out", str(folder / "loop")])
        _line("huoshui loop", loop)
        rank = run([*huoshui, "match", "rank", *files, "--top", str(options.top), "--out", str(folder / "rank.csv")])
        _line(f"huoshui match rank --top {options.top}", rank)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _line(what: str, taken: Taken) -> None:
    sys.stdout.write(
        f"| {what} | {taken.wall_seconds:.1f} | {taken.cpu_seconds:.1f} | {taken.peak_mib:.0f} | {taken.exit_code} |\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
