"""Reading the packaged lists of the demonstration: calibration figures, words, institutions, departments."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def packaged(name: str) -> Any:
    """Content of one YAML file beside this module. Shared: never change what it returns."""
    return yaml.safe_load(files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8"))


def calibration(figure: str) -> Any:
    return packaged("calibration")[figure]


@cache
def words(name: str) -> tuple[str, ...]:
    """A list of words, written with bars where the entries are sentences and with blanks where they are syllables."""
    text: str = packaged("words")[name]
    return split_bars(text) if "|" in text else tuple(text.split())


def split_bars(text: str | int) -> tuple[str, ...]:
    return tuple(part.strip() for part in str(text).split("|"))
