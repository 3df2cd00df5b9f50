import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from huoshui_core.standards import clean_record, load
from huoshui_core.standards.reading import open_source
from huoshui_core.standards.writing import (
    Column,
    Sheet,
    dataset_sheet,
    neutral,
    restored,
    template,
    write_csv,
    write_workbook,
)

PATENT = load("patent")
RECORD, PROBLEMS = clean_record(
    PATENT,
    {
        "publication_no": "CN104010370B",
        "application_no": "201710601862.3",
        "title": "=HYPERLINK(1)",
        "abstract": '第一行\n\'=第二行, "引号"',
        "applicants": "甲大学|-乙公司",
        "applicant_types": "高校|企业",
        "inventors": "@张三",
        "filing_date": "2017-07-21",
        "publication_date": "2019-07-09",
        "classes": "H04W72/04|H04W80/00",
        "legal_status": "质押",
        "province": "湖南省",
        "owner_code": "12430000400000001G",
    },
)
DANGEROUS = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "'=1", "''=1", "'x", "'", "=", "-"]
# What a cell can hold: no control characters, which cleaning takes out before anything is stored.
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=40)


def sheet(texts: list[str]) -> Sheet:
    return Sheet("表", [Column("甲")], ([text] for text in texts))


def cells_of_csv(texts: list[str]) -> list[str]:
    file = io.BytesIO()
    write_csv(file, sheet(texts), demonstration=False)
    content = io.StringIO(file.getvalue().decode("utf-8-sig"), newline="")
    return [restored(row[0]) if row else "" for row in csv.reader(content, strict=True)][1:]


def cells_of_workbook(texts: list[str]) -> list[str]:
    from python_calamine import CalamineWorkbook

    file = io.BytesIO()
    write_workbook(file, [sheet(texts)], demonstration=False)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0).iter_rows()
    found = [row[0] for row in rows][1:]
    return found + [""] * (len(texts) - len(found))


@given(st.text())
def test_neutralising_is_undone_exactly(text):
    assert restored(neutral(text)) == text


@pytest.mark.parametrize("text", DANGEROUS[:9])
def test_a_neutral_cell_never_begins_like_a_formula(text):
    assert neutral(text)[0] == "'"


@given(st.lists(TEXTS, max_size=8))
@example(DANGEROUS[:4] + DANGEROUS[6:])
def test_any_text_comes_back_from_csv(texts):
    assert cells_of_csv(texts) == texts


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(TEXTS, max_size=8))
@example(DANGEROUS[:4] + DANGEROUS[6:])
@example(["_x0041_", "多\n行", "http://a", "001", "1E5", "TRUE"])
def test_any_text_comes_back_from_a_workbook(texts):
    assert cells_of_workbook(texts) == texts


@pytest.mark.parametrize("demonstration", [False, True])
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_export_read_back_is_the_same_record(tmp_path, suffix, demonstration):
    assert PROBLEMS == []
    path = tmp_path / f"a{suffix}"
    out = dataset_sheet(PATENT, [RECORD])
    if suffix == ".xlsx":
        write_workbook(path, [out], demonstration=demonstration)
    else:
        write_csv(path, out, demonstration=demonstration)
    source = open_source(path, PATENT)
    (row,) = source
    assert row.values == RECORD
    assert source.is_demonstration is demonstration
    assert source.ignored == ()


def test_every_dataset_is_read_back_from_its_own_export(tmp_path):
    raw = {
        "enterprise": {
            "name": "甲公司",
            "ipc_profile": "H04W:95|H04L:66",
            "enterprise_types": "专精特新|高企",
            "n_publications": 7,
        },
        "dossier": {
            "application_no": "201710601862.3",
            "fiscal_funded": "是",
            "willingness": "转让|许可",
            "maturity": "5",
            "self_grade": "四星",
            "industry_codes": "C35",
            "contact_phone": "0731-88888888",
        },
        "match": {"publication_no": "CN104010370B", "title": "甲", "enterprise": "乙公司", "rank": 1, "score": "0.83"},
        "evaluation": {
            "publication_no": "CN104010370B",
            "enterprise": "乙公司",
            "prospect": "较好",
            "cooperation": "合作研发",
        },
        "institution": {"name": "甲大学", "moe_code": "4143010533", "level": "本科", "region_code": "430100"},
    }
    for name, given_record in raw.items():
        dataset = load(name)
        record, problems = clean_record(dataset, given_record)
        assert problems == []
        path = tmp_path / f"{name}.xlsx"
        write_workbook(path, [dataset_sheet(dataset, [record])], demonstration=True)
        (row,) = open_source(path, dataset)
        assert row.values == record


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path):
    path = tmp_path / "a.xlsx"
    write_workbook(path, [sheet([*DANGEROUS, "http://example.org"])], demonstration=False)
    page = load_workbook(path).worksheets[0]
    assert {cell.data_type for row in page.iter_rows() for cell in row} == {"s"}
    with zipfile.ZipFile(path) as archive:
        content = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in content
    assert b"<hyperlink" not in content


def test_a_demonstration_is_marked_in_sheet_name_header_and_every_row(tmp_path):
    path = tmp_path / "a.xlsx"
    write_workbook(path, [Sheet("匹配", [Column("甲")], [["1"], ["2"]])], demonstration=True)
    page = load_workbook(path).worksheets[0]
    assert page.title == "示例数据·匹配"
    assert page.oddHeader.center.text == "示例数据"
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["甲", "数据性质"],
        ["1", "示例数据"],
        ["2", "示例数据"],
    ]


def test_typed_cells_stay_typed(tmp_path):
    path = tmp_path / "a.xlsx"
    row = ["字", 7, Decimal("0.5"), date(2020, 1, 31), True, None, 1.25]
    write_workbook(path, [Sheet("a/b:c", [Column("栏")] * 7, [row])], demonstration=False)
    page = load_workbook(path).worksheets[0]
    assert page.title == "a·b·c"
    values = [cell.value for cell in page[2]]
    assert values[:3] == ["字", 7, 0.5]
    assert values[3].date() == date(2020, 1, 31)
    assert values[4:] == ["是", None, 1.25]


def test_what_a_cell_cannot_hold_is_an_error_and_not_a_gap(tmp_path):
    with pytest.raises(ValueError, match="longer than a workbook can hold"):
        write_workbook(tmp_path / "a.xlsx", [sheet(["长" * 32_768])], demonstration=False)


def test_control_characters_are_replaced_because_no_format_holds_them():
    assert cells_of_csv(["a\x00b\ud800"]) == ["a\ufffdb\ufffd"]
    assert cells_of_workbook(["a\x01b\uffff"]) == ["a\ufffdb\ufffd"]


def test_every_line_end_is_written_as_a_line_feed_because_spreadsheets_join_pairs_of_others():
    assert cells_of_csv(["a\n\rb\r\nc\r"]) == ["a\n\nb\nc\n"]
    assert cells_of_workbook(["a\n\rb\r\nc\r"]) == ["a\n\nb\nc\n"]


def test_the_same_content_gives_the_same_bytes():
    first, second = io.BytesIO(), io.BytesIO()
    for file in (first, second):
        write_workbook(file, [sheet(["甲"])], demonstration=False)
    assert first.getvalue() == second.getvalue()


@pytest.mark.parametrize("name", ["patent", "dossier", "enterprise", "match", "evaluation", "institution"])
def test_a_template_is_headed_by_the_standard_and_says_which_it_is(name):
    dataset = load(name)
    book = load_workbook(io.BytesIO(template(dataset)))
    page = book.worksheets[0]
    headings = [cell.value for cell in page[1]]
    assert [heading.rstrip("*") for heading in headings] == list(dataset.label_row)
    assert [heading.endswith("*") for heading in headings] == [field.required for field in dataset.fields]
    stamp = book["_standard"]
    assert stamp.sheet_state == "hidden"
    assert [cell.value for cell in stamp[1]][:2] == [dataset.name, dataset.version]
    assert all(cell.comment for cell in page[1])


def test_a_template_offers_the_codes_and_shows_what_is_assumed():
    dataset = load("dossier")
    page = load_workbook(io.BytesIO(template(dataset))).worksheets[0]
    offered = {str(rule.sqref).split(":")[0][:-1]: rule.formula1 for rule in page.data_validations.dataValidation}
    column = {
        field.name: page.cell(1, position).column_letter for position, field in enumerate(dataset.fields, start=1)
    }
    assert offered[column["implementation"]] == '"未实施,已实施,已产业化"'
    assert offered[column["fiscal_funded"]] == '"是,否"'
    assert column["willingness"] not in offered
    assert "推定" in page[f"{column['maturity']}1"].comment.text
    assert page.column_dimensions[column["application_no"]].width > 0


def test_lists_longer_than_255_characters_lie_in_a_hidden_sheet(monkeypatch):
    monkeypatch.setattr("huoshui_core.standards.writing.template_file._INLINE_CHARACTERS", 10)
    book = load_workbook(io.BytesIO(template(load("patent"))))
    formulas = [rule.formula1 for rule in book.worksheets[0].data_validations.dataValidation]
    assert "_codes!$D$1:$D$3" in formulas
    assert [cell.value for cell in book["_codes"]["D"]][:3] == ["发明", "实用新型", "外观设计"]
    assert book["_codes"].sheet_state == "hidden"


def test_a_filled_in_template_is_read(tmp_path):
    dataset = load("dossier")
    book = load_workbook(io.BytesIO(template(dataset)))
    row = {
        "application_no": "201710601862.3",
        "maturity": "5级 初样级",
        "willingness": "转让|许可",
        "fiscal_funded": "是",
    }
    book.worksheets[0].append([row.get(field.name) for field in dataset.fields])
    book.save(tmp_path / "a.xlsx")
    (read,) = open_source(tmp_path / "a.xlsx", dataset)
    assert (read.values["maturity"], read.values["willingness"]) == ("5", ("assignment", "licence"))
    assert read.values["fiscal_funded"] is True
