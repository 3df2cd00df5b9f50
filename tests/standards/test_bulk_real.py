"""Cleaning by columns on the real gazette."""

import csv
from pathlib import Path

import pytest

from huoshui_core.standards import load
from huoshui_core.standards.reading.columns import match_columns
from huoshui_core.standards.reading.table import filled
from tests.standards.bulk_answers import assert_same_answers

PATENT = load("patent")


@pytest.mark.real_data
def test_the_whole_gazette_gets_the_same_answers_and_hardly_needs_the_slow_way(shared_data: Path) -> None:
    path = shared_data / "patents_cn/cnipa_gazette_2019-07_universities_dev.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        columns = match_columns(next(reader), PATENT)
        records = [filled(row, columns) for row in reader]
    assert assert_same_answers(records) < 0.01 * len(records)
