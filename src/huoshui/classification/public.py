"""The door of classification: codes of patents, ready for lists, facets and figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huoshui.classification import queries
from huoshui.classification.actions import LoadOutcome, Origin, count_anew, load_table, switch_table
from huoshui.classification.active import attributor
from huoshui.classification.rules import FACET_OF, FACETS, TABLES, counted_code
from huoshui.kernel.actor import Actor
from huoshui.patents.public import PatentCard, Subject
from huoshui_core.classing import Attribution

__all__ = [
    "FACETS",
    "Attribution",
    "LoadOutcome",
    "LoadedTable",
    "Origin",
    "attribute_cards",
    "classify",
    "count_anew",
    "facet_label",
    "facet_values",
    "load_table",
    "loaded_tables",
    "switch_table",
    "use_edition",
]


@dataclass(frozen=True, slots=True)
class LoadedTable:
    id: int
    table: str
    title: str
    edition: str
    standing: str
    entries: int
    active: bool


def classify(
    classes: Sequence[str], main_class: str = "", title: str = "", abstract: str = ""
) -> tuple[Attribution, ...]:
    """By the tables in use; weights of a scheme add up to 1."""
    return attributor().attribute(classes, main_class, title, abstract)


def attribute_cards(cards: Iterable[PatentCard]) -> dict[int, tuple[Attribution, ...]]:
    told = attributor().attribute
    return {card.id: told(card.classes, card.main_class, card.title, card.abstract) for card in cards}


def facet_values(card: PatentCard | Subject) -> dict[str, list[str]]:
    """Codes by facet at the level lists use: industry (大类), sei (the 40 fields), wipo (1 to 35), intensive."""
    found: dict[str, list[str]] = {facet: [] for facet in FACETS}
    for one in attributor().attribute(card.classes, card.main_class, card.title, card.abstract):
        codes, code = found[FACET_OF[one.scheme]], counted_code(one.scheme, one.code)
        if code not in codes:
            codes.append(code)
    return found


def facet_label(facet: str, code: str) -> str:
    """In Chinese; "" for a code that the table in use does not have."""
    table = attributor().tables.get(FACETS[facet])
    return table.labels.get(code, "") if table else ""


def loaded_tables() -> list[LoadedTable]:
    return [
        LoadedTable(one.pk, one.table, TABLES[one.table], one.edition, one.standing, one.entries, one.active)
        for one in queries.editions()
    ]


def use_edition(actor: Actor, *, table: str, edition: str) -> int:
    """By its name; "own" goes back to the package's table."""
    chosen = 0 if edition == "own" else queries.edition_by_name(table, edition).pk
    return switch_table(actor, table=table, edition_id=chosen)
