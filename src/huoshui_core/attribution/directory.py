"""A directory of institutions, asked by name and place. It answers only what is certain; the rest is for a person.

Tiers are tried in order, each with a reason that is shown. A name that fits two entries fits none. The order of the
entries never matters.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from huoshui_core.attribution import forms, proposing
from huoshui_core.attribution.known_names import known_as
from huoshui_core.attribution.proposing import Candidate, Proposal, Resemblances
from huoshui_core.reference import other_names
from huoshui_core.text import organisation_key

Tier = Literal["code", "name", "other_name", "known_fact", "old_shapes", "preparing", "place", "second_name", "shared"]
TIERS: dict[Tier, str] = {
    "code": "统一社会信用代码相同",
    "name": "名称相同",
    "other_name": "登记的曾用名、别名或简称",
    "known_fact": "已知的更名、合并、全称或校区",
    "old_shapes": "繁体写法",
    "preparing": "筹建期名称",
    "place": "括号内是所在地",
    "second_name": "括号内是加挂的名称",
    "shared": "同名单位按所在地区分",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry: `name` as it is today, `others` as they are written; `region` 0 where its place is not known.

    One that nobody has checked (`is_confirmed` False) answers to its very names alone, and after all others: what is
    opened on the way changes no answer.
    """

    id: int
    name: str
    region: int = 0
    others: tuple[str, ...] = ()
    code: str = ""
    is_confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """`key` is a folded name of the entry, by which it is found again."""

    id: int
    key: str
    tier: Tier
    reason: str
    is_confirmed: bool = True


class Directory:
    """Folded once. What it answered is kept, for an import asks the same names again and again."""

    def __init__(self, entries: Iterable[Listed]) -> None:
        self.entries: Mapping[int, Listed] = {one.id: one for one in entries}
        self._official = {one.id: organisation_key(one.name) for one in self.entries.values()}
        holders: dict[str, set[int]] = {}
        confirmed: dict[str, set[int]] = {}
        bases: dict[str, set[int]] = {}
        self._codes: dict[str, int] = {}
        for one in self.entries.values():
            for key in {self._official[one.id], *map(organisation_key, one.others)}:
                holders.setdefault(key, set()).add(one.id)
                if one.is_confirmed:
                    confirmed.setdefault(key, set()).add(one.id)
            if one.is_confirmed and (found := forms.bracketed(self._official[one.id])):
                bases.setdefault(found.base, set()).add(one.id)
            if one.code:
                self._codes[one.code] = one.id
        self._any = {key: min(ids) for key, ids in holders.items() if len(ids) == 1}
        self.keys: Mapping[str, int] = {key: min(ids) for key, ids in confirmed.items() if len(ids) == 1}
        self._shared = {key: ids for key, ids in confirmed.items() if len(ids) > 1}
        self._shared |= {key: ids for key, ids in bases.items() if key not in holders}
        self._answers: dict[tuple[str, int], Match | None] = {}

    def by_code(self, code: str) -> Match | None:
        found = self._codes.get(code)
        return Match(found, self._official[found], "code", f"{TIERS['code']}（{code}）") if found else None

    def match(self, name: str, *, region: int = 0, code: str = "") -> Match | None:
        """`region` is where the row says the applicant is; 0 where it says nothing of this one."""
        if found := self.by_code(code):
            return found
        asked = name, region
        if asked not in self._answers:
            key = organisation_key(name)
            self._answers[asked] = self._certain(key, region) or self._unchecked(key)
        return self._answers[asked]

    def keys_of(self, id: int) -> frozenset[str]:
        """Every folded name that means this entry wherever it stands: its own, and our facts' that lead to it."""
        own = {key for key, one in self._any.items() if one == id}
        told = {organisation_key(name) for fact in other_names() for name in (fact.other, fact.name)}
        return frozenset(own | {key for key in told if (found := self._certain(key, 0)) and found.id == id})

    def propose(self, name: str, *, region: int = 0, most: int = 5) -> tuple[Proposal, ...]:
        """Confirmed entries that may be meant, best first, each with reasons. For a person; nothing is decided."""
        key = organisation_key(name)
        found = []
        if certain := self._certain(key, region):
            found.append(Proposal(certain.id, self.entries[certain.id].name, proposing.CERTAIN, (certain.reason,)))
        same = self._shared.get(key, set()) | {self.keys[one.key] for one in known_as(key, self.keys.__contains__)}
        alike = [(one, Candidate(key, proposing.SAME_NAME, "同名单位不止一家")) for one in same]
        alike += [(self.keys[one.key], one) for one in self._resemblances.of(key)]
        for number, candidate in alike:
            entry = self.entries[number]
            found.append(proposing.placed(entry.id, entry.name, entry.region, candidate, region))
        return proposing.best(found, most)

    @cached_property
    def _resemblances(self) -> Resemblances:
        return Resemblances(self.keys)

    def _certain(self, key: str, region: int) -> Match | None:
        return (
            self._by_name(key, self.keys)
            or self._by_fact(key)
            or self._by_other_writing(key)
            or self._by_bracket(key, region)
            or self._by_place_alone(key, region)
        )

    def _by_name(self, key: str, keys: Mapping[str, int]) -> Match | None:
        found = keys.get(key)
        if found is None:
            return None
        if self._official[found] == key:
            return Match(found, key, "name", TIERS["name"])
        return Match(found, key, "other_name", f"{TIERS['other_name']}：现名「{self.entries[found].name}」")

    def _unchecked(self, key: str) -> Match | None:
        found = self._by_name(key, self._any)
        return replace(found, is_confirmed=False) if found else None

    def _by_fact(self, key: str) -> Match | None:
        found = known_as(key, self.keys.__contains__)
        ids = {self.keys[one.key] for one in found}
        if len(ids) != 1:
            return None
        return Match(ids.pop(), found[0].key, "known_fact", found[0].reason)

    def _by_other_writing(self, key: str) -> Match | None:
        """Characters of old shape, a name from before the opening; then by name or fact as it is written today."""
        for written, tier in ((forms.simplified(key), "old_shapes"), (forms.without_preparing(key), "preparing")):
            found = (self._by_name(written, self.keys) or self._by_fact(written)) if written != key else None
            if found and tier == "old_shapes":
                return Match(found.id, found.key, "old_shapes", TIERS["old_shapes"])
            if found:
                return Match(found.id, found.key, "preparing", TIERS["preparing"])
        return None

    def _by_bracket(self, key: str, region: int) -> Match | None:
        """The base is the whole name of one entry, and the bracket (or the campus) adds its place or another name."""
        parts = forms.campus(key) or forms.bracketed(key)
        found = self.keys.get(parts.base) if parts else None
        if parts is None or found is None or parts.inside in self.keys or parts.base + parts.inside in self.keys:
            return None
        home = self.entries[found].region
        place = forms.place_in(parts.inside, home)
        if place is not None and home and forms.is_home(place, home):
            return Match(found, parts.base, "place", f"「{parts.inside}」是「{self.entries[found].name}」的所在地")
        if home and _agree(region, home) and forms.is_second_name(parts.inside, home):
            return Match(found, parts.base, "second_name", f"括号内「{parts.inside}」是加挂的名称，所在地一致")
        return None

    def _by_place_alone(self, key: str, region: int) -> Match | None:
        """Several entries go by this name; the row's own place tells which, or nothing does."""
        near = [one for one in self._shared.get(key, ()) if _is_same_city(region, self.entries[one].region)]
        near = near or [one for one in self._shared.get(key, ()) if _agree(region, self.entries[one].region)]
        if len(near) != 1:
            return None
        entry = self.entries[near[0]]
        return Match(entry.id, self._official[entry.id], "shared", f"同名单位中只有「{entry.name}」在该地")


def _agree(region: int, other: int) -> bool:
    """Both are known, and of one province."""
    return bool(region and other) and region // 10_000 == other // 10_000


def _is_same_city(region: int, other: int) -> bool:
    return bool(region and other) and region // 100 == other // 100 and region % 10_000 != 0
