"""A long list of patents as a csv file, made quickly: records of the invented region recombined under new numbers.

Texts, applicants, people, classes and days come from different records of the same kind; numbers count up, so that each
row is a patent of its own. Nothing of it exists.
"""

import csv
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from huoshui_core.demonstration import generate
from huoshui_core.standards import load
from huoshui_core.standards.identifiers.patent_number import check_digit

STANDARD = load("patent")
SCALE = 2  # of the region the records are drawn from
_DIGIT = {"invention": "1", "utility": "2", "design": "3"}
_TEXTS = ("title", "abstract", "first_claim", "main_class", "classes")


def write_patents(path: Path, rows: int, *, changed_every: int = 0) -> None:
    """The same rows each time; with `changed_every`, one in so many has another legal status."""
    names = [field.name for field in STANDARD.fields]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([field.label for field in STANDARD.fields])
        for number, record in enumerate(many_patents(rows)):
            if changed_every and number % changed_every == 0:
                record["legal_status"] = "失效"
            writer.writerow([record.get(name, "") for name in names])


def many_patents(rows: int) -> Iterator[dict[str, str]]:
    by_kind = _drawn()
    chance = random.Random(1)
    kinds = list(by_kind)
    weights = [len(by_kind[kind]) for kind in kinds]
    for number in range(rows):
        [kind] = chance.choices(kinds, weights)
        record = dict(chance.choice(by_kind[kind]))
        text = chance.choice(by_kind[kind])
        record |= {name: text[name] for name in _TEXTS}
        letter = record["publication_no"][-1] if record["publication_no"] else "B"
        digits = f"{record['filing_date'][:4]}{_DIGIT[kind]}{number:07}"
        record["publication_no"] = f"CN{_DIGIT[kind]}{number:08}{letter}"
        record["application_no"] = f"{digits}.{check_digit(digits)}"
        yield record


@cache
def _drawn() -> dict[str, list[dict[str, Any]]]:
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for one in generate(scale=SCALE).iter_patents():
        by_kind.setdefault(one.record["kind"], []).append({name: _cell(one.record[name]) for name in one.record})
    return by_kind


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return "|".join(value) if isinstance(value, list | tuple) else str(value)
