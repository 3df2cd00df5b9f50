"""A model is data: a version, weights and a note on how they were found. Never a pickle; old versions stay."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from huoshui_core.matching.features import FEATURES, PLACE

CURRENT = "2026.1"


class BadModel(ValueError):
    """The model contradicts itself or names what does not exist."""


@dataclass(frozen=True, slots=True)
class Model:
    version: str
    weights: Mapping[str, float]  # by feature; a feature of weight 0 is not computed
    idf_power: Mapping[str, float]  # rarity counts as idf to this power; 0 where absent
    max_share: Mapping[str, float]  # a term in a larger share of enterprises says nothing and is left out
    always_keep: int  # … unless no more than this many enterprises have it
    depth_power: float  # an enterprise of n texts is scaled by min(n, cap) to this power
    depth_cap: int
    floor: float  # pairs below this score are not matches
    training_note: str

    def __post_init__(self) -> None:
        unknown = set(self.weights) | set(self.idf_power) | set(self.max_share)
        unknown -= set(FEATURES) | {"standing"}
        if unknown:
            raise BadModel(f"unknown features: {sorted(unknown)}")
        if min(self.weights.values()) < 0 or self.floor <= 0:
            raise BadModel("weights are not negative and the floor is above 0")
        if sum(self.weights.get(name, 0) for name in (*PLACE, "standing")) >= self.floor:
            raise BadModel("place and standing alone must not reach the floor")

    def used(self) -> tuple[str, ...]:
        """Features with a weight, in the order in which a score adds them up."""
        return tuple(name for name in FEATURES if self.weights.get(name, 0) > 0)


def model_from_json(text: str) -> Model:
    return Model(**json.loads(text))


@cache
def load_model(version: str | None = None) -> Model:
    """A model that ships with the product, by default the current one. KeyError if there is none of that version."""
    source = files("huoshui_core.matching").joinpath("models", f"{version or CURRENT}.json")
    if not source.is_file():
        raise KeyError(version)
    return model_from_json(source.read_text(encoding="utf-8"))


def model_versions() -> tuple[str, ...]:
    folder = files("huoshui_core.matching").joinpath("models")
    return tuple(sorted(entry.name.removesuffix(".json") for entry in folder.iterdir()))
