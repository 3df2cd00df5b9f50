"""Templates obey the content policy and the house's shape, in every room."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src"
# Pages of the node. The report of the loop is a file that must carry everything in itself; it is not served.
TEMPLATES = sorted((SRC / "huoshui").glob("**/templates/**/*.html"))
LONGEST = 200

COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.DOTALL)
FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
    "inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "script in a link": re.compile(r"javascript:", re.IGNORECASE),
    "script in an htmx attribute": re.compile(r"\shx-on[:\-]|hx-vals=.js:", re.IGNORECASE),
    "address elsewhere": re.compile(r"<(?:script|link|img)[^>]*(?:src|href)=.(?:https?:)?//", re.IGNORECASE),
}
INCLUDE = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")
PART = re.compile(r"""{%\s*include\s+["'](parts/[^"']+)["']([^%]*)%}""")


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(SRC)) for path in paths]


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_nothing_is_inline(path: Path) -> None:
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_a_template_fits_two_screens(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_every_included_and_extended_template_exists() -> None:
    known = {str(path).rsplit("/templates/", 1)[1] for path in TEMPLATES}
    assert sorted({name for _, name in _named()} - known) == []


def test_parts_are_given_their_context_and_nothing_else() -> None:
    loose = [
        f"{path.relative_to(SRC)}: {part}"
        for path in TEMPLATES
        for part, rest in PART.findall(path.read_text(encoding="utf-8"))
        if not rest.rstrip().endswith("only")
    ]
    assert loose == []


def test_every_part_says_what_it_takes() -> None:
    silent = [
        path.name
        for path in TEMPLATES
        if path.parent.name == "parts" and not path.read_text(encoding="utf-8").startswith("{#")
    ]
    assert silent == []


def _named() -> Iterator[tuple[Path, str]]:
    for path in TEMPLATES:
        for name in INCLUDE.findall(COMMENT.sub("", path.read_text(encoding="utf-8"))):
            yield path, name
