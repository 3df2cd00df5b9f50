"""python -m huoshui_core.standards docs DIR | lock: redraws what is committed beside the standards."""

import sys
from pathlib import Path

from huoshui_core.standards.draw import codes_page, dataset_page
from huoshui_core.standards.lock import LOCK, drawn_lock
from huoshui_core.standards.model import HERE, LATEST, load, load_codes


def drawn_docs() -> dict[str, str]:
    """File name → content."""
    names = sorted({path.name.split(".")[0] for path in (HERE / "codelists").glob("*.yaml")})
    pages = {f"{name}.md": dataset_page(load(name)) for name in LATEST}
    return pages | {"codes.md": codes_page(load_codes(name) for name in names)}


def main(arguments: list[str]) -> int:
    match arguments:
        case ["docs", folder]:
            Path(folder).mkdir(parents=True, exist_ok=True)
            for name, content in drawn_docs().items():
                (Path(folder) / name).write_text(content, "utf-8")
        case ["lock"]:
            LOCK.write_text(drawn_lock(), "utf-8")
        case _:
            sys.stderr.write(f"{__doc__}\n")
            return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
