"""How reasons are kept and read."""

from huoshui.matching.rules import in_one_line, readable_words, shown_parts

WORDS = {"feature": "shared_words", "label": "共同技术词", "words": ["电池", "隔膜", "膜"], "value": 0.4}
FRAGMENTS = {
    "feature": "shared_fragments",
    "label": "相同词段",
    "words": ["电池", "池隔", "软包", "液冷", "冷板", "板式"],
    "value": 0.1,
}
PARTS = [WORDS, FRAGMENTS]


def test_single_characters_are_counted_and_not_shown() -> None:
    assert readable_words(WORDS) == ("电池", "隔膜")


def test_pairs_of_characters_are_counted_and_not_shown() -> None:
    assert readable_words(FRAGMENTS) == ()


def test_what_is_shown_keeps_label_and_value() -> None:
    assert [(part.label, part.value) for part in shown_parts(PARTS)] == [("共同技术词", 0.4), ("相同词段", 0.1)]


def test_one_line_names_each_reason_that_has_words() -> None:
    silent = {"feature": "ipc", "label": "分类接近", "words": [], "value": 0.2}
    assert in_one_line([WORDS, silent]) == "共同技术词：电池、隔膜"
    assert in_one_line([]) == ""


def test_a_class_is_shown_with_its_title() -> None:
    subclass = {"feature": "same_subclass", "label": "同一小类", "words": ["H01M"], "value": 0.1}
    [shown] = readable_words(subclass)
    assert shown.startswith("H01M ")
    assert "化学能" in shown
