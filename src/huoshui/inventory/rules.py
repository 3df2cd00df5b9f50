"""What a dossier must say before review, and what the machine may suggest. Values in, answers out."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from huoshui_core.attribution import institution_type
from huoshui_core.hints import hints_for
from huoshui_core.standards import FieldProblem, clean_record, load
from huoshui_core.text import organisation_key

DATASET = load("dossier")
FROM_PATENT = ("publication_no", "application_no", "title")  # drawn from the patent, never typed into a dossier
# The platform's form is not public: which of its items must be filled is our reading of the universities' notices.
# Willingness may stay empty: then the patent is inventoried and not offered.
NEEDED = ("fiscal_funded", "implementation", "maturity", "self_grade", "scene")
RESTRICTED = frozenset(field.name for field in DATASET.fields if field.level == "restricted")
FIELDS = tuple(field for field in DATASET.fields if field.name not in FROM_PATENT and field.name not in RESTRICTED)
NAMES = tuple(field.name for field in FIELDS)
EMPTY: dict[str, Any] = {field.name: [] if field.type in {"codes", "industries"} else None for field in FIELDS}


def clean_values(raw: Mapping[str, Any], *, publication_no: str) -> tuple[dict[str, Any], list[FieldProblem]]:
    """The dossier's own fields cleaned by the standard; problems name field, value and what to do."""
    record = {name: raw.get(name) for name in NAMES} | {"publication_no": publication_no}
    values, problems = clean_record(DATASET, record)
    own = storable({name: values.get(name) for name in NAMES})
    return own, [problem for problem in problems if problem.field in NAMES]


def storable(values: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON keeps it: lists for what may be several, nothing missing."""
    return {
        name: list(value) if isinstance(value, tuple) else value if value is not None else EMPTY[name]
        for name, value in values.items()
    }


def required_gaps(values: Mapping[str, Any]) -> dict[str, str]:
    """Field → message for what review cannot do without. No willingness is an answer: not for conversion now."""
    return {
        name: f"{DATASET.field(name).label}：提交前必填" for name in NEEDED if values.get(name) in (None, "", [], ())
    }


def suggestions(title: str, abstract: str, ipc: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Field → {"value", "evidence"}: what the text says about a field, with the words it says it in."""
    hints = hints_for(title, abstract, ipc)
    found: dict[str, dict[str, Any]] = {}
    if hints.industries:
        best = hints.industries[:2]
        found["industry_codes"] = {
            "value": [hint.code for hint in best],
            "evidence": [f"{hint.name}：{'、'.join(hint.evidence)}" for hint in best],
        }
    if hints.scenes:
        found["scene"] = {
            "value": "；".join(hint.value for hint in hints.scenes[:2]),
            "evidence": [hint.evidence for hint in hints.scenes[:2]],
        }
    if hints.maturity is not None:
        # The lower end of the band: a suggestion must not promise more than the text says.
        found["maturity"] = {
            "value": str(hints.maturity.low),
            "evidence": [*hints.maturity.words, hints.maturity.evidence],
        }
    return found


class Person(Protocol):
    """`answers`: in service and not a student; `why_not` says which of the two it isn't."""

    @property
    def user_id(self) -> int: ...

    @property
    def name(self) -> str: ...

    @property
    def institution_id(self) -> int: ...

    @property
    def answers(self) -> bool: ...

    @property
    def why_not(self) -> str: ...


P = TypeVar("P", bound=Person)


def by_name(people: Iterable[P]) -> dict[tuple[int, str], P]:
    """Institution and name → the one person; a name that two people bear is left out, never guessed."""
    found: dict[tuple[int, str], dict[int, P]] = defaultdict(dict)
    for person in people:
        found[person.institution_id, person.name].setdefault(person.user_id, person)
    return {key: next(iter(those.values())) for key, those in found.items() if len(those) == 1}


@dataclass(frozen=True, slots=True)
class Answering(Generic[P]):
    """`note` tells the office why it is not the first inventor, or why it is nobody."""

    person: P | None
    note: str = ""


CO_OWNED = "共有专利，由排名在前的高校院所盘点"
NOBODY = "没有在职教师可接手，请单位分派"


def who_answers(
    org_id: int, inventors: Sequence[str], people: Mapping[tuple[int, str], P], *, is_first_owner: bool
) -> Answering[P]:
    """The first in the order of the patent who has an account, is in service and is not a student.

    As the universities' notices have it: for a student the highest-ranked teacher, for a retired inventor the
    highest-ranked one still in service; of a co-owned patent only the first owner is asked.
    """
    if not is_first_owner:
        return Answering(None, CO_OWNED)
    known = [people[org_id, name] for name in inventors if (org_id, name) in people]
    passed = [person for person in known if not person.answers]
    chosen = next((person for person in known if person.answers), None)
    if chosen is not None and (not passed or known.index(chosen) < known.index(passed[0])):
        return Answering(chosen)
    said = "、".join(f"{person.name}（{person.why_not}）" for person in passed[:3])
    if chosen is None:
        return Answering(None, f"{said}：{NOBODY}" if passed else "")
    return Answering(chosen, f"{said}不作为责任人，由排名在前的在职教师负责")


def is_first_owner(applicants: Sequence[str], own_keys: Collection[str]) -> bool:
    """Whether no other institution stands before the own one. Who isn't named at all was given the patent by hand."""
    keys = [organisation_key(name) for name in applicants]
    place = next((place for place, key in enumerate(keys) if key in own_keys), None)
    return place is None or not any(institution_type(name) for name in applicants[:place])


# A band of readiness in a text is a hint; the level itself is a person's choice and is never filled in for them.
PREFILLED = ("industry_codes", "scene")


def prefilled(values: Mapping[str, Any], suggested: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What a person finds in the form: their own values, else what the text says."""
    found = {name: suggested[name]["value"] for name in PREFILLED if name in suggested}
    return {
        name: values[name] if values[name] not in (None, "", []) else found.get(name, EMPTY[name]) for name in NAMES
    }
