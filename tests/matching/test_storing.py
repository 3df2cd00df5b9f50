import json

import pytest

from huoshui_core.matching import Matcher
from huoshui_core.matching.storing import StaleIndex, open_index, save
from tests.matching.sample import ENTERPRISES, PATENTS, with_place


@pytest.fixture
def matcher():
    return Matcher.build(PATENTS, ENTERPRISES, model=with_place())


def test_an_opened_index_answers_with_the_same_bits(matcher, tmp_path):
    save(matcher, tmp_path / "index")
    opened = open_index(tmp_path / "index")
    before, after = matcher.rank(), opened.rank()
    assert after.by_patent.scores.tobytes() == before.by_patent.scores.tobytes()
    assert after.by_enterprise.ids.tobytes() == before.by_enterprise.ids.tobytes()
    assert opened.explain(0, 0) == matcher.explain(0, 0)
    assert opened.rank_patent(PATENTS[1]).scores.tobytes() == matcher.rank_patent(PATENTS[1]).scores.tobytes()
    one, other = opened.rank_enterprise(ENTERPRISES[1]), matcher.rank_enterprise(ENTERPRISES[1])
    assert one.scores.tobytes() == other.scores.tobytes()


def test_another_segmentation_asks_for_a_new_index(matcher, tmp_path):
    save(matcher, tmp_path / "index")
    about = tmp_path / "index" / "about.json"
    about.write_text(json.dumps(json.loads(about.read_text()) | {"segmentation": "0"}))
    with pytest.raises(StaleIndex):
        open_index(tmp_path / "index")


def test_a_filled_folder_is_not_overwritten(matcher, tmp_path):
    save(matcher, tmp_path / "index")
    with pytest.raises(OSError, match="index"):
        save(matcher, tmp_path / "index")
    assert [path.name for path in tmp_path.iterdir()] == ["index"]
