"""A life cycle is a table. This module reads the table; rooms write it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huoshui.kernel.errors import WrongState


@dataclass(frozen=True, slots=True)
class Move:
    name: str
    sources: frozenset[str]
    target: str
    label: str


class Machine:
    def __init__(self, *, start: str, ends: set[str], labels: Mapping[str, str], moves: Iterable[Move]) -> None:
        self.start, self.ends, self.labels = start, frozenset(ends), dict(labels)
        self.moves = {move.name: move for move in moves}

    def take(self, name: str, state: str) -> Move:
        """Raises WrongState also for a move or a state that another life cycle has and this one has not."""
        move = self.moves.get(name)
        if move is None or state not in move.sources:
            said = f"“{move.label}”" if move else "这样做"
            raise WrongState(f"「{self.labels.get(state, state)}」状态下不能{said}", state=state, move=name)
        return move

    def open_moves(self, state: str) -> list[Move]:
        return [move for move in self.moves.values() if state in move.sources]

    def faults(self) -> list[str]:
        """Unreachable states, dead ends, states without a label; a test asserts that there are none."""
        states = {self.start, *self.ends}
        for move in self.moves.values():
            states |= {*move.sources, move.target}
        seen, todo = set(), [self.start]
        while todo:
            state = todo.pop()
            if state not in seen:
                seen.add(state)
                todo += [move.target for move in self.open_moves(state)]
        unreachable = [f"unreachable: {state}" for state in sorted(states - seen)]
        stuck = [f"dead end: {state}" for state in sorted(states - self.ends) if not self.open_moves(state)]
        nameless = [f"no label: {state}" for state in sorted(states ^ set(self.labels))]
        return unreachable + stuck + nameless

    def mermaid(self) -> str:
        """The picture of the life cycle that a room's README shows."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}"]
        lines += [f"    {state} : {label}" for state, label in self.labels.items()]
        lines += [
            f"    {source} --> {move.target} : {move.label}"
            for move in self.moves.values()
            for source in sorted(move.sources)
        ]
        return "\n".join(lines)
