"""Our tables against the real files: every symbol, place and fee in them is known to us, alike."""

import csv
from pathlib import Path

from huoshui_core.reference import (
    annual_fee,
    emerging_industries,
    industries,
    ipc_subclass,
    ipc_title,
    provinces,
    region_by_code,
    region_by_name,
    wipo_field,
)

KINDS = {"发明": "invention", "实用新型": "utility", "外观设计": "design"}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_ipc_symbol_to_subclass_has_a_title(shared_data):
    for name in ("ipc_zh_2026.01_to_subclass.csv", "ipc_zh_missing_subclass_titles_TYPED.csv"):
        for row in _rows(shared_data / "ipc" / name):
            assert ipc_title(row["symbol"]), row["symbol"]


def test_every_gazette_class_and_place_is_known(shared_data):
    for row in _rows(shared_data / "patents_cn" / "cnipa_gazette_2019-07_dev.csv"):
        if row["kind"] != "外观设计":
            assert ipc_subclass(row["main_class"]), row["main_class"]
        if row["country"] == "CN":
            assert region_by_name(row["province"], row["city"]), (row["province"], row["city"])


def test_every_province_city_and_county_has_its_code(shared_data):
    for row in _rows(shared_data / "regions" / "provinces.csv"):
        found = region_by_code(row["code"])
        assert found
        assert found.name == row["name"]
        assert found in provinces()
    for row in _rows(shared_data / "regions" / "cities.csv"):
        if "直辖县级" not in row["name"]:
            assert region_by_code(row["code"]), row
    for row in _rows(shared_data / "regions" / "areas.csv"):
        if row["code"][4] != "7":
            assert region_by_code(row["code"]), row


def test_industry_names_are_those_of_the_standard(shared_data):
    ours = {entry.code: entry.name for level in ("section", "division", "group") for entry in industries(level)}
    real = {row["code"]: row["name"].strip() for row in _rows(shared_data / "industry" / "gbt4754_2017.csv")}
    assert ours == {code: name for code, name in real.items() if len(code) <= 3} | {"970": "国际组织"}


def test_emerging_industries_agree(shared_data):
    real = _rows(shared_data / "industry" / "strategic_emerging_industries_2018_TYPED.csv")
    assert [(entry.code, entry.name) for entry in emerging_industries()] == [(row["code"], row["name"]) for row in real]


def test_wipo_fields_agree_prefix_by_prefix(shared_data):
    for row in _rows(shared_data / "concordance" / "wipo35_ipc_rules_TYPED.csv"):
        found = wipo_field(row["ipc_prefix"])
        assert found
        assert found.number == int(row["field_no"]), row["ipc_prefix"]


def test_annual_fees_agree(shared_data):
    for row in _rows(shared_data / "legal_fees" / "cnipa_annual_fee_schedule.csv"):
        assert annual_fee(KINDS[row["patent_kind"]], int(row["year_no"])) == int(row["annual_fee_cny"])
