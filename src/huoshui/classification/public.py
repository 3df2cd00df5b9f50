"""The door of classification: codes of patents, ready for lists, facets and figures."""

from collections.abc import Iterable, Mapping, Sequence

from huoshui.classification.active import attributor
from huoshui.classification.rules import FACET_OF, FACETS, counted_code
from huoshui.patents.public import PatentCard
from huoshui_core.classing import Attribution

__all__ = ["FACETS", "Attribution", "attribute_cards", "classify", "facet_labels", "facet_values"]


def classify(
    classes: Sequence[str], main_class: str = "", title: str = "", abstract: str = ""
) -> tuple[Attribution, ...]:
    """By the tables in use; weights of a scheme add up to 1."""
    return attributor().attribute(classes, main_class, title, abstract)


def attribute_cards(cards: Iterable[PatentCard]) -> dict[int, tuple[Attribution, ...]]:
    told = attributor().attribute
    return {card.id: told(card.classes, card.main_class, card.title, card.abstract) for card in cards}


def facet_values(card: PatentCard) -> dict[str, list[str]]:
    """Codes by facet at the level lists use: industry (大类), sei (the 40 fields), wipo (1 to 35), intensive."""
    found: dict[str, list[str]] = {facet: [] for facet in FACETS}
    for one in attributor().attribute(card.classes, card.main_class, card.title, card.abstract):
        codes, code = found[FACET_OF[one.scheme]], counted_code(one.scheme, one.code)
        if code not in codes:
            codes.append(code)
    return found


def facet_labels() -> dict[str, Mapping[str, str]]:
    """Facet → code → Chinese name."""
    tables = attributor().tables
    found: dict[str, Mapping[str, str]] = {facet: {} for facet in FACETS}
    return found | {FACET_OF[scheme]: table.labels for scheme, table in tables.items()}
