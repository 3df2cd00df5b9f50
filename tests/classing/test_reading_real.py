"""Real tables: the full classification and its hierarchy, the industry tree, real class tuples through our tables."""

import csv
from pathlib import Path

from huoshui_core.classing import Attributor, Concordance, Rule, emerging_prior, industry_prior_table, wipo_table
from huoshui_core.classing.reading import read_table_file


def test_the_whole_classification_is_read_with_its_dotted_hierarchy(shared_data: Path):
    reading = read_table_file(shared_data / "ipc" / "ipc_zh_2026.01.csv")
    assert (reading.table, reading.problems) == ("ipc_titles", [])
    assert len(reading.entries) > 77_000
    dotted = read_table_file(shared_data / "ipc" / "ipc_2016_hierarchy_cortext.tsv")
    assert (dotted.table, dotted.problems) == ("ipc_hierarchy", [])
    parents = {one.code: one.parent for one in reading.entries} | {one.code: one.parent for one in dotted.entries}
    rules = (Rule("H01M10/05", "deep"), Rule("H01M10/00", "main"))
    table = Concordance("gbt4754", "2018", "official", rules, {}, parents=parents)
    one = Attributor([table])
    assert one.attribute(["H01M10/0525"])[0].code == "deep"
    assert one.attribute(["H01M10/42"])[0].code == "main"


def test_trees_are_read_as_they_are(shared_data: Path):
    tree = read_table_file(shared_data / "industry" / "gbt4754_2017.csv")
    assert (tree.table, tree.problems) == ("gbt4754", [])
    sei = read_table_file(shared_data / "industry" / "strategic_emerging_industries_2018_TYPED.csv")
    assert (sei.table, sei.problems, len(sei.entries)) == ("sei", [], 49)


def test_almost_every_real_patent_has_an_industry_and_a_field(shared_data: Path):
    one = Attributor([industry_prior_table(), emerging_prior(), wipo_table()])
    told = {"gbt4754": 0, "sei": 0, "wipo35": 0}
    rows = 0
    with (shared_data / "patents_cn" / "cnipa_gazette_2019-07_universities_dev.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["kind"] == "外观设计" or not row["main_class"]:
                continue
            rows += 1
            for scheme in {each.scheme for each in one.attribute([row["main_class"]], row["main_class"])}:
                told[scheme] += 1
    assert told["gbt4754"] == told["wipo35"] == rows
    assert told["sei"] > rows * 0.5
