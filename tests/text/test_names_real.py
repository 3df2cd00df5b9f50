import csv
import re
import unicodedata
from collections import defaultdict

from huoshui_core.text import organisation_key

LETTERS = re.compile(r"[\W_]+")


def names(path, column):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row[column] for row in csv.DictReader(file)}


def test_real_names_meet_only_when_they_differ_in_punctuation(shared_data):
    by_key = defaultdict(set)
    for name in names(shared_data / "enterprises" / "companies_from_gazette.csv", "name"):
        by_key[organisation_key(name)].add(name)
    for together in by_key.values():
        bare = {LETTERS.sub("", unicodedata.normalize("NFKC", name)).casefold() for name in together}
        assert len(bare) == 1, together
    assert len(by_key) > 24_000
