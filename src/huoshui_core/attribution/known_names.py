"""What our list of other names says of a folded name: which names mean the same institution, and what it became."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from huoshui_core.reference import OtherName, other_names
from huoshui_core.text import organisation_key

SAME = ("renamed", "written")  # read both ways: a directory may hold the old name or the new one


@dataclass(frozen=True, slots=True)
class Known:
    """A name of the directory that the asked one stands for, and the facts on the way there, in order."""

    key: str
    facts: tuple[OtherName, ...]

    @property
    def reason(self) -> str:
        return "；".join(_said(one) for one in self.facts)


def known_as(key: str, is_listed: Callable[[str], bool]) -> tuple[Known, ...]:
    """The listed names nearest to `key` by our facts: none, one, or several that a person must choose from.

    Renamings are followed forth and back; a merger or a campus only to what it became part of, and never back: of
    two institutions merged into a third, one is not the other.
    """
    steps = {key: Known(key, ())}
    while steps:
        reached = _same_institution(steps)
        if found := [one for one in reached.values() if one.key != key and is_listed(one.key)]:
            return tuple(sorted(found, key=lambda one: one.key))
        steps = {}
        for one in reached.values():
            for fact in _became().get(one.key, ()):
                to = organisation_key(fact.name)
                if to not in reached:
                    steps[to] = Known(to, (*one.facts, fact))
        if found := [one for one in steps.values() if is_listed(one.key)]:
            return tuple(sorted(found, key=lambda one: one.key))
    return ()


def _same_institution(steps: dict[str, Known]) -> dict[str, Known]:
    """Everything that renamings and second ways of writing connect with these, breadth first."""
    reached = dict(steps)
    waiting = sorted(steps)
    while waiting:
        here = reached[waiting.pop(0)]
        for to, fact in _same().get(here.key, ()):
            if to not in reached:
                reached[to] = Known(to, (*here.facts, fact))
                waiting.append(to)
    return reached


@cache
def _same() -> dict[str, tuple[tuple[str, OtherName], ...]]:
    found: dict[str, list[tuple[str, OtherName]]] = {}
    for fact in other_names():
        if fact.kind in SAME:
            other, name = organisation_key(fact.other), organisation_key(fact.name)
            found.setdefault(other, []).append((name, fact))
            found.setdefault(name, []).append((other, fact))
    return {key: tuple(sorted(facts, key=lambda one: one[0])) for key, facts in found.items()}


@cache
def _became() -> dict[str, tuple[OtherName, ...]]:
    found: dict[str, list[OtherName]] = {}
    for fact in other_names():
        if fact.kind not in SAME:
            found.setdefault(organisation_key(fact.other), []).append(fact)
    return {key: tuple(facts) for key, facts in found.items()}


def _said(fact: OtherName) -> str:
    year = f"{fact.year} 年" if fact.year else ""
    words = {
        "renamed": f"「{fact.other}」{year}更名为「{fact.name}」",
        "merged": f"「{fact.other}」{year}并入「{fact.name}」",
        "written": f"「{fact.other}」与「{fact.name}」是同一单位",
        "campus": f"「{fact.other}」是「{fact.name}」的校区",
    }
    return f"{words[fact.kind]}（{fact.note}）"
