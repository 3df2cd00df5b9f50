"""Who owns what, from the transfers and changes of name in order. A share nobody stated stays unknown."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from huoshui_core.rights.model import Doubt, Owner, RightEvent
from huoshui_core.text import organisation_key

_BETWEEN = re.compile(r"[|、;；\n]")


def names_in(text: str) -> tuple[str, ...]:
    found = (name.strip() for name in _BETWEEN.split(text))
    return tuple({organisation_key(name): name for name in found if organisation_key(name)}.values())


@dataclass
class Holding:
    """The owners while events are told in order; keys are folded names."""

    owners: dict[str, Owner] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    @classmethod
    def beginning_with(cls, names: Iterable[str], since: date | None) -> "Holding":
        unique = {organisation_key(name): name for name in names if organisation_key(name)}
        return cls({key: Owner(name, None, since) for key, name in unique.items()})

    def tell(self, event: RightEvent, day: date) -> None:
        match event.kind:
            case "transferred" | "applied_transferred":
                self._transfer(event, day)
            case "renamed":
                self._rename(event, day)
            case "shared":
                self._state_share(event, day)

    def settled(self) -> tuple[Owner, ...]:
        owners = list(self.owners.values())
        if len(owners) == 1:
            return (Owner(owners[0].name, Fraction(1), owners[0].since),)
        return tuple(owners)

    def _transfer(self, event: RightEvent, day: date) -> None:
        before, after = names_in(event.before), names_in(event.after)
        if not after:
            self._doubt("transfer_to_nobody", "转移未载明受让人，权利人未变动", day)
            return
        giving = [key for key in map(organisation_key, before) if key in self.owners]
        if before and not giving and self.owners:
            if {organisation_key(name) for name in after} <= self.owners.keys():
                return  # announced already under another date
            self._doubt("transfer_by_stranger", f"转让人“{event.before}”不在当时的权利人之中，以公告的受让人为准", day)
        if event.share is not None and 0 < event.share < 1 and len(giving) == 1 and len(after) == 1:
            self._transfer_part(giving[0], after[0], event.share, day)
            return
        gone = giving or list(self.owners)
        inherited = self._share_of(gone) if len(gone) == 1 and len(after) == 1 else None
        old = self.owners
        self.owners = {key: one for key, one in old.items() if key not in gone}
        for name in after:
            key = organisation_key(name)
            held = self.owners.get(key)
            share = inherited if held is None else _sum(held.share, inherited)
            self.owners[key] = Owner(name, share, old[key].since if key in old else day)

    def _transfer_part(self, giver: str, taker_name: str, share: Fraction, day: date) -> None:
        """Part of what one owner holds; where that is not known, neither is what stays."""
        held, taker = self._share_of([giver]), organisation_key(taker_name)
        if held is not None and held < share:
            self._doubt("share_exceeds", f"转让的份额大于“{self.owners[giver].name}”已知的份额", day)
            held = None
        has = self.owners[taker].share if taker in self.owners else Fraction(0)
        left = None if held is None else held - share
        if left == 0:
            del self.owners[giver]
        else:
            self.owners[giver] = Owner(self.owners[giver].name, left, self.owners[giver].since)
        since = self.owners[taker].since if taker in self.owners else day
        self.owners[taker] = Owner(taker_name, _sum(has, share), since)
        self._keep_within_whole({taker}, day)

    def _rename(self, event: RightEvent, day: date) -> None:
        before, after = names_in(event.before), names_in(event.after)
        if len(before) != len(after):
            if after and not before:
                self._doubt("rename_of_whom", f"名称变更为“{event.after}”，未载明原名称", day)
            return
        new = {organisation_key(old): name for old, name in zip(before, after, strict=True)}
        unknown = [name for name in before if organisation_key(name) not in self.owners]
        if unknown and not all(organisation_key(name) in self.owners for name in after):
            self._doubt("rename_of_stranger", f"名称变更的“{'、'.join(unknown)}”不在当时的权利人之中", day)
        renamed: dict[str, Owner] = {}
        for key, one in self.owners.items():
            name = new.get(key, one.name)
            met = renamed.get(organisation_key(name))
            share = _sum(met.share, one.share) if met else one.share
            renamed[organisation_key(name)] = Owner(name, share, met.since if met else one.since)
        self.owners = renamed

    def _state_share(self, event: RightEvent, day: date) -> None:
        key = organisation_key(event.after or event.party)
        if key not in self.owners or event.share is None or not 0 < event.share <= 1:
            self._doubt("share_of_stranger", f"“{event.after or event.party}”的份额约定无法采用", day)
            return
        self.owners[key] = Owner(self.owners[key].name, event.share, self.owners[key].since)
        self._keep_within_whole({key}, day)

    def _keep_within_whole(self, stated: set[str], day: date) -> None:
        """The younger statement stands; the older ones it cannot stand beside are no longer known."""
        known = sum((one.share for one in self.owners.values() if one.share is not None), Fraction(0))
        if known <= 1:
            return
        self._doubt("shares_exceed", "各权利人已知份额之和超过全部，较早的份额不再采用", day)
        for key, one in self.owners.items():
            if key not in stated or (one.share or 0) > 1:
                self.owners[key] = Owner(one.name, None, one.since)

    def _share_of(self, keys: list[str]) -> Fraction | None:
        """Of one owner; the only one has the whole."""
        return Fraction(1) if len(self.owners) == 1 else self.owners[keys[0]].share

    def _doubt(self, code: str, text: str, day: date) -> None:
        self.doubts.append(Doubt(code, text, day))


def _sum(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def first_names(events: Iterable[RightEvent], stated: tuple[str, ...]) -> tuple[str, ...]:
    """Who owned it in the beginning. A source may name today's owners: then the first one to give it away is put back
    in the place of the one who took it."""
    names = list(stated)
    for event in reversed(list(events)):
        if event.kind not in {"transferred", "applied_transferred", "renamed"} or not event.before:
            continue
        keys = [organisation_key(name) for name in names]
        before, after = names_in(event.before), names_in(event.after)
        taken = [organisation_key(name) for name in after]
        if any(organisation_key(name) in keys for name in before) or not set(taken) & set(keys):
            continue
        place = min(keys.index(key) for key in taken if key in keys)
        names = [name for name, key in zip(names, keys, strict=True) if key not in taken]
        names[place:place] = before
    return tuple(names)
