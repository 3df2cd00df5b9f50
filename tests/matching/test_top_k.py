"""The kernel against brute force that adds in the same order, on sparse rows full of ties."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huoshui_core.matching.index import estimate, turn_round
from huoshui_core.matching.kernel import Rows, best_first, empty_heaps, top_k

FLOOR = 0.25


@st.composite
def sides(draw):
    terms = draw(st.integers(1, 12))
    row = st.dictionaries(st.integers(0, terms - 1), st.sampled_from([0.5, 1.0, 0.1, 0.3]), max_size=terms)
    left, right = draw(st.lists(row, min_size=1, max_size=90)), draw(st.lists(row, min_size=1, max_size=90))
    prior = draw(st.lists(st.sampled_from([0.0, 0.125]), min_size=len(right), max_size=len(right)))
    return sparse_rows(left), sparse_rows(right), np.array(prior, np.float32), terms


def sparse_rows(rows):
    starts = np.cumsum([0] + [len(row) for row in rows]).astype(np.int64)
    ids = np.array([term for row in rows for term in sorted(row)], np.int32)
    return Rows(starts, ids, np.array([row[term] for row in rows for term in sorted(row)], np.float32))


def score(left, right, prior):
    total = np.float32(0)
    theirs = dict(zip(*right, strict=True))
    for term, value in zip(*left, strict=True):
        if term in theirs:
            total += value * theirs[term]
    return total + prior


def row(rows, at):
    part = slice(rows.starts[at], rows.starts[at + 1])
    return rows.ids[part], rows.values[part]


def brute_force(left, right, prior, k, *, turned=False):
    table = [
        [score(row(left, i), row(right, j), prior[j]) for j in range(right.starts.size - 1)]
        for i in range(left.starts.size - 1)
    ]
    scores = np.array(table, np.float32).T if turned else np.array(table, np.float32)
    return [sorted(((-s, i) for i, s in enumerate(line) if s >= np.float32(FLOOR)))[:k] for line in scores]


def listed(ids, scores):
    return [[(-s, i) for i, s in zip(a, b, strict=True) if i >= 0] for a, b in zip(ids, scores, strict=True)]


def run(left, right, prior, terms, k, *, cuts=(0.0, 1.0), row_cuts=(0.0, 1.0), backwards=False):
    index = turn_round(right, prior, terms)
    n, m, blocks = left.starts.size - 1, right.starts.size - 1, index.base.size
    rows_heap, columns_heap = empty_heaps(n, k, FLOOR), empty_heaps(m, k, FLOOR)
    pieces = [
        (int(a * n), int(b * n), int(c * blocks), int(d * blocks))
        for a, b in pairwise(row_cuts)
        for c, d in pairwise(cuts)
    ]
    for first, last, low, high in reversed(pieces) if backwards else pieces:
        part = Rows(
            left.starts[first : last + 1] - left.starts[first],
            left.ids[left.starts[first] : left.starts[last]],
            left.values[left.starts[first] : left.starts[last]],
        )
        mine = type(rows_heap)(*(array[first:last] for array in rows_heap))
        top_k(part, first, index, mine, columns_heap, low, high)
    return best_first([rows_heap], k), best_first([columns_heap], k)


@settings(deadline=None, max_examples=60)
@given(sides(), st.integers(1, 100))
def test_both_directions_equal_brute_force_with_ties_empty_rows_and_long_lists(pair, k):
    left, right, prior, terms = pair
    by_row, by_column = run(left, right, prior, terms, k)
    assert listed(*by_row) == brute_force(left, right, prior, k)
    assert listed(*by_column) == brute_force(left, right, prior, k, turned=True)


@settings(deadline=None, max_examples=40)
@given(sides(), st.integers(1, 9), st.floats(0, 1), st.floats(0, 1), st.booleans())
def test_cutting_the_work_anywhere_in_any_order_never_changes_a_bit(pair, k, cut, row_cut, backwards):
    left, right, prior, terms = pair
    whole = run(left, right, prior, terms, k)
    cut_up = run(left, right, prior, terms, k, cuts=(0, cut, 1), row_cuts=(0, row_cut, 1), backwards=backwards)
    for one, other in zip(whole, cut_up, strict=True):
        assert np.array_equal(one[0], other[0])
        assert one[1].tobytes() == other[1].tobytes()


def test_more_than_one_lane_and_block_are_covered():
    generator = np.random.default_rng(5)
    rows = [{int(t): 0.5 for t in generator.choice(30, 6, replace=False)} for _ in range(1000)]
    left, right = sparse_rows(rows[:50]), sparse_rows(rows)
    prior = np.zeros(1000, np.float32)
    by_row, by_column = run(left, right, prior, 30, 7)
    assert listed(*by_row) == brute_force(left, right, prior, 7)
    assert listed(*by_column) == brute_force(left, right, prior, 7, turned=True)


def test_the_estimate_counts_every_multiplication():
    left = sparse_rows([{0: 1.0, 1: 1.0}, {1: 1.0}])
    right = sparse_rows([{1: 1.0}, {1: 1.0, 2: 1.0}, {0: 1.0}])
    work = estimate(left, turn_round(right, np.zeros(3, np.float32), 3), 1, 1, 1)
    assert work.multiply_adds == 1 + 2 + 2
    assert work.pairs == 6


@pytest.mark.parametrize("k", [0, 1])
def test_a_list_of_nothing_takes_nothing(k):
    right = sparse_rows([{0: 1.0}])
    index, heap, off = turn_round(right, np.zeros(1, np.float32), 1), empty_heaps(1, k, FLOOR), empty_heaps(1, 0, FLOOR)
    top_k(right, 0, index, heap, off, 0, 1)
    assert best_first([heap], k)[0].tolist() == [[0][:k]]
