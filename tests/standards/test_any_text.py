"""2,000 texts through each format; `make campaign-strings` sends 100,000 and opens the files in LibreOffice."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.standards.any_text import FORMATS, LONGEST, PIECES, cleaned, drawn, formulas, read_back, write

ANY = st.text(st.characters(), max_size=LONGEST)
NASTY = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("texts")


@pytest.mark.parametrize("kind", FORMATS)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(NASTY | ANY, min_size=100, max_size=100))
def test_any_text_comes_back_clean_and_clean_text_as_it_is(folder, kind, texts):
    path = write(folder, kind, texts)
    expected = [cleaned(text) for text in texts]
    assert read_back(path) == expected
    clean = [text for text in expected if text]
    assert [cleaned(text) for text in clean] == clean
    assert read_back(write(folder, kind, clean)) == clean
    if kind == "xlsx":
        assert formulas(path) == 0


@pytest.mark.parametrize("kind", FORMATS)
def test_what_programs_take_for_something_else_comes_back(folder, kind):
    texts = [*PIECES, *drawn(500, 7)]
    assert read_back(write(folder, kind, texts)) == [cleaned(text) for text in texts]
