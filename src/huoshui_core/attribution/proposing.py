"""Entries that a name may mean, for a person to choose from: each with reasons and a score that orders them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from huoshui_core.reference import region_by_code

SHORTEST = 4
_LOOSE = re.compile(r"\([^)]*\)|[省市]|中国人民解放军")
_SEPARATE = (
    (re.compile("医院|保健院"), "附属医院一般是独立单位", 30),
    (re.compile("公司|基地|产业园"), "企业或基地一般是独立单位", 25),
    (
        re.compile("研究院|研究所|研究中心|创新中心|实验室|研究生院|技术中心"),
        "异地研究院等一般是独立法人，请核对后再决定",
        35,
    ),
    (re.compile("校区|分校"), "疑似校区；分校可能是独立单位", 70),
    (re.compile("学院|系$"), "疑似二级学院或独立学院", 45),
)
CERTAIN, SAME_NAME, LOOSE, ONE_OFF, INSIDE = 100, 80, 75, 55, 40
SAME_PLACE, OTHER_PLACE = 10, -10


@dataclass(frozen=True, slots=True)
class Proposal:
    """`score` 0 to 100 orders the proposals and says nothing more: ours, no probability."""

    id: int
    name: str
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A folded name of the directory that the asked one resembles, and why."""

    key: str
    score: int
    reason: str


class Resemblances:
    """Finds names that resemble another one, by look-ups alone: what is left without places and brackets, one
    character more, less or other, and a known name inside a longer one."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = frozenset(keys)
        self._loose: dict[str, list[str]] = {}
        self._one_off: dict[str, list[str]] = {}
        for key in sorted(self.keys):
            self._loose.setdefault(_loose(key), []).append(key)
            for variant in {key, *_with_one_missing(key)}:
                self._one_off.setdefault(variant, []).append(key)

    def of(self, key: str) -> Iterator[Candidate]:
        for known in _inside(key, self.keys):
            rest = key.replace(known, "", 1)
            said = next(((said, score) for words, said, score in _SEPARATE if words.search(rest)), None)
            reason, score = said or ("名称中含有该单位全称", INSIDE)
            yield Candidate(known, score - (not key.startswith(known)) * 5, f"另有「{rest}」字样：{reason}")
        for known in self._loose.get(_loose(key), ()):
            yield Candidate(known, LOOSE, "除省市字样、括号或冠名外写法相同")
        if len(key) > SHORTEST:
            near = {known for variant in {key, *_with_one_missing(key)} for known in self._one_off.get(variant, ())}
            yield from (
                Candidate(known, ONE_OFF, "只差一个字，疑似笔误") for known in sorted(near) if is_one_off(key, known)
            )


def is_one_off(one: str, other: str) -> bool:
    """One character is another one, missing, or too many."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, other_rest = one[start:], other[start:]
    return rest[1:] == other_rest[1:] or rest[1:] == other_rest or rest == other_rest[1:]


def placed(id: int, name: str, home: int, candidate: Candidate, region: int) -> Proposal:
    """With what the place of the row says for or against it."""
    where = region_by_code(home // 10_000 * 10_000) if home else None
    if not region or where is None:
        return Proposal(id, name, candidate.score, (candidate.reason,))
    is_same = region // 10_000 == home // 10_000
    said = f"同在{where.name}" if is_same else f"该单位在{where.name}，专利所载地址不在"
    score = candidate.score + (SAME_PLACE if is_same else OTHER_PLACE)
    return Proposal(id, name, max(5, min(score, 95)), (candidate.reason, said))


def best(proposals: Iterable[Proposal], most: int) -> tuple[Proposal, ...]:
    """One an entry, its best."""
    kept: dict[int, Proposal] = {}
    for one in sorted(proposals, key=lambda one: (-one.score, one.name, one.id, one.reasons)):
        kept.setdefault(one.id, one)
    return tuple(kept.values())[:most]


def _loose(key: str) -> str:
    return _LOOSE.sub("", key) or key


def _with_one_missing(key: str) -> Iterator[str]:
    return (key[:i] + key[i + 1 :] for i in range(len(key)))


def _inside(key: str, keys: Mapping[str, object] | frozenset[str]) -> list[str]:
    """The longest known names within it: one that begins it, and one that stands later."""
    spans = ((i, j) for i in range(len(key)) for j in range(i + SHORTEST, len(key) + 1) if j - i < len(key))
    found = sorted((i != 0, i - j, key[i:j]) for i, j in spans if key[i:j] in keys)
    longest: dict[bool, str] = {}
    for is_later, _, name in found:
        longest.setdefault(is_later, name)
    return [one for one in longest.values() if not any(one != other and one in other for other in longest.values())]
