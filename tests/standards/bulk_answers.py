"""Both ways of cleaning, held against each other."""

from typing import Any

from huoshui_core.standards import clean_record, load
from huoshui_core.standards.bulk import clean_patents

PATENT = load("patent")


def assert_same_answers(records: list[dict[str, Any]]) -> int:
    """Answers how many rows the fast path left to the slow one."""
    columns = {field.name: [record.get(field.name) for record in records] for field in PATENT.fields}
    cleaned = clean_patents(PATENT, columns, len(records))
    for at, record in enumerate(records):
        if at not in cleaned.doubtful:
            raw = {name: cell for name, cell in record.items() if cell not in ("", None)}
            notices: list[Any] = []
            values, problems = clean_record(PATENT, raw, notices=notices)
            assert (problems, notices) == ([], [])
            assert {name: column[at] for name, column in cleaned.values.items()} == values
    return len(cleaned.doubtful)
