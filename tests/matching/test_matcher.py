import hashlib
import math
import subprocess
import sys

import numpy as np
import pytest

from huoshui_core.matching import (
    TOLERANCE,
    EnterpriseText,
    Matcher,
    PatentText,
    TooMuchWork,
    load_model,
    model_from_json,
)
from tests.matching.sample import ENTERPRISES, PATENTS, model, with_place


@pytest.fixture(scope="module")
def matcher():
    return Matcher.build(PATENTS, ENTERPRISES, model=with_place())


def bits(lists):
    return lists.ids.tobytes(), lists.scores.tobytes()


def test_a_pair_worked_out_by_hand():
    by_hand = model(
        weights={"shared_words": 0.6, "same_subclass": 0.4}, idf_power={"shared_words": 1.0}, depth_power=0.5
    )
    matcher = Matcher.build(
        [PatentText("p", "光伏电池", "", ("H02J3/38", "H01M2/16"))],
        [EnterpriseText("e", ("光伏", "水泵"), {"H02J": 3.0}), EnterpriseText("f", ("水泵",), {})],
        model=by_hand,
    )
    rare, common, unseen = math.log(3 / 2) + 1, math.log(3 / 3) + 1, math.log(3 / 1) + 1
    words = rare * rare / math.hypot(rare, unseen) / math.hypot(rare, common)
    expected = math.sqrt(2) * (0.6 * words + 0.4 * 1 / math.sqrt(2))
    assert matcher.explain(0, 0).score == pytest.approx(expected, abs=1e-6)
    assert matcher.explain(0, 1).score == 0


def test_parts_and_words_add_up_to_every_score(matcher):
    ranking = matcher.rank()
    for patent, (ids, scores) in enumerate(zip(ranking.by_patent.ids, ranking.by_patent.scores, strict=True)):
        for enterprise, score in zip(ids, scores, strict=True):
            if enterprise >= 0:
                explanation = matcher.explain(patent, int(enterprise))
                assert explanation.score == score
                assert sum(part.value for part in explanation.parts) == pytest.approx(score, abs=TOLERANCE)
                for part in explanation.parts:
                    assert sum(value for _, value in part.words) == pytest.approx(part.value, abs=TOLERANCE)


def test_the_right_enterprise_is_named_with_its_reasons(matcher):
    ranking = matcher.rank(per_patent=3)
    assert ranking.by_patent.ids[1][0] == 1
    assert ranking.by_patent.ids[2][0] == 2
    parts = {part.feature: part for part in matcher.explain(0, 0).parts}
    assert {"光伏", "逆变器"} <= {word for word, _ in parts["shared_words"].words}
    assert parts["same_symbol"].words[0][0] == "H02J3/38"
    assert parts["same_city"].label_zh == "同市"


def test_equal_scores_go_to_the_lower_index(matcher):
    best = matcher.rank(per_patent=2).by_patent
    assert best.ids[0].tolist() == [0, 4]
    assert best.scores[0][0] == best.scores[0][1]


def test_a_design_is_matched_by_its_title_and_a_blank_one_by_nothing(matcher):
    ranking = matcher.rank()
    assert ranking.by_patent.ids[3].max() == -1
    assert ranking.by_patent.ids[4].max() == -1
    lamp = matcher.rank_patent(PatentText("CN7S", "光伏逆变器", "", ("13-02",)))
    assert lamp.ids[0][0] == 0


def test_place_alone_is_no_match(matcher):
    nothing_shared = PatentText("p", "陶笛", "", ("G10D7/04",), "湖南省", "长沙市")
    assert matcher.rank_patent(nothing_shared).ids.max() == -1


def test_place_and_standing_cannot_be_weighed_up_to_a_match():
    with pytest.raises(ValueError, match="floor"):
        model(weights={"shared_words": 1.0, "same_city": 0.5})


def test_standing_lifts_an_enterprise_by_its_weight():
    liked = EnterpriseText("阳明", ("光伏逆变器",), prior=1.0)
    matcher = Matcher.build(PATENTS, [EnterpriseText("阴明", ("光伏逆变器",)), liked], model=with_place())
    best = matcher.rank(per_patent=2).by_patent
    assert best.ids[0].tolist() == [1, 0]
    assert matcher.explain(0, 1).parts[-1].label_zh == "既往评价"


@pytest.mark.parametrize("parts", [1, 2, 3, 6, 9])
def test_any_cut_of_the_work_gives_the_same_bits(matcher, parts):
    whole = matcher.rank(per_patent=3).by_patent
    pieces = [matcher.rank(per_patent=3, part=(i, parts)) for i in range(parts)]
    assert np.concatenate([p.by_patent.ids for p in pieces]).tobytes() == whole.ids.tobytes()
    assert np.concatenate([p.by_patent.scores for p in pieces]).tobytes() == whole.scores.tobytes()
    assert [p.first_patent for p in pieces] == [len(PATENTS) * i // parts for i in range(parts)]


def test_a_patents_list_does_not_depend_on_the_other_patents(matcher):
    alone = Matcher.build(PATENTS[:1], ENTERPRISES, model=with_place()).rank(per_patent=3).by_patent
    assert bits(alone)[1] == matcher.rank(per_patent=3).by_patent.scores[:1].tobytes()


def test_one_thread_and_two_give_the_same_bits(matcher):
    one, two = matcher.rank(threads=1), matcher.rank(threads=2)
    assert bits(one.by_patent) == bits(two.by_patent)
    assert bits(one.by_enterprise) == bits(two.by_enterprise)


def test_one_patent_or_one_enterprise_gets_the_bits_of_the_whole_run(matcher):
    ranking = matcher.rank(per_patent=4, per_enterprise=4)
    for at, patent in enumerate(PATENTS):
        one = matcher.rank_patent(patent, top=4)
        assert bits(one) == (ranking.by_patent.ids[at].tobytes(), ranking.by_patent.scores[at].tobytes())
    for at, enterprise in enumerate(ENTERPRISES):
        one = matcher.rank_enterprise(enterprise, top=4)
        assert bits(one) == (ranking.by_enterprise.ids[at].tobytes(), ranking.by_enterprise.scores[at].tobytes())


FINGERPRINT = """
import hashlib
from huoshui_core.matching import Matcher
from tests.matching.sample import ENTERPRISES, PATENTS, with_place
best = Matcher.build(PATENTS, ENTERPRISES, model=with_place()).rank().by_patent
print(hashlib.sha256(best.ids.tobytes() + best.scores.tobytes()).hexdigest())
"""


def test_another_process_gives_the_same_bits(matcher):
    best = matcher.rank().by_patent
    here = hashlib.sha256(best.ids.tobytes() + best.scores.tobytes()).hexdigest()
    for seed in ("1", "2"):
        there = subprocess.run(
            [sys.executable, "-c", FINGERPRINT],
            env={"PYTHONPATH": ":".join(path for path in sys.path if path), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert there.stdout.strip() == here


def test_importing_it_does_not_import_django():
    code = "import sys, huoshui_core.matching; sys.exit(any(m.split('.')[0] == 'django' for m in sys.modules))"
    environment = {"PYTHONPATH": ":".join(path for path in sys.path if path)}
    assert subprocess.run([sys.executable, "-c", code], env=environment).returncode == 0


def test_a_silly_run_is_refused_before_it_starts(matcher):
    with pytest.raises(TooMuchWork, match="30 对") as refusal:
        matcher.rank(limit_seconds=0)
    assert refusal.value.work.pairs == len(PATENTS) * len(ENTERPRISES)


@pytest.mark.parametrize(("patents", "enterprises"), [((), ENTERPRISES), (PATENTS, ()), ((), ())])
def test_an_empty_side_gives_empty_lists(patents, enterprises):
    ranking = Matcher.build(patents, enterprises).rank()
    assert ranking.by_patent.ids.shape[0] == len(patents)
    assert ranking.by_enterprise.ids.shape[0] == len(enterprises)
    assert ranking.by_patent.ids.size == ranking.by_enterprise.ids.size == 0


def test_progress_counts_to_the_end():
    seen = []
    matcher = Matcher.build(PATENTS, ENTERPRISES, progress=lambda done, of: seen.append((done, of)))
    matcher.rank(progress=lambda done, of: seen.append((done, of)))
    assert seen == [(11, 11), (6, 6)]


def test_a_common_word_is_left_out_once_enough_enterprises_have_it():
    many = [EnterpriseText(str(at), ("光伏", f"产品{at}")) for at in range(120)]
    assert Matcher.build(PATENTS[:1], many).rank().by_patent.ids.max() == -1
    assert Matcher.build(PATENTS[:1], many[:90]).rank().by_patent.ids.max() >= 0


def test_a_model_is_named_by_version_and_unknown_ones_are_refused():
    assert load_model("2026.1").version == "2026.1"
    with pytest.raises(KeyError):
        load_model("1999.1")
    with pytest.raises(TypeError):
        model_from_json('{"version": "x"}')
