import random

import pytest

from huoshui_core.demonstration.grammar import fields, fill

SUBJECTS = [
    pytest.param(topic, subject, id=f"{field.code}-{subject.name}")
    for field in fields().values()
    for topic in field.topics
    for subject in topic.subjects
]


@pytest.mark.parametrize(("topic", "subject"), SUBJECTS)
def test_every_subject_has_something_of_each_kind_to_say(topic, subject):
    assert all((subject.ipc, subject.scenes, subject.problems))
    assert len(subject.steps) >= 2
    for name in ("modifiers", "techniques", "effects", "needs"):
        assert topic.slots[name], name
    assert topic.form != "device" or topic.slots["features"]


def test_every_field_can_have_utility_models_and_designs():
    for field in fields().values():
        assert any(topic.form == "device" for topic in field.topics)
        assert field.designs
        assert len(field.scope) >= 4


def test_a_number_keeps_the_precision_of_its_span():
    assert fill("[3-3]h、[0.50-0.50]%", random.Random(1), {}) == "3h、0.50%"


def test_slots_are_filled_inside_slots():
    slots = {"outer": ("用{inner}处理[2-2]h",), "inner": ("稻壳",)}
    assert fill("{outer}", random.Random(1), slots) == "用稻壳处理2h"
