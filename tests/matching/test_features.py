from huoshui_core.matching.features import (
    FEATURES,
    ON_ENTERPRISE,
    Side,
    depth,
    label,
    same_main_group,
    same_subclass,
    same_symbol,
)
from huoshui_core.matching.model import load_model, model_versions
from tests.matching.sample import ENTERPRISES


def test_every_feature_explains_itself_in_chinese_and_no_two_alike():
    docs = [function.__doc__ for function in (*FEATURES.values(), *ON_ENTERPRISE.values())]
    assert all(doc and "：" in doc and doc.endswith("。") for doc in docs)
    assert len(set(docs)) == len(docs)
    assert len({label(name) for name in (*FEATURES, *ON_ENTERPRISE)}) == len(docs)


def test_symbols_are_read_at_three_levels_however_written():
    side = Side((), (("H02J3/38", 2.0), ("h02j 003/38", 1.0), ("A01C", 4.0), ("26-05", 1.0), ("", 1.0)), "", "")
    assert same_subclass(side) == {"H02J": 3.0, "A01C": 4.0}
    assert same_main_group(side) == {"H02J3": 3.0}
    assert same_symbol(side) == {"H02J3/38": 3.0}


def test_depth_counts_texts_up_to_the_cap():
    assert [depth(enterprise, 1) for enterprise in ENTERPRISES] == [1.0] * 5
    assert [depth(enterprise, 9) for enterprise in ENTERPRISES] == [2.0, 2.0, 2.0, 1.0, 2.0]


def test_every_model_that_was_ever_published_still_loads():
    for version in model_versions():
        assert load_model(version).version == version
        assert load_model(version).training_note
