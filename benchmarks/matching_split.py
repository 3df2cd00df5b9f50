"""The time split on which matching quality is measured: what a company published on one gazette day predicts the next.

Profiles are what companies published on 9 July 2019, queries what the same companies published on 12 July. A company is
the first applicant, if its type is 企业 and its name says 公司. Designs are left out; no place is used.
"""

import csv
import zlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from huoshui_core.matching import EnterpriseText, PatentText

PROFILE_DAY, QUERY_DAY = "2019-07-09", "2019-07-12"
GAZETTE = Path("patents_cn", "cnipa_gazette_2019-07_dev.csv")


@dataclass(frozen=True)
class Split:
    patents: list[PatentText]
    enterprises: list[EnterpriseText]
    truth: NDArray[np.int64]  # by query: which enterprise it was
    tuning: NDArray[np.bool_]  # by query: weights were chosen on these
    repeated: NDArray[np.bool_]  # by query: the title stands word for word in the profile
    in_field: NDArray[np.bool_]  # by query: shares an IPC subclass with the profile


def read_split(data: Path) -> Split:
    profiles: defaultdict[str, list[PatentText]] = defaultdict(list)
    later: list[tuple[str, PatentText]] = []
    with (data / GAZETTE).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            company, kind = row["applicants"].split("|")[0], row["applicant_types"].split("|")[0]
            if row["kind"] == "外观设计" or kind != "企业" or "公司" not in company:
                continue
            patent = PatentText(row["publication_no"], row["title"], "", tuple(filter(None, row["classes"].split("|"))))
            if row["publication_date"] == PROFILE_DAY:
                profiles[company].append(patent)
            elif row["publication_date"] == QUERY_DAY:
                later.append((company, patent))
    return _joined(dict(profiles), [(name, patent) for name, patent in later if name in profiles])


def _joined(profiles: dict[str, list[PatentText]], queries: list[tuple[str, PatentText]]) -> Split:
    position = {name: at for at, name in enumerate(profiles)}
    titles = {name: {patent.title for patent in own} for name, own in profiles.items()}
    fields = {name: {symbol[:4] for patent in own for symbol in patent.ipc} for name, own in profiles.items()}
    return Split(
        [patent for _, patent in queries],
        [_enterprise(name, own) for name, own in profiles.items()],
        np.array([position[name] for name, _ in queries]),
        np.array([zlib.crc32(patent.key.encode()) % 2 == 0 for _, patent in queries]),
        np.array([patent.title in titles[name] for name, patent in queries]),
        np.array([bool({symbol[:4] for symbol in patent.ipc} & fields[name]) for name, patent in queries]),
    )


def _enterprise(name: str, own: list[PatentText]) -> EnterpriseText:
    counts: defaultdict[str, float] = defaultdict(float)
    for patent in own:
        for symbol in patent.ipc:
            counts[symbol] += 1
    return EnterpriseText(name, tuple(patent.title for patent in own), dict(counts))
