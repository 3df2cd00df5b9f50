import pytest

from huoshui_core.standards import clean_record, load
from huoshui_core.standards.reading import Unreadable, open_source
from huoshui_core.standards.versions import is_readable, upgraded, v1_to_v2
from huoshui_core.standards.writing import template
from tests.standards.test_writing import RECORD

OLD, NEW = load("patent", 1), load("patent", 2)


def test_the_second_version_of_patents_only_adds():
    added = [field.name for field in NEW.fields if field.name not in OLD.by_name]
    assert set(OLD.by_name) <= set(NEW.by_name)
    assert added == ["claims", "agency", "agents", "family", "priority"]
    for field in OLD.fields:
        later = NEW.field(field.name)
        assert set(field.aliases) <= set(later.aliases)
        assert (later.label, later.type, later.level) == (field.label, field.type, field.level)
        if field.codes and later.codes:
            assert field.codes.values == later.codes.values
            assert field.codes.by_word.items() <= later.codes.by_word.items()


def test_a_record_of_the_first_version_is_one_of_the_second():
    old = {name: RECORD[name] for name in OLD.by_name}
    new = v1_to_v2(old)
    assert set(new) == set(NEW.by_name)
    assert clean_record(NEW, new) == (new, [])
    assert upgraded(NEW, 1, old) == new
    assert upgraded(NEW, 2, new) == new
    assert "claims" not in old


def test_a_version_without_a_way_up_is_not_read():
    assert [is_readable(NEW, version) for version in (1, 2, 3, 0, "1", None)] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]
    with pytest.raises(LookupError):
        upgraded(load("dossier"), 0, {})


def test_a_template_of_the_first_version_is_still_taken(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(template(OLD))
    assert open_source(tmp_path / "a.xlsx", NEW).format == "xlsx"
    (tmp_path / "b.xlsx").write_bytes(template(NEW))
    with pytest.raises(Unreadable):
        open_source(tmp_path / "b.xlsx", OLD)
