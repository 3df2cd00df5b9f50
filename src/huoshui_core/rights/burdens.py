"""What weighs on a right: pledges, preservations, licences. Each is known by its number, else by its party.

A closed one stays closed, whatever is announced late under its number. What cannot be told apart stays open, with a
doubt: an encumbrance that may be there is treated as there.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from huoshui_core.rights.model import Burden, Doubt, RightEvent
from huoshui_core.text import organisation_key

_OPENS = {"pledged": "pledge", "preserved": "preservation", "licensed": "licence", "open_declared": "open_licence"}
_CHANGES = {"pledge_changed": "pledge", "licence_changed": "licence"}
_CLOSES = {
    "pledge_ended": "pledge",
    "preservation_ended": "preservation",
    "licence_ended": "licence",
    "open_withdrawn": "open_licence",
}
WORDS = {"pledge": "质押", "preservation": "保全", "licence": "许可", "open_licence": "开放许可"}


@dataclass
class Burdens:
    opened: dict[tuple[str, str], Burden] = field(default_factory=dict)
    closed: set[tuple[str, str]] = field(default_factory=set)
    doubts: list[Doubt] = field(default_factory=list)

    def tell(self, event: RightEvent, day: date) -> None:
        if event.kind in _OPENS:
            self._open(_OPENS[event.kind], event, day)
        elif event.kind in _CHANGES:
            self._change(_CHANGES[event.kind], event, day)
        elif event.kind in _CLOSES:
            self._close(_CLOSES[event.kind], event, day)

    def at(self, on: date) -> tuple[Burden, ...]:
        """Those whose last day has not passed."""
        return tuple(one for one in self.opened.values() if one.until is None or one.until >= on)

    def _open(self, kind: str, event: RightEvent, day: date) -> None:
        key = _key(kind, event)
        if key in self.closed and event.filing_no:
            self._doubt(f"{kind}_closed_before_opened", f"{WORDS[kind]} {event.filing_no} 的注销早于登记", day)
            return
        held = self.opened.get(key)
        if held is None:
            self.opened[key] = Burden(kind, event.party, event.filing_no, day, event.until, event.licence)
        else:
            self.opened[key] = _merged(held, event)

    def _change(self, kind: str, event: RightEvent, day: date) -> None:
        key = self._meant(kind, event)
        if key is not None:
            self.opened[key] = _merged(self.opened[key], event)
        elif _key(kind, event) not in self.closed:
            self._doubt(f"{kind}_change_of_none", f"有{WORDS[kind]}变更，但未见其登记", day)
            self._open(kind, event, day)

    def _close(self, kind: str, event: RightEvent, day: date) -> None:
        key, named = self._meant(kind, event), _key(kind, event)
        if key is None and named in self.closed:
            return
        if event.filing_no:
            self.closed.add(named)
        if key is not None:
            del self.opened[key]
            self.closed.add(key)
        elif self._of(kind) and not event.filing_no:
            self._doubt(f"{kind}_end_unclear", f"有{WORDS[kind]}注销，但不能确定是哪一项，均视为仍然有效", day)
        else:
            self._doubt(f"{kind}_end_of_none", f"有{WORDS[kind]}注销，但未见其登记", day)

    def _meant(self, kind: str, event: RightEvent) -> tuple[str, str] | None:
        """The open one that a change or an end speaks of."""
        named = _key(kind, event)
        if named in self.opened:
            return named
        there = self._of(kind)
        if event.filing_no:
            there = [key for key in there if not self.opened[key].filing_no]
        if event.party:
            party = organisation_key(event.party)
            there = [key for key in there if organisation_key(self.opened[key].party) in {party, ""}]
        return there[0] if len(there) == 1 else None

    def _of(self, kind: str) -> list[tuple[str, str]]:
        return [key for key in self.opened if key[0] == kind]

    def _doubt(self, code: str, text: str, day: date) -> None:
        self.doubts.append(Doubt(code, text, day))


def _key(kind: str, event: RightEvent) -> tuple[str, str]:
    if kind == "open_licence":
        return kind, ""
    return kind, event.filing_no or organisation_key(event.party)


def _merged(held: Burden, event: RightEvent) -> Burden:
    """A later announcement fills and corrects; it does not blank."""
    return replace(
        held,
        party=event.party or held.party,
        until=event.until or held.until,
        licence=event.licence or held.licence,
    )
