"""Real files: the main job end to end on a part of them, and quality that must not fall behind plain TF-IDF."""

import csv

import numpy as np
import pytest
from benchmarks.matching_quality import peer, product
from benchmarks.matching_split import read_split

from huoshui_core.matching import TOLERANCE, Matcher, load_model
from huoshui_core.matching.files import rank_files
from huoshui_core.matching.kernel import slice_rows

PATENTS = "patents_cn/cnipa_gazette_2019-07_universities_dev.csv"
ENTERPRISES = "enterprises/companies_from_gazette.csv"


@pytest.fixture(scope="module")
def split(shared_data):
    return read_split(shared_data)


def test_real_files_are_ranked_with_a_reason_in_every_row(shared_data, tmp_path):
    summary = rank_files(
        shared_data / PATENTS, shared_data / ENTERPRISES, top=20, out=tmp_path / "out.csv", part=(3, 20)
    )
    assert summary.enterprises == 24_286
    assert summary.without_match <= 1
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == summary.rows > 9_000
    assert all(row["reasons"] and float(row["score"]) > 0 for row in rows)


def test_every_score_of_real_pairs_is_the_sum_of_its_parts(split):
    matcher = Matcher.build(split.patents[:40], split.enterprises)
    best = matcher.rank(per_patent=10).by_patent
    for patent, line in enumerate(best.ids):
        for enterprise, score in zip(line[line >= 0], best.scores[patent], strict=False):
            explanation = matcher.explain(patent, int(enterprise))
            assert explanation.score == score
            assert sum(part.value for part in explanation.parts) == pytest.approx(score, abs=TOLERANCE)


def test_the_best_lists_are_those_of_all_pairs_scored_another_way(split):
    matcher = Matcher.build(split.patents[:100], split.enterprises[:2000])
    best = matcher.rank(per_patent=5).by_patent
    dense = np.zeros((100, 2000))
    for patent in range(100):
        ours = slice_rows(matcher.patents, patent, patent + 1)
        weights = dict(zip(ours.ids.tolist(), ours.values.tolist(), strict=True))
        for enterprise in range(2000):
            theirs = slice_rows(matcher.enterprises, enterprise, enterprise + 1)
            shared = zip(theirs.ids.tolist(), theirs.values.tolist(), strict=True)
            dense[patent, enterprise] = sum(weights[term] * value for term, value in shared if term in weights)
    top = -np.sort(-dense, axis=1)[:, :5]
    assert np.allclose(best.scores, np.where(top >= matcher.model.floor, top, 0), atol=TOLERANCE)


def test_the_product_beats_plain_tf_idf_on_held_out_queries(split):
    held_out = np.flatnonzero(~split.tuning)[::4]
    part = type(split)(
        [split.patents[at] for at in held_out],
        split.enterprises,
        *(array[held_out] for array in (split.truth, split.tuning, split.repeated, split.in_field)),
    )
    ours, theirs = product(part, load_model()), peer(part, sublinear=False)
    for k in (1, 10, 100):
        assert np.mean(ours <= k) > np.mean(theirs <= k)
    assert np.mean(1 / ours) > np.mean(1 / theirs) + 0.03
