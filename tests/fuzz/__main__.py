"""python -m tests.fuzz TARGET [libFuzzer options]: feeds one reader; what it learns stays in var/fuzz/TARGET.

With the name of a file in var/fuzz/found among the options only that input is run again.
"""

import sys
from pathlib import Path

import atheris

from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).parents[2] / "var" / "fuzz"


def main() -> None:
    from tests.fuzz.seeds import plant  # after the targets, which import the readers with counters in them

    name, *options = sys.argv[1:]
    folder = CORPUS / name
    plant(folder, name)
    found = CORPUS / "found"
    found.mkdir(parents=True, exist_ok=True)
    options += [f"-artifact_prefix={found}/{name}-", "-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1"]
    if not any(Path(option).is_file() for option in options):
        options.append(str(folder))
    atheris.Setup([sys.argv[0], *options], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
