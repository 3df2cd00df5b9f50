from collections import Counter

from tests.attribution.labels import NO_UNIVERSITY, answer, labelled_directory, labels


def test_the_sample_is_large_and_holds_the_hard_kinds():
    kinds = Counter(one.why for one in labels())
    assert len(labels()) >= 300
    assert kinds["renamed"] >= 40
    assert kinds["separate"] >= 40
    assert kinds["institute"] >= 40


def test_no_mention_of_the_sample_is_given_to_a_wrong_institution():
    directory = labelled_directory()
    given = {(one, answer(directory, one.mention, one.region)) for one in labels()}
    assert not [(one.mention, said) for one, said in given if said not in ("-", one.organisation)]


def test_of_the_universities_of_the_sample_only_those_that_need_a_person_stay_open():
    directory = labelled_directory()
    universities = [one for one in labels() if one.why not in NO_UNIVERSITY]
    open_ = [one for one in universities if answer(directory, one.mention, one.region) == "-"]
    assert {one.why for one in open_} == {"part", "unlisted"}


def test_a_part_of_a_university_is_proposed_with_the_university_first():
    directory = labelled_directory()
    for one in labels():
        if one.why == "part":
            first = directory.propose(one.mention, region=one.region)[0]
            assert (first.name, bool(first.reasons)) == (one.organisation, True)
