"""What is drawn from the code and committed is what the code draws now."""

import pytest
from tools.snapshots import ROOT, drawn

NOW = drawn()
RENEW = "is not what the code draws: run `make snapshots`, read the difference, commit it"


@pytest.mark.parametrize("name", sorted(NOW))
def test_a_committed_drawing_is_up_to_date(name: str) -> None:
    path = ROOT / name
    assert path.exists(), f"{name} is missing: run `make snapshots`"
    assert path.read_text("utf-8").splitlines() == NOW[name].splitlines(), f"{name} {RENEW}"


def test_no_page_of_a_standard_is_left_over() -> None:
    committed = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs/standards").glob("*.md")}
    assert committed == {name for name in NOW if name.startswith("docs/standards/")}
