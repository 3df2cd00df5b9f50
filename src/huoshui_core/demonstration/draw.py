"""Drawing at random and always alike: every record has its own source, seeded by what it is."""

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def source(seed: int, *key: object) -> random.Random:
    """The same seed and key give the same numbers in every process and on every machine."""
    return random.Random("/".join(str(part) for part in (seed, *key)))  # noqa: S311 invented data, not a secret


def weighted(rng: random.Random, weights: Mapping[T, float]) -> T:
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def between_quantiles(rng: random.Random, quantiles: Sequence[float]) -> float:
    """A value from the 5, 25, 50, 75 and 95 % quantiles, straight lines between; the ends reach a tenth further."""
    low, *_, high = quantiles
    values = (low * 0.9, *quantiles, high * 1.1)
    marks = (0.0, 0.05, 0.25, 0.50, 0.75, 0.95, 1.0)
    where = rng.random()
    step = next(index for index in range(6) if where <= marks[index + 1])
    share = (where - marks[step]) / (marks[step + 1] - marks[step])
    return values[step] + share * (values[step + 1] - values[step])


def spread(index: int) -> float:
    """The index-th of numbers that fill 0..1 evenly, so that shares come out right even for a few."""
    return (index + 1) * 0.6180339887498949 % 1.0
