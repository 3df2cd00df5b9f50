import pytest

from huoshui_core.classing.symbols import BadPattern, Span, levels, read_pattern


def test_a_symbol_is_met_at_its_group_main_group_subclass_class_and_section():
    assert levels("H01M10/0525") == ("H01M10/0525", "H01M10", "H01M", "H01", "H")
    assert levels("H01M10/00") == ("H01M10", "H01M", "H01", "H")
    assert levels("G06F") == ("G06F", "G06", "G")


@pytest.mark.parametrize("symbol", ["", "14-02", "Z01B", "H01M10/05-06", "h01m"])
def test_what_is_no_ipc_symbol_is_met_nowhere(symbol):
    assert levels(symbol) == ()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("H01M10/0525", "H01M10/0525"),
        ("*H01M 10/0525", "H01M10/0525"),
        ("H01M10/00", "H01M10"),
        ("H01M10*", "H01M10"),
        ("H01M10/*", "H01M10"),
        ("Ｈ０１Ｍ＊", "H01M"),
        ("H01*", "H01"),
        ("H01M0010052500", "H01M10/0525"),
        ("H01M10/0525(2010.01)I", "H01M10/0525"),
        ("H01M1*", "H01M1"),
    ],
)
def test_a_pattern_is_read_however_it_is_written(text, key):
    assert read_pattern(text) == (key,)


def test_a_star_behind_digits_of_a_subgroup_means_those_that_begin_so():
    [span] = read_pattern("G06F16/9*")
    assert isinstance(span, Span)
    assert span.holds(16, "9535")
    assert not span.holds(16, "33")


@pytest.mark.parametrize("text", ["H01M4/02-4/62", "H01M4/02-H01M4/62", "H01M4/02~62", "H01M4/02至4/62"])
def test_a_range_holds_what_lies_between_as_the_classification_orders_it(text):
    [span] = read_pattern(text)
    assert isinstance(span, Span)
    assert [sub for sub in ("00", "02", "0402", "13", "62", "64") if span.holds(4, sub)] == ["02", "0402", "13", "62"]


def test_a_range_that_ends_with_a_main_group_holds_all_of_it():
    [span] = read_pattern("H01M2/00-H01M10/00")
    assert isinstance(span, Span)
    assert span.holds(10, "48")
    assert not span.holds(12, "00")


def test_a_range_of_subclasses_names_those_of_the_classification():
    assert read_pattern("A01B-A01D") == ("A01B", "A01C", "A01D")


@pytest.mark.parametrize("text", ["", "电池", "H01M4/62-4/02", "H01M4/02-G06F4/62", "A01B-A01", "*"])
def test_what_cannot_be_read_is_refused_with_the_text(text):
    with pytest.raises(BadPattern):
        read_pattern(text)
