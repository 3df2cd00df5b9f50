"""`docs/security.md` stays complete and names what exists; whether a row is right, only a reader can say."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text("utf-8")
STATES = {"met", "part", "no", "setting", "ops", "n/a"}
SIZES = {"1": 70, "2": 183}  # of OWASP ASVS 5.0.0
CHAPTERS = [
    # of each chapter: requirements of level 1, of level 2
    ("V1", 8, 19), ("V2", 4, 7), ("V3", 8, 11), ("V4", 2, 8), ("V5", 4, 5), ("V6", 13, 22), ("V7", 6, 12),
    ("V8", 4, 3), ("V9", 4, 3), ("V10", 5, 24), ("V11", 3, 11), ("V12", 3, 6), ("V13", 1, 12), ("V14", 2, 7),
    ("V15", 3, 10), ("V16", 0, 16), ("V17", 0, 7),
]  # fmt: skip
PATH = re.compile(r"`([\w.-]+(?:/[\w.-]+)+|Makefile|pyproject\.toml|package-lock\.json)`")
SETTING = re.compile(r"\bHUOSHUI_[A-Z_]+\b")
# What opens connections, and which modules may. The sources of tests are not looked at.
NETWORK = {"requests", "urllib.request", "http.client", "httpx", "aiohttp", "socket", "smtplib", "ftplib", "urllib3"}
OPEN_CONNECTIONS = {"huoshui/signin/sso_http.py", "huoshui/web/node/serve.py"}


def cells_of(text: str, first: str) -> Iterator[list[str]]:
    """Rows of tables whose first cell is like that."""
    for line in text.splitlines():
        cells = [one.strip() for one in line[1:-1].split("|")] if line.startswith("|") else [""]
        if re.fullmatch(first, cells[0]):
            yield cells


def rows() -> Iterator[list[str]]:
    """Of ASVS: number, level, what it asks for, state, how, proof."""
    return cells_of(TEXT, r"\d+\.\d+\.\d+")


def clauses() -> Iterator[list[str]]:
    """Of GB/T 22239: clause, what it asks for, state, how, proof."""
    return cells_of(TEXT.split("## GB/T 22239-2019, level 3\n")[1].split("\n## ")[0], r"[a-g—]|8\.1\.5\.\d")


def test_each_requirement_stands_there_once() -> None:
    listed = Counter((cells[0], cells[1]) for cells in rows())
    assert [one for one, times in listed.items() if times > 1] == []
    assert {level: sum(one[1] == level for one in listed) for level in SIZES} == SIZES


@pytest.mark.parametrize(("chapter", "first", "second"), CHAPTERS)
def test_each_chapter_is_whole(chapter: str, first: int, second: int) -> None:
    levels = Counter(cells[1] for cells in rows() if f"V{cells[0].split('.')[0]}" == chapter)
    assert (levels["1"], levels["2"]) == (first, second)


def test_each_row_has_a_state_and_what_is_claimed_says_where() -> None:
    claims = [(cells[0], cells[3], cells[4], cells[5]) for cells in rows()]
    claims += [(cells[0], cells[2], cells[3], cells[4]) for cells in clauses()]
    assert len(claims) > 253 + 30
    assert {state for _, state, _, _ in claims} <= STATES
    for number, state, how, proof in claims:
        assert how, number
        if state in ("met", "part", "setting"):
            assert PATH.search(how + proof) or SETTING.search(how), f"{number} says neither where nor by which setting"
            assert proof, f"{number}: proved by what?"


def test_every_path_exists() -> None:
    assert sorted(one for one in set(PATH.findall(TEXT)) if not (ROOT / one).exists()) == []


def test_every_setting_is_read_somewhere() -> None:
    sources = [ROOT / "Makefile", *(ROOT / "src").rglob("*.py")]
    known = set(SETTING.findall("\n".join(one.read_text("utf-8") for one in sources)))
    assert set(SETTING.findall(TEXT)) - known == set()


def test_nothing_else_opens_connections() -> None:
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        if "tests" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                if any(name in NETWORK or name.split(".")[0] in NETWORK for name in names):
                    found.add(str(path.relative_to(ROOT / "src")))
    assert found == OPEN_CONNECTIONS
