"""An index kept in a folder and opened again without reading it all: plain arrays and JSON, nothing executable."""

import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path

import numpy as np

from huoshui_core.matching.kernel import Blocks, Rows
from huoshui_core.matching.matcher import Matcher
from huoshui_core.matching.model import Model
from huoshui_core.matching.vectors import Vocabulary
from huoshui_core.text import segmentation_version

_FORMAT = 1


class StaleIndex(ValueError):
    """The folder was written by another format or with another segmentation: build the index again."""


def save(matcher: Matcher, folder: Path) -> None:
    """Write a new folder, which appears whole or not at all. Raises OSError if there is a filled one already."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as beside:
        place = Path(beside, "index")
        place.mkdir()
        for name, array in _arrays(matcher).items():
            np.save(place / f"{name}.npy", array)
        about = {
            "format": _FORMAT,
            "segmentation": segmentation_version(),
            "model": asdict(matcher.model),
            "block": matcher.index.size,
            "terms": list(matcher.vocabulary.terms),
            "numbers": matcher.vocabulary.numbers,
            "unseen_rarity": matcher.vocabulary.unseen_rarity,
        }
        (place / "about.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        os.replace(place, folder)


def open_index(folder: Path) -> Matcher:
    """The matcher that was saved, with the same bits; arrays are mapped, so processes share them. Raises StaleIndex."""
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    if (about["format"], about["segmentation"]) != (_FORMAT, segmentation_version()):
        raise StaleIndex(f"{about['format']}, {about['segmentation']}")
    arrays = {path.stem: np.asarray(np.load(path, mmap_mode="c")) for path in folder.glob("*.npy")}

    def group(name: str) -> dict[str, np.ndarray]:
        return {key.removeprefix(f"{name}-"): array for key, array in arrays.items() if key.startswith(f"{name}-")}

    vocabulary = Vocabulary(
        numbers=about["numbers"], terms=about["terms"], unseen_rarity=about["unseen_rarity"], **group("vocabulary")
    )
    return Matcher(
        Model(**about["model"]),
        vocabulary,
        Rows(**group("patents")),
        Rows(**group("enterprises")),
        Blocks(size=about["block"], **group("index")),
    )


def _arrays(matcher: Matcher) -> dict[str, np.ndarray]:
    groups = {
        "patents": matcher.patents._asdict(),
        "enterprises": matcher.enterprises._asdict(),
        "index": {name: value for name, value in matcher.index._asdict().items() if name != "size"},
        "vocabulary": {"features": matcher.vocabulary.features, "rarity": matcher.vocabulary.rarity},
    }
    return {f"{group}-{name}": array for group, arrays in groups.items() for name, array in arrays.items()}
