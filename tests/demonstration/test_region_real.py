"""Nothing invented may bear a real name, and the mixture must look like the real gazette."""

import csv
import json
from collections import Counter

import pytest


def _names(path, column: str) -> set[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row[column].strip() for row in csv.DictReader(file)}


def test_no_institution_is_real(shared_data, region):
    real = _names(shared_data / "universities" / "universities_moe.csv", "name")
    real |= _names(shared_data / "universities" / "universities_chsi_2021.csv", "name")
    applicants = _names(shared_data / "patents_cn" / "cnipa_gazette_2019-07_dev.csv", "applicants")
    real |= {name for joined in applicants for name in joined.split("|")}
    assert not real & {institution.name for institution in region.institutions}


def test_no_enterprise_is_real(shared_data, region):
    real = _names(shared_data / "enterprises" / "companies_from_gazette.csv", "name")
    with (shared_data / "enterprises" / "ashare_companies.csv").open(encoding="utf-8-sig", newline="") as file:
        real |= {value.strip() for row in csv.reader(file) for value in row}
    assert not real & {enterprise.record["name"] for enterprise in region.enterprises}


def test_no_title_of_a_real_patent_is_repeated(shared_data, region):
    real = _names(shared_data / "patents_cn" / "cnipa_gazette_2019-07_dev.csv", "title")
    titles = [patent.record["title"] for patent in region.patents if patent.record["kind"] != "design"]
    assert sum(title in real for title in titles) / len(titles) < 0.005


def test_ipc_sections_are_mixed_as_in_the_gazette(shared_data, region):
    marginals = json.loads((shared_data / "calibration" / "gazette_marginals.json").read_text(encoding="utf-8"))
    sections = marginals["ipc_section_by_first_applicant_type"]
    types = {"university": "高校", "institute": "科研机构", "hospital": "医院"}
    kinds = {institution.key: institution.kind for institution in region.institutions}
    patents = [patent for patent in region.patents if patent.record["kind"] != "design"]
    expected: Counter[str] = Counter()
    for patent in patents:
        shares = sections[types[kinds[patent.institution]]]
        for section, count in shares.items():
            expected[section] += count / sum(shares.values())
    found = Counter(patent.record["main_class"][0] for patent in patents)
    for section in "ABCDEFGH":
        assert found[section] / len(patents) == pytest.approx(expected[section] / len(patents), abs=0.07), section


def test_lag_quantiles_are_those_of_the_gazette(shared_data):
    from huoshui_core.demonstration.settings import calibration

    marginals = json.loads((shared_data / "calibration" / "gazette_marginals.json").read_text(encoding="utf-8"))
    real = marginals["filing_to_publication_days_quantiles"]
    names = {
        "granted_invention": "发明授权",
        "published_invention": "发明公布",
        "utility": "实用新型",
        "design": "外观设计",
    }
    for ours, theirs in names.items():
        quantiles = real[f"{theirs}/高校"]
        assert calibration("lag_days")[ours] == [quantiles[mark] for mark in ("5", "25", "50", "75", "95")]
