"""Patents of the invented region, one after the other: no more than the titles seen stays in memory."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from huoshui_core.demonstration import numbers
from huoshui_core.demonstration.days import Dates, draw_dates
from huoshui_core.demonstration.draw import source, spread, weighted
from huoshui_core.demonstration.grammar import Field, Subject, Topic, fields
from huoshui_core.demonstration.model import College, DemonstrationPatent, Institution
from huoshui_core.demonstration.settings import calibration
from huoshui_core.demonstration.stories import draw_story
from huoshui_core.demonstration.writing import Text, write, write_design

_ATTEMPTS = 12
_SHORT_TITLES = 3
_MORE_CLASSES = 0.45


def patents(
    seed: int, count: int, institutions: Sequence[Institution], companies: Sequence[str]
) -> Iterator[DemonstrationPatent]:
    shares = {institution.key: institution.share for institution in institutions}
    by_key = {institution.key: institution for institution in institutions}
    seen: set[str] = set()
    told: Counter[str] = Counter()
    for index in range(count):
        rng = source(seed, "patent", index)
        institution = by_key[weighted(rng, shares)]
        patent = _patent(rng, index, institution, companies, seen, spread(told[institution.key]))
        told[institution.key] += patent.story.in_scope
        seen.add(patent.record["title"])
        yield patent


def _patent(
    rng: random.Random,
    index: int,
    institution: Institution,
    companies: Sequence[str],
    seen: set[str],
    place: float,
) -> DemonstrationPatent:
    college = rng.choice(institution.colleges)
    field = fields()[rng.choice(college.fields)]
    kind = weighted(rng, calibration("hospital_kind" if institution.kind == "hospital" else "kind"))
    text, classes = _text(rng, field, kind, seen)
    dates = draw_dates(rng, kind)
    record = _record(rng, index, institution, college, kind, dates, companies) | {
        "title": text.title,
        "abstract": text.abstract,
        "first_claim": text.first_claim or None,
        "main_class": classes[0],
        "classes": classes,
    }
    identity = {name: record[name] for name in ("publication_no", "application_no")}
    story = draw_story(
        rng,
        place,
        institution=institution,
        dates=dates,
        identity=identity | {"contact_name": record["inventors"][0]},
        text=text,
        field=field,
    )
    return DemonstrationPatent(
        record=record,
        institution=institution.key,
        college=college.key,
        field=field.code,
        scene=text.scene,
        responsible=record["inventors"][0],
        story=story,
    )


def _text(rng: random.Random, field: Field, kind: str, seen: set[str]) -> tuple[Text, tuple[str, ...]]:
    """Text and classes; drawn again while the title is taken."""
    for attempt in range(_ATTEMPTS):
        if kind == "design":
            text, locarno = write_design(rng, field)
            classes: tuple[str, ...] = (locarno,)
        else:
            topic = _topic(rng, field, kind)
            subject = rng.choice(topic.subjects)
            text = write(rng, field, topic, subject, utility=kind == "utility", long=attempt >= _SHORT_TITLES)
            classes = _classes(rng, subject)
        if text.title not in seen:
            break
    return text, classes


def _topic(rng: random.Random, field: Field, kind: str) -> Topic:
    """A utility model protects a thing: methods and materials stay inventions."""
    fitting = [topic for topic in field.topics if kind != "utility" or topic.form == "device"]
    return rng.choice(fitting)


def _classes(rng: random.Random, subject: Subject) -> tuple[str, ...]:
    main = rng.choice(subject.ipc)
    return (main, *(symbol for symbol in subject.ipc if symbol != main and rng.random() < _MORE_CLASSES))


def _record(
    rng: random.Random,
    index: int,
    institution: Institution,
    college: College,
    kind: str,
    dates: Dates,
    companies: Sequence[str],
) -> dict[str, Any]:
    granted = dates.stage == "granted"
    applicants, types = _applicants(rng, institution, companies)
    return {
        "publication_no": numbers.publication_no(index, kind=kind, granted=granted),
        "application_no": numbers.application_no(index, kind=kind, year=dates.filed.year),
        "kind": kind,
        "stage": dates.stage,
        "applicants": applicants,
        "applicant_types": types,
        "inventors": _team(rng, college),
        "filing_date": dates.filed,
        "publication_date": dates.published,
        "grant_date": dates.published if granted else None,
        "province": institution.record["province"],
        "city": institution.record["city"],
        "legal_status": weighted(rng, calibration("legal_status")) if granted else "pending",
        "owner_code": institution.record["uscc"],
    }


def _applicants(
    rng: random.Random, institution: Institution, companies: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Joint applications are few, and nearly all of them with a company."""
    if rng.random() >= calibration("co_applicant")[institution.kind]:
        return (institution.name,), (institution.kind,)
    return (institution.name, rng.choice(companies)), (institution.kind, "enterprise")


def _team(rng: random.Random, college: College) -> tuple[str, ...]:
    return tuple(rng.sample(college.inventors, weighted(rng, calibration("inventors"))))
