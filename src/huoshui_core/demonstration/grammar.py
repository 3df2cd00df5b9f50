"""Slot grammars: one file a technical field, with topics whose words and numbers belong together.

In the files `@13` after an entry says what it fits: in a list of the field the topics (the first and the third), in a
list of a topic its subjects. Without a mark an entry fits all.
"""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

import yaml

from huoshui_core.demonstration.settings import split_bars

Form = Literal["material", "method", "device"]
_BY_TOPIC = ("modifiers", "techniques", "features", "effects", "needs")
_SLOT = re.compile(r"\{(\w+)\}|\[(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)\]")


@dataclass(frozen=True)
class Subject:
    """One thing that patents are about, with what can be said of it."""

    name: str
    ipc: tuple[str, ...]
    scenes: tuple[str, ...]
    problems: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """Related subjects. `slots` are the lists that their sentences draw from by name."""

    form: Form
    subjects: tuple[Subject, ...]
    slots: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Field:
    """A field of technology; `scope` are entries of the business scope (经营范围) of its enterprises."""

    code: str
    name: str
    industries: tuple[str, ...]
    scope: tuple[str, ...]
    designs: tuple[tuple[str, str], ...]
    topics: tuple[Topic, ...]


@cache
def fields() -> Mapping[str, Field]:
    folder = files(__package__).joinpath("fields")
    found = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".yaml"):
            code = file.name.removesuffix(".yaml")
            found[code] = _field(code, yaml.safe_load(file.read_text(encoding="utf-8")))
    return found


def fill(template: str, rng: random.Random, slots: Mapping[str, tuple[str, ...]]) -> str:
    """Names in braces are drawn from `slots`, spans such as [0.5-3.0] become a number of the same precision."""

    def drawn(match: re.Match[str]) -> str:
        if match[1]:
            return fill(rng.choice(slots[match[1]]), rng, slots)
        return _number(match[2], match[3], rng)

    return _SLOT.sub(drawn, template)


def _number(low: str, high: str, rng: random.Random) -> str:
    places = max(len(end.partition(".")[2]) for end in (low, high))
    scale = 10**places
    value: float = rng.randint(round(float(low) * scale), round(float(high) * scale)) / scale
    return f"{value:.{places}f}"


def _field(code: str, raw: dict[str, Any]) -> Field:
    own = {name: split_bars(text) for name, text in raw.get("slots", {}).items()}
    designs = (entry.partition("@") for entry in split_bars(raw["designs"]))
    topics = []
    for place, entry in enumerate(raw["topics"], 1):
        topics.append(_topic(entry, {name: _fitting(raw[name], place) for name in _BY_TOPIC} | own))
    return Field(
        code=code,
        name=raw["name"],
        industries=split_bars(raw["industries"]),
        scope=split_bars(raw["scope"]),
        designs=tuple((name, locarno) for name, _, locarno in designs),
        topics=tuple(topics),
    )


def _topic(raw: dict[str, str], slots: Mapping[str, tuple[str, ...]]) -> Topic:
    form = raw["form"]
    if form not in ("material", "method", "device"):
        raise ValueError(f"unknown form of topic: {form}")
    subjects = tuple(
        Subject(name, *(_fitting(raw[key], place) for key in ("ipc", "scenes", "problem", "steps")))
        for place, name in enumerate(split_bars(raw["subjects"]), 1)
    )
    return Topic(form=cast("Form", form), subjects=subjects, slots=slots)


def _fitting(text: str, place: int) -> tuple[str, ...]:
    """Entries without a mark and those marked with this place."""
    marked = (entry.partition("@") for entry in split_bars(text))
    return tuple(entry for entry, _, places in marked if not places or str(place) in places)
