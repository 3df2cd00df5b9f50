"""Everything that is stored has a class."""

from django.apps import apps

from huoshui.privacy import classes
from huoshui_core.standards import load
from huoshui_core.standards.model import LATEST


def test_every_table_has_a_class_and_every_class_a_table_that_is_there() -> None:
    tables = {one._meta.label for one in apps.get_models() if one.__module__.startswith("huoshui.")}
    assert {one.label for one in classes.TABLES} == tables


def test_columns_of_another_class_are_columns() -> None:
    for one in classes.TABLES:
        columns = {field.name for field in apps.get_model(one.label)._meta.get_fields()}
        assert {column for column, _ in one.but} <= columns, one.label
        assert {one.data_class, *(known for _, known in one.but)} <= classes.CLASSES.keys()


def test_contacts_are_restricted_wherever_a_standard_has_them() -> None:
    for name in LATEST:
        for field in load(name).fields:
            if field.name.startswith("contact_") or field.type == "phone":
                assert classes.class_of_field(name, field.level) == "L3", f"{name}.{field.name}"


def test_the_drawn_page_shows_every_class_table_and_field() -> None:
    page = classes.page("drawn")
    assert all(f"| {known} |" in page for known in classes.CLASSES)
    assert all(f"`{one.label}`" in page for one in classes.TABLES)
    assert all(field.label in page for name in LATEST for field in load(name).fields)
