"""Reading the packaged code tables, and saying which edition each is and how official."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

import yaml

Standing = Literal["official", "local", "assumed"]


@dataclass(frozen=True)
class Edition:
    table: str
    title: str
    edition: str
    standing: Standing
    source: str


@cache
def editions() -> tuple[Edition, ...]:
    raw = cast("dict[str, dict[str, str]]", yaml.safe_load(_read("editions.yaml")))
    return tuple(
        Edition(
            table=table,
            title=facts["title"],
            edition=facts["edition"],
            standing=cast("Standing", facts["standing"]),
            source=facts["source"],
        )
        for table, facts in raw.items()
    )


def edition(table: str) -> Edition:
    return next(entry for entry in editions() if entry.table == table)


def rows(table: str) -> Iterator[list[str]]:
    """Tab-separated columns of one packaged table; trailing empty columns are left out in the file."""
    for line in _read(f"{table}.tsv").splitlines():
        yield line.split("\t")


def _read(name: str) -> str:
    return files(__package__).joinpath("tables", name).read_text(encoding="utf-8")
