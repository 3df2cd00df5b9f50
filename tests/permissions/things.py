"""What stands on the stage: objects with their owner, and words that only some may ever read."""

from dataclasses import dataclass, field

from tests.world import World


@dataclass(frozen=True)
class Thing:
    """One object. `kind` is the name a route takes its id by, `org` whose it is, by the world's name for it.

    Inventors have it only where `named` names them. `only` are the people who alone may have it, whatever their reach.
    """

    kind: str
    id: int | str
    org: str
    state: str = ""
    named: frozenset[str] = frozenset()
    only: frozenset[str] | None = None


@dataclass(frozen=True)
class Mark:
    """Unmistakable words. Whoever has none of the permissions in `seen_by` (a text), or does not reach their owner,
    must meet them in no answer at all. `shown_on` names a route where those who may read them do."""

    words: str
    org: str
    seen_by: str
    shown_on: str = ""
    named: frozenset[str] = frozenset()
    only: frozenset[str] | None = None


@dataclass
class Props:
    """Filled by the rooms: each table module may offer `put_on_stage(props)`, called as the node itself."""

    world: World
    things: list[Thing] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def put(
        self,
        kind: str,
        key: int | str,
        *,
        org: str,
        state: str = "",
        named: tuple[str, ...] = (),
        only: tuple[str, ...] | None = None,
    ) -> None:
        alone = None if only is None else frozenset(only)
        self.things.append(Thing(kind, key, org, state, frozenset(named), alone))

    def mark(
        self,
        words: str,
        *,
        org: str,
        seen_by: str,
        shown_on: str = "",
        named: tuple[str, ...] = (),
        only: tuple[str, ...] | None = None,
    ) -> None:
        alone = None if only is None else frozenset(only)
        self.marks.append(Mark(words, org, seen_by, shown_on, frozenset(named), alone))

    def of(self, kind: str) -> list[Thing]:
        found = [one for one in self.things if one.kind == kind]
        assert found, f"nothing of kind {kind} stands on the stage: see `put_on_stage` in tests/permissions/tables"
        return found

    def beside(self, thing: Thing, kind: str) -> Thing:
        """Another kind of thing of the same owner, for an address that takes both."""
        found = self.of(kind)
        return next((one for one in found if one.org == thing.org), found[0])
