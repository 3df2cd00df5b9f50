import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui_core.classing import Attributor, Concordance, Counting, IntensiveList, Rule
from huoshui_core.classing.ours import emerging_prior, industry_prior_table, wipo_table
from huoshui_core.reference import ipc_symbols

LABELS = {"3841": "锂离子电池制造", "3849": "其他电池制造", "2651": "初级形态塑料"}


def _table(*rules: Rule, **more) -> Concordance:
    return Concordance("gbt4754", "2018", "official", rules, LABELS, **more)


def _codes(attributor: Attributor, classes, main="", title="", abstract=""):
    return {one.code: round(one.weight, 4) for one in attributor.attribute(classes, main, title, abstract)}


def test_the_finest_level_that_answers_decides():
    table = _table(Rule("H01M", "3849"), Rule("H01M10/0525", "3841"))
    one = Attributor([table])
    assert _codes(one, ["H01M10/0525"]) == {"3841": 1.0}
    assert _codes(one, ["H01M8/02"]) == {"3849": 1.0}
    assert _codes(one, ["G06F"]) == {}


def test_a_group_asks_the_dotted_group_above_it_before_its_main_group():
    table = _table(Rule("H01M10/00", "3849"), Rule("H01M10/052", "3841"))
    assert _codes(Attributor([table]), ["H01M10/0525"]) == {"3849": 1.0}
    parents = {"H01M10/0525": "H01M10/052", "H01M10/052": "H01M10/05", "H01M10/05": "H01M10/00"}
    deep = Concordance("gbt4754", "2018", "official", table.rules, LABELS, parents=parents)
    assert _codes(Attributor([deep]), ["H01M10/0525"]) == {"3841": 1.0}


def test_a_circle_in_the_hierarchy_is_not_gone_round():
    parents = {"H01M10/0525": "H01M10/052", "H01M10/052": "H01M10/0525"}
    table = _table(Rule("H01M10/00", "3849"), parents=parents)
    assert _codes(Attributor([table]), ["H01M10/0525"]) == {"3849": 1.0}


def test_a_range_is_finer_than_the_main_group_and_coarser_than_a_group():
    table = _table(Rule("H01M4", "1"), Rule("H01M4/02-4/62", "2"), Rule("H01M4/13", "3"))
    one = Attributor([table])
    assert [_codes(one, [symbol]) for symbol in ("H01M4/86", "H01M4/48", "H01M4/13")] == [
        {"1": 1.0},
        {"2": 1.0},
        {"3": 1.0},
    ]


def test_every_level_speaks_in_a_list_of_patterns():
    table = Concordance("sei", "2021", "official", (Rule("G06F*", "1.3"), Rule("G06F40*", "1.5")), {}, depth="every")
    assert _codes(Attributor([table]), ["G06F40/30"]) == {"1.3": 0.5, "1.5": 0.5}


def test_words_decide_where_the_table_says_so():
    rules = (
        Rule("B60L", "5.2", include=("电动汽车", "新能源+车"), exclude=("非机动车",)),
        Rule("H01M", "5.2"),
    )
    one = Attributor([Concordance("sei", "2021", "official", rules, {}, depth="every")])
    assert _codes(one, ["B60L"], title="一种电动汽车充电桩") == {"5.2": 1.0}
    assert _codes(one, ["B60L"], title="一种充电桩", abstract="用于新能源客车") == {"5.2": 1.0}
    assert _codes(one, ["B60L"], title="一种充电桩") == {}
    assert _codes(one, ["B60L"], title="电动汽车以外的非机动车") == {}
    assert one.attribute(["B60L"], title="电动汽车")[0].basis == (("B60L", "B60L", "电动汽车"),)


def test_the_main_class_alone_or_all_alike():
    table = _table(Rule("H01M", "3841"), Rule("C08L", "2651"))
    classes, main = ["H01M10/05", "C08L23/00"], "H01M10/05"
    assert _codes(Attributor([table]), classes, main) == {"3841": 0.5, "2651": 0.5}
    assert _codes(Attributor([table], counting=Counting("main")), classes, main) == {"3841": 1.0}
    assert _codes(Attributor([table], counting=Counting("all", "whole")), classes, main) == {"3841": 1.0, "2651": 1.0}


def test_an_intensive_industry_takes_the_list_and_a_table_down_to_its_classes():
    listed = IntensiveList("2019", "official", {"3841": "新装备制造业"}, {})
    fine = _table(Rule("H01M", "3841"), Rule("C08L", "2651"))
    assert Attributor([fine]).intensive_state == "no_list"
    assert Attributor([industry_prior_table()], listed).intensive_state == "no_classes"
    ready = Attributor([fine], listed)
    assert ready.intensive_state == "ready"
    assert _codes(ready, ["H01M", "C08L"])["新装备制造业"] == 0.5
    told = Attributor([industry_prior_table()], listed).attribute(["H01M"])
    assert not [one for one in told if one.scheme == "patent_intensive"]


def test_designs_belong_to_no_ipc_table():
    assert Attributor([industry_prior_table(), emerging_prior(), wipo_table()]).attribute(["14-02"], "14-02") == ()


def test_every_subclass_has_an_industry_and_a_field_and_our_tables_say_they_are_ours():
    tables = (industry_prior_table(), emerging_prior(), wipo_table())
    assert {table.standing for table in tables} == {"assumed"}
    for table in tables:
        known = set(table.labels)
        assert {rule.code for rule in table.rules} <= known
    one = Attributor(tables)
    silent = {"wipo35": set(), "gbt4754": set()}
    for symbol in ipc_symbols(3):
        told = {each.scheme for each in one.attribute([symbol])}
        for scheme, without in silent.items() if not symbol.endswith("99Z") else ():
            without |= set() if scheme in told else {symbol}
    # WIPO divides these two by main group alone.
    assert silent == {"wipo35": {"C13B", "H04N"}, "gbt4754": set()}


@given(st.lists(st.sampled_from(ipc_symbols(3)), min_size=1, max_size=6))
def test_the_weights_of_a_scheme_add_up_to_one(classes):
    told = Attributor([industry_prior_table(), emerging_prior(), wipo_table()]).attribute(classes, classes[0])
    for scheme in {one.scheme for one in told}:
        assert sum(one.weight for one in told if one.scheme == scheme) == pytest.approx(1.0)
