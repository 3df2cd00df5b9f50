import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError as NotOfTheSchema
from pydantic import ValidationError

from huoshui_core.standards import Unclean, clean, clean_record, load
from huoshui_core.standards.draw import as_schema, json_schema, to_wire
from huoshui_core.standards.model import LATEST
from huoshui_core.standards.reading import Problem, read_records
from tests.standards.workbooks import workbook

PATENT = load("patent")
BASE = {"title": "一种除尘器", "publication_no": "CN104010370B"}
ODD = [
    ("application_no", "2.0171E+12"),
    ("application_no", "201710601862.4"),
    ("application_no", "ZL 2017 1 0601862.3"),
    ("application_no", "201710601862"),
    ("publication_no", "cn104010370b"),
    ("publication_no", "CN1"),
    ("title", "  "),
    ("title", "=1+1"),
    ("title", "长" * 501),
    ("kind", "商标"),
    ("kind", "发明专利"),
    ("filing_date", "2019年2月29日"),
    ("filing_date", "2017.7.21"),
    ("filing_date", "1900-01-01"),
    ("classes", "Z99Z"),
    ("classes", "h04w 8/26, H04W84/12"),
    ("applicants", "甲大学; 乙公司"),
    ("legal_status", "未缴年费"),
    ("legal_status", "不知道"),
    ("owner_code", "91110000600037341M"),
    ("abstract", ""),
]


def validator(dataset) -> Draft202012Validator:
    schema = json_schema(dataset)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def by_schema(record):
    try:
        return as_schema(PATENT)(**record).model_dump()
    except ValidationError as refused:
        return {(error["loc"][0] if error["loc"] else "", error["type"]) for error in refused.errors()}


def by_cleaner(record):
    values, problems = clean_record(PATENT, record)
    return {(problem.field, problem.code) for problem in problems} or values


def by_workbook(record, path):
    header = [PATENT.field(name).label for name in record]
    (answer,) = read_records(workbook(path, ("专利", [header, list(record.values())])), PATENT)
    names = {field.label: field.name for field in PATENT.fields}
    return {(names[answer.column], answer.code)} if isinstance(answer, Problem) else answer.values


@pytest.mark.parametrize(("name", "value"), ODD)
def test_an_odd_value_gets_one_answer_through_every_door(tmp_path, name, value):
    record = BASE | {name: value}
    expected = by_cleaner(record)
    assert by_schema(record) == expected
    assert by_workbook(record, tmp_path / "a.xlsx") == expected
    assert by_value(name, value) == (expected[name] if isinstance(expected, dict) else expected)


def by_value(name, value):
    try:
        return clean(PATENT.field(name), value)
    except Unclean as refused:
        return {(name, refused.code)}


def test_contradictions_are_refused_by_the_schema_too():
    with pytest.raises(ValidationError, match="不一致"):
        as_schema(PATENT)(title="甲", application_no="201710601862.3", kind="外观设计")
    with pytest.raises(ValidationError, match="至少填写一项"):
        as_schema(PATENT)(title="甲")


def test_unknown_fields_are_refused_by_the_schema():
    with pytest.raises(ValidationError) as refused:
        as_schema(PATENT)(**BASE, colour="red")
    assert refused.value.errors()[0]["type"] == "extra_forbidden"


@pytest.mark.parametrize("name", sorted(LATEST))
def test_what_we_send_satisfies_what_we_publish(name):
    dataset = load(name)
    numbers = {"publication_no": None} if dataset.one_of else {}
    record, problems = clean_record(dataset, {field.name: field.example or "甲" for field in dataset.fields} | numbers)
    assert {problem.code for problem in problems} <= {"class_disagrees", "dates_order", "kind_disagrees"}
    sent = to_wire(dataset, record)
    validator(dataset).validate(json.loads(json.dumps(sent)))
    assert list(sent) == [field.name for field in dataset.fields]


def test_sent_records_are_taken_back_unchanged():
    record, _ = clean_record(
        PATENT, BASE | {"applicants": "甲|乙", "filing_date": "2014-04-28", "classes": "H04W72/04"}
    )
    assert clean_record(PATENT, to_wire(PATENT, record)) == (record, [])
    assert as_schema(PATENT)(**to_wire(PATENT, record)).model_dump() == record


@given(st.dictionaries(st.sampled_from([field.name for field in PATENT.fields]), st.text(max_size=12)))
def test_whatever_cleans_satisfies_the_published_schema(raw):
    values, problems = clean_record(PATENT, BASE | raw)
    if not problems:
        PUBLISHED.validate(to_wire(PATENT, values))


PUBLISHED = validator(PATENT)


@pytest.mark.parametrize("change", [{"title": None}, {"kind": "发明"}, {"filing_date": "2014.4.28"}, {"colour": "red"}])
def test_the_published_schema_wants_the_clean_form_only(change):
    with pytest.raises(NotOfTheSchema):
        PUBLISHED.validate(BASE | change)
