"""The whole gazette against both editions of the list of universities."""

import csv
from collections import Counter

import pytest

from huoshui_core.attribution import Directory, Listed
from huoshui_core.reference import region_by_name
from huoshui_core.text import organisation_key
from tests.attribution.labels import NO_UNIVERSITY, answer, labels


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def code(province, city=""):
    found = region_by_name(province, city) or region_by_name(province)
    return found.code if found else 0


@pytest.fixture(scope="module")
def directory(shared_data):
    """The edition of 2017, and of 2021 what is no new name of one listed before."""
    places = {
        row["name"]: code(row["province"], row["city"])
        for row in rows(shared_data / "universities/universities_moe.csv")
    }
    older = Directory(Listed(number, *one) for number, one in enumerate(places.items()))
    for row in rows(shared_data / "universities/universities_chsi_2021.csv"):
        if older.match(row["name"], region=code(row["province"])) is None:
            places[row["name"]] = code(row["province"])
    return Directory(Listed(number, *one) for number, one in enumerate(sorted(places.items())))


@pytest.fixture(scope="module")
def mentions(shared_data):
    """(name, region of the first applicant) of every applicant the gazette calls a university → how often."""
    found = Counter()
    for row in rows(shared_data / "patents_cn/cnipa_gazette_2019-07_universities_dev.csv"):
        names, types = row["applicants"].split("|"), row["applicant_types"].split("|")
        for place, name in enumerate(names):
            if (types[place] if len(types) == len(names) else types[0]) == "高校":
                found[name, 0 if place else code(row["province"], row["city"])] += 1
    return found


def test_at_least_98_of_100_mentions_of_universities_are_matched_and_none_of_the_sample_wrongly(directory, mentions):
    labelled = {organisation_key(one.mention): one for one in labels()}
    matched = {one: number for one, number in mentions.items() if answer(directory, *one) != "-"}
    others = {organisation_key(one.mention) for one in labels() if one.why in NO_UNIVERSITY}
    of_universities = sum(number for one, number in mentions.items() if organisation_key(one[0]) not in others)
    assert sum(matched.values()) / of_universities >= 0.98
    assert not [
        one.mention for one in labels() if answer(directory, one.mention, one.region) not in ("-", one.organisation)
    ]
    unmatched = [one for one in mentions if one not in matched]
    assert all(organisation_key(name) in labelled for name, _ in unmatched)  # a person has looked at every one


def test_of_all_that_the_gazette_calls_universities_more_are_matched_than_by_name_alone(directory, mentions):
    total = sum(mentions.values())
    by_name = sum(number for (name, _), number in mentions.items() if organisation_key(name) in directory.keys)
    matched = sum(number for one, number in mentions.items() if answer(directory, *one) != "-")
    assert by_name / total < 0.95 < 0.965 < matched / total
