"""What random files found, each mended and kept."""

import zipfile
from decimal import Decimal

import pytest

from huoshui_core.standards import Unclean, Unreadable, clean, load
from huoshui_core.standards.reading import open_source
from huoshui_core.standards.reading.packing import Packing
from huoshui_core.standards.writing.sheet import cell_of

PATENT, ENTERPRISE, MATCH = load("patent"), load("enterprise"), load("match")


def test_separators_alone_are_an_empty_cell():
    assert clean(PATENT.field("applicants"), "；；") is None
    assert clean(PATENT.field("classes"), "，、") is None
    assert clean(PATENT.field("applicant_types"), "，") is None


@pytest.mark.parametrize("text", ["1E999999999", "1E-999999999", "-1E99999999", "1" * 400])
def test_numbers_beyond_all_measure_are_refused_and_not_an_overflow(text):
    with pytest.raises(Unclean):
        clean(MATCH.field("score"), text)


def test_a_number_is_read_back_as_it_was_written():
    score = MATCH.field("score")
    value = clean(score, Decimal("1E-7"))
    assert str(value) == "1E-7"
    assert clean(score, value) == value


@pytest.mark.parametrize("name", ["甲;乙", "甲\n乙", "；", "-\n="])
def test_one_name_with_a_separator_inside_comes_back_as_one(name):
    field = PATENT.field("applicants")
    value = clean(field, f"{name}|")
    assert value == (name,)
    assert clean(field, cell_of(field, value)) == value
    assert clean(field, list(value)) == value


@pytest.mark.parametrize("head", ['<?xml version="1.0" encoding="utf-9"?>', '<?xml version="1.0" encoding="UCS-4"?>'])
def test_a_document_in_no_known_encoding_is_refused(tmp_path, head):
    (tmp_path / "a.xml").write_bytes(head.encode() + b"<x>\xff\xfe\xff</x>")
    with pytest.raises(Unreadable) as refused:
        open_source(tmp_path / "a.xml", PATENT)
    assert refused.value.problem.code == "xml_damaged"


def test_a_member_without_a_name_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", "公开号,标题\n")
    content = (tmp_path / "a.zip").read_bytes().replace(b"a.csv", b"\0.csv")
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        open_source(tmp_path / "a.zip", PATENT)
    assert refused.value.problem.code == "path_trick"


def test_a_class_of_group_nought_is_none():
    with pytest.raises(Unclean):
        clean(PATENT.field("main_class"), "C13G0000000000")


def test_a_child_that_says_fewer_rows_than_it_gives_is_found_out():
    width = len(PATENT.fields)
    problem = [0, "a.csv", 1, "", "", "话", "code"]
    with pytest.raises(ValueError, match="fewer rows"):
        list(Packing(PATENT).unpacked([[problem, problem], [], [], [None] * width]))
