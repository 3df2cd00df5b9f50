"""The standards against real files: whatever is refused is listed here with its reason."""

import csv
import io
from collections import Counter
from pathlib import Path

import pytest

from huoshui_core.standards import Problem, identifiers, load
from huoshui_core.standards.draw import to_wire
from huoshui_core.standards.reading import Row, open_source, open_source_in_child
from huoshui_core.standards.writing import dataset_sheet, write_csv, write_workbook
from tests.standards.test_draw import validator

pytestmark = pytest.mark.real_data
PATENTS = "patents_cn/cnipa_gazette_2019-07_universities_dev.csv"
GAZETTE = "patents_cn/cnipa_gazette_2019-07_dev.csv"


@pytest.mark.parametrize(
    ("file", "dataset", "rows", "refused"),
    [
        (PATENTS, "patent", 9_231, {}),
        (GAZETTE, "patent", 77_654, {}),
        ("patents_cn/a01_titles_abstracts.csv", "patent", 11_517, {}),
        ("patents_cn/titles_ipc_multilabel_dev_folds1-4.csv", "patent", 7_798, {}),
        ("enterprises/companies_from_gazette.csv", "enterprise", 24_286, {}),
        ("universities/universities_moe.csv", "institution", 2_631, {}),
    ],
)
def test_real_files_clean(shared_data: Path, file, dataset, rows, refused):
    read = list(open_source(shared_data / file, load(dataset)))
    assert sum(isinstance(each, Row) for each in read) == rows
    assert Counter(each.code for each in read if isinstance(each, Problem)) == refused


def test_utility_models_filed_under_inventions_are_put_right_and_told(shared_data: Path):
    source = open_source(shared_data / GAZETTE, load("patent"))
    kinds = {row.values["publication_no"]: row.values["kind"] for row in source if isinstance(row, Row)}
    assert len(source.notices) == 10
    assert {one.code for one in source.notices} == {"kind_corrected"}
    assert all(kind == "utility" for number, kind in kinds.items() if number.endswith("U"))


def test_every_real_application_number_has_its_check_digit(shared_data: Path):
    with (shared_data / GAZETTE).open(encoding="utf-8", newline="") as file:
        numbers = [row["application_no"] for row in csv.DictReader(file) if row["application_no"]]
    assert len(numbers) > 27_000
    assert all(identifiers.application_number(f"ZL{number}") == number for number in numbers)
    assert all(identifiers.check_digit(number[:12]) == number[13] for number in numbers)


def test_real_patent_documents_are_read(shared_data: Path):
    read = [
        row
        for path in sorted((shared_data / "patents_cn/cnipa_xml").glob("*.XML"))
        for row in open_source(path, load("patent"))
    ]
    assert [row.values["publication_no"] for row in read] == [
        "CN85100312A",
        "CN102025678A",
        "CN101945314B",
        "CN110083831A",
    ]
    for row in read:
        for name in (
            "title",
            "abstract",
            "applicants",
            "inventors",
            "classes",
            "first_claim",
            "filing_date",
            "province",
        ):
            assert row.values[name]


DOCUMENTS = ("Z", "R", "D", "G")


@pytest.mark.parametrize("last_letter", DOCUMENTS)
def test_a_real_patent_document_is_the_same_after_each_way_out_and_back(shared_data: Path, tmp_path, last_letter):
    dataset = load("patent")
    (path,) = (shared_data / "patents_cn/cnipa_xml").glob(f"*{last_letter}.XML")
    (row,) = open_source(path, dataset)
    record = row.values
    sheet = [record]
    write_workbook(tmp_path / "a.xlsx", [dataset_sheet(dataset, sheet)], demonstration=False)
    write_csv(tmp_path / "a.csv", dataset_sheet(dataset, sheet), demonstration=False)
    for name in ("a.xlsx", "a.csv"):
        (again,) = open_source(tmp_path / name, dataset)
        assert again.values == record
    (from_child,) = open_source_in_child(path, dataset)
    assert from_child.values == record
    assert record["claims"].startswith(record["first_claim"])


def test_claims_agency_and_agents_of_real_documents_are_whole(shared_data: Path):
    found = {}
    for path in (shared_data / "patents_cn/cnipa_xml").glob("*.XML"):
        (row,) = open_source(path, load("patent"))
        found[row.values["publication_no"]] = row.values
    numbers = {number: each["claims"].count("\n") for number, each in found.items()}
    assert all(count > 0 for number, count in numbers.items())
    latest = found["CN110083831A"]
    assert (latest["agency"], len(latest["agents"]), latest["city"]) == (
        "武汉科皓知识产权代理事务所(特殊普通合伙)",
        1,
        "武汉市",
    )
    assert found["CN85100312A"]["agency"]


def test_real_records_survive_a_workbook_and_satisfy_the_schema(shared_data: Path, tmp_path):
    dataset = load("patent")
    records = [row.values for row in open_source(shared_data / PATENTS, dataset) if isinstance(row, Row)]
    write_workbook(tmp_path / "a.xlsx", [dataset_sheet(dataset, records)], demonstration=True)
    assert [row.values for row in open_source(tmp_path / "a.xlsx", dataset)] == records
    published = validator(dataset)
    for record in records[::50]:
        published.validate(to_wire(dataset, record))


def test_a_real_table_in_gb18030_gives_the_same_rows(shared_data: Path, tmp_path):
    text = (shared_data / PATENTS).read_text("utf-8")
    head = "".join(io.StringIO(text).readlines()[:2_000])
    (tmp_path / "a.csv").write_bytes(head.encode("gb18030"))
    (tmp_path / "b.csv").write_bytes(head.encode("utf-8"))
    first, second = (open_source(tmp_path / name, load("patent")) for name in ("a.csv", "b.csv"))
    assert (first.encoding, second.encoding) == ("gb18030", "utf-8")
    assert [row.values for row in first] == [row.values for row in second]
