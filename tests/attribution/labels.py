"""What a person says of each mention in `labels.tsv`: which institution it means, or "-" for none of the directory's.

`why`: same, renamed (also mergers, full names, campuses), second_name, preparing, part (a campus or college of the
institution, which only a person may join to it), separate (a body of its own), institute, school (below the
universities), abroad, unlisted (a university the lists do not have).
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from huoshui_core.attribution import Directory, Listed

NO_UNIVERSITY = frozenset({"separate", "institute", "school", "abroad"})


@dataclass(frozen=True)
class Label:
    mention: str
    region: int
    organisation: str
    home: int
    why: str


def labels() -> list[Label]:
    with (Path(__file__).parent / "labels.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [Label(r["mention"], int(r["region"]), r["organisation"], int(r["home"]), r["why"]) for r in rows]


def answer(directory: Directory, mention: str, region: int) -> str:
    found = directory.match(mention, region=region)
    return directory.entries[found.id].name if found else "-"


def labelled_directory() -> Directory:
    """The institutions the labels name, and nothing else."""
    homes = {one.organisation: one.home for one in labels() if one.organisation != "-"}
    return Directory(Listed(number, name, homes[name]) for number, name in enumerate(sorted(homes)))
