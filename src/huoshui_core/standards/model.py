"""A data standard, read once from YAML. Forms, schemas, templates, readers and the documentation are drawn from it."""

from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

import yaml

HERE = Path(__file__).parent
LATEST = {
    "patent": 2,
    "dossier": 1,
    "enterprise": 1,
    "match": 1,
    "evaluation": 1,
    "institution": 1,
    "account": 1,
    "college": 1,
    "patent_event": 1,
    "annual_fee": 1,
    "funding": 1,
}

LATEST_CODES = {"applicant_type": 2, "legal_status": 2}

Standing = Literal["official", "local", "assumed"]
Level = Literal["public", "internal", "restricted"]
FieldType = Literal[
    "text",
    "names",
    "code",
    "codes",
    "boolean",
    "date",
    "integer",
    "number",
    "money",
    "ordinal",
    "application_no",
    "publication_no",
    "class",
    "classes",
    "profile",
    "industries",
    "credit_code",
    "region",
    "region_code",
    "moe_code",
    "phone",
    "email",
    "username",
]


@dataclass(frozen=True, eq=False)
class CodeList:
    """Codes with their labels, in order of display.

    `words` are what other systems write for a code; `standings` the values that stand differently from the list.
    In a list `with_precedence` several words in one cell mean the code that comes first.
    """

    name: str
    version: int
    title: str
    values: dict[str, str]
    standing: Standing
    source: str
    standings: dict[str, Standing] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    with_precedence: bool = False

    def label(self, code: str) -> str:
        return self.values[code]

    def standing_of(self, code: str) -> Standing:
        return self.standings.get(code, self.standing)

    @cached_property
    def by_word(self) -> dict[str, str]:
        """Code, label, both together or word of another system → code; for lookup after folding by `fold_word`."""
        known = {fold_word(code): code for code in self.values}
        known |= {fold_word(label): code for code, label in self.values.items()}
        known |= {fold_word(f"{code}{label}"): code for code, label in self.values.items()}
        known |= {fold_word(f"{label}({code})"): code for code, label in self.values.items()}
        return known | {fold_word(word): code for word, code in self.words.items()}


def fold_word(text: str) -> str:
    return "".join(text.split()).casefold().replace("（", "(").replace("）", ")")


@dataclass(frozen=True, eq=False)
class Field:
    """`max` is the number of characters of a text, or of each name; `low` and `high` bound integers and numbers.

    Of several values in a cell, `first_only` takes the first: the first owner's place and code.
    """

    name: str
    label: str
    type: FieldType
    source: str
    standing: Standing
    required: bool = False
    max: int | None = None
    low: int | None = None
    high: int | None = None
    codes: CodeList | None = None
    first_only: bool = False
    example: str = ""
    note: str = ""
    level: Level = "public"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Dataset:
    """`key`: what identifies a row, the first one filled. `one_of`: groups of which at least one field is needed."""

    name: str
    version: int
    title: str
    source: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    one_of: tuple[tuple[str, ...], ...] = ()

    def field(self, name: str) -> Field:
        return self.by_name[name]

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {each.name: each for each in self.fields}

    @property
    def label_row(self) -> tuple[str, ...]:
        return tuple(each.label for each in self.fields)


@cache
def load(name: str, version: int | None = None) -> Dataset:
    version = version or LATEST[name]
    raw = _read(HERE / "datasets" / f"{name}.v{version}.yaml")
    return Dataset(
        name=raw["dataset"],
        version=raw["version"],
        title=raw["title"],
        source=raw["source"],
        fields=tuple(_field(each) for each in raw["fields"]),
        key=tuple(raw["key"]),
        one_of=tuple(tuple(group) for group in raw.get("one_of", ())),
    )


@cache
def load_codes(name: str, version: int | None = None) -> CodeList:
    version = version or LATEST_CODES.get(name, 1)
    raw = _read(HERE / "codelists" / f"{name}.v{version}.yaml")
    if version == LATEST_CODES.get(name, 1):
        raw["words"] = further_words().get(name, {}) | raw.get("words", {})
    return CodeList(name=raw.pop("codelist"), **raw)


@cache
def further_words() -> dict[str, dict[str, str]]:
    """By list, what other systems write for its codes and the published list does not name."""
    found: dict[str, dict[str, str]] = _read(HERE / "words.yaml")
    return found


def _field(raw: dict[str, Any]) -> Field:
    return Field(**raw | {"codes": _codes(raw.pop("codes", "")), "aliases": tuple(raw.get("aliases", ()))})


def _codes(reference: str) -> CodeList | None:
    """legal_status.v2, or legal_status for the first version, so that a published data set keeps its lists."""
    name, _, version = reference.partition(".v")
    return load_codes(name, int(version or 1)) if name else None


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return content
