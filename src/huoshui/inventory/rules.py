"""What a dossier must say before review, and what the machine may suggest. Values in, answers out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from huoshui_core.hints import hints_for
from huoshui_core.standards import FieldProblem, clean_record, load

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
    @property
    def name(self) -> str: ...

    @property
    def institution_id(self) -> int: ...


P = TypeVar("P", bound=Person)


def by_name(people: Iterable[P]) -> dict[tuple[int, str], P]:
    """Institution and name → the one person; a name that two people bear is left out, never guessed."""
    found: dict[tuple[int, str], list[P]] = defaultdict(list)
    for person in people:
        found[person.institution_id, person.name].append(person)
    return {key: those[0] for key, those in found.items() if len(those) == 1}


def responsible(org_id: int, inventors: Sequence[str], people: Mapping[tuple[int, str], P]) -> P | None:
    """The first in the order of the patent who has an account: students and leavers have none, the next one answers."""
    return next((people[org_id, name] for name in inventors if (org_id, name) in people), None)


# A band of readiness in a text is a hint; the level itself is a person's choice and is never filled in for them.
PREFILLED = ("industry_codes", "scene")


def prefilled(values: Mapping[str, Any], suggested: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What a person finds in the form: their own values, else what the text says."""
    found = {name: suggested[name]["value"] for name in PREFILLED if name in suggested}
    return {
        name: values[name] if values[name] not in (None, "", []) else found.get(name, EMPTY[name]) for name in NAMES
    }
