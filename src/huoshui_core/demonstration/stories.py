"""How far the dossier of each patent has come, and what is filled in: institutions differ, as in real life."""

import random
from datetime import date
from typing import Any

from huoshui_core.demonstration.days import Dates
from huoshui_core.demonstration.draw import weighted
from huoshui_core.demonstration.grammar import Field, fill
from huoshui_core.demonstration.model import Institution, Story, StoryState
from huoshui_core.demonstration.settings import calibration, words
from huoshui_core.demonstration.writing import Text

_ONE_STEP: dict[StoryState, StoryState] = {"college_review": "school_review", "college_returned": "school_returned"}
_DRAFT_FIELDS = (
    "publication_no",
    "application_no",
    "title",
    "fiscal_funded",
    "scene",
    "industry_codes",
    "contact_name",
)
_LATE_SHARE = 0.4


def draw_story(
    rng: random.Random,
    place: float,
    *,
    institution: Institution,
    dates: Dates,
    identity: dict[str, str],
    text: Text,
    field: Field,
) -> Story:
    """`place` lies evenly in 0..1 over the institution's patents, so that its progress comes out as planned."""
    state = _state(rng, place, institution, dates)
    if state == "unopened":
        return Story(state, dates.in_scope, None)
    dossier = _dossier(rng, identity, text, field, dates.published)
    if state == "draft":
        dossier = {name: dossier[name] for name in _DRAFT_FIELDS if name in dossier}
    remark = rng.choice(words("remarks")) if state.endswith("returned") else ""
    return Story(state, dates.in_scope, dossier, remark)


def _state(rng: random.Random, place: float, institution: Institution, dates: Dates) -> StoryState:
    if dates.stage == "published":
        return "unopened"
    accepted = institution.progress if dates.in_scope else institution.progress * _LATE_SHARE
    if place < accepted:
        return "accepted"
    state: StoryState = weighted(rng, calibration("unfinished"))
    return state if institution.two_step_review else _ONE_STEP.get(state, state)


def _dossier(rng: random.Random, identity: dict[str, str], text: Text, field: Field, granted: date) -> dict[str, Any]:
    """Standard `dossier`. About a quarter is judged not convertible: no way of conversion is offered."""
    grade = weighted(rng, calibration("self_grade"))
    convertible = rng.random() < calibration("convertible")[grade]
    funded = rng.random() < calibration("fiscal_funded")
    implementation = weighted(rng, calibration("implementation"))
    maturity = weighted(rng, calibration("maturity")) if implementation == "none" else rng.choice(("8", "9"))
    slots = {"scene": (text.scene,), "n": ("1", "2", "3", "4")}
    return {
        **identity,
        "title": text.title,
        "fiscal_funded": funded,
        "funding_project": rng.choice(words("projects")) if funded else None,
        "implementation": implementation,
        "willingness": _willingness(rng) if convertible else None,
        "maturity": maturity,
        "self_grade": grade,
        "scene": f"{text.scene}：{text.subject}",
        "prospects": fill(rng.choice(words("prospects")), rng, slots) if convertible else None,
        "industry_codes": field.industries[: rng.choice((1, 1, 2))],
        "contact_name": identity["contact_name"],
    }


def _willingness(rng: random.Random) -> tuple[str, ...]:
    shares: dict[str, float] = calibration("willingness")
    chosen = tuple(mode for mode, share in shares.items() if rng.random() < share)
    return chosen or ("licence",)
