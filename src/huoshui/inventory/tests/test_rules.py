"""What a dossier must say, and what the text of a patent suggests."""

from typing import Any

import pytest

from huoshui.inventory import rules
from huoshui.inventory.tests.dossiers import FILLED

TITLE = "一种软包电池的热管理方法"
ABSTRACT = "本发明通过液冷板带走电池的热，应用于电动汽车动力电池组，经样机试验验证。"


def clean(raw: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    values, problems = rules.clean_values(raw, publication_no="CN107000001B")
    return values, {problem.field: problem.code for problem in problems}


def test_the_form_asks_neither_for_what_the_patent_tells_nor_for_contacts() -> None:
    assert not {"publication_no", "application_no", "title", "contact_name", "contact_phone"} & set(rules.NAMES)
    assert set(rules.NEEDED) < set(rules.NAMES)


def test_nothing_said_is_every_field_empty_and_no_problem() -> None:
    assert clean({}) == (rules.EMPTY, {})


def test_labels_become_codes() -> None:
    values, problems = clean({"maturity": "5级", "willingness": "转让；许可", "fiscal_funded": "是", "scene": " 电池 "})
    assert problems == {}
    assert {name: values[name] for name in ("maturity", "willingness", "fiscal_funded", "scene")} == {
        "maturity": "5",
        "willingness": ["assignment", "licence"],
        "fiscal_funded": True,
        "scene": "电池",
    }


def test_each_value_that_the_standard_refuses_is_named() -> None:
    _, problems = clean({"maturity": "11", "scene": "长" * 1_001, "industry_codes": "电池"})
    assert problems == {"maturity": "not_in_list", "scene": "too_long", "industry_codes": "industry_code"}


def test_what_is_no_field_of_the_dossier_is_not_kept() -> None:
    values, problems = clean({"contact_phone": "0731-88888888", "title": "另一个题目", "state": "accepted"})
    assert (set(values), problems) == (set(rules.NAMES), {})


def test_a_patent_with_an_application_number_alone_has_a_dossier_too() -> None:
    values, problems = rules.clean_values(FILLED, publication_no="")
    assert (problems, values["maturity"]) == ([], "5")


@pytest.mark.parametrize("missing", rules.NEEDED)
@pytest.mark.parametrize("empty", [None, "", [], ()])
def test_what_review_needs_is_a_gap_with_the_fields_label(missing: str, empty: Any) -> None:
    values, _ = clean(FILLED)
    label = rules.DATASET.field(missing).label
    assert rules.required_gaps(values | {missing: empty}) == {missing: f"{label}：提交前必填"}


def test_no_is_an_answer_and_no_willingness_too() -> None:
    values, _ = clean(FILLED | {"fiscal_funded": False, "willingness": [], "prospects": ""})
    assert rules.required_gaps(values) == {}


def test_suggestions_carry_the_words_they_were_read_from() -> None:
    found = rules.suggestions(TITLE, ABSTRACT, ("H01M10/613",))
    assert set(found) <= {"industry_codes", "scene", "maturity"}
    assert found["industry_codes"]["value"]
    for name, one in found.items():
        assert one["evidence"], name
    words = "".join(found["scene"]["evidence"])
    assert "电动汽车" in words or "动力电池" in words
    assert clean({name: one["value"] for name, one in found.items()})[1] == {}


def test_a_text_that_says_nothing_suggests_nothing() -> None:
    assert rules.suggestions("", "", ()) == {}


def test_the_form_begins_with_own_words_and_only_else_with_suggestions() -> None:
    suggested: dict[str, dict[str, Any]] = {
        "scene": {"value": "储能", "evidence": ["储能"]},
        "industry_codes": {"value": ["38"], "evidence": []},
    }
    found = rules.prefilled(rules.EMPTY | {"scene": "电池", "fiscal_funded": False}, suggested)
    assert (found["scene"], found["industry_codes"], found["fiscal_funded"]) == ("电池", ["38"], False)
    assert found["maturity"] is None
