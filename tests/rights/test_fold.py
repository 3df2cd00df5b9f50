"""Cases of rights, as tables that an official could check."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from huoshui_core.rights import RightEvent, RightFacts, fold, may_be_offered, offers

GRANTED = RightFacts(
    "invention",
    "granted",
    filing_date=date(2010, 5, 5),
    grant_date=date(2012, 6, 6),
    owners=("南湖试验大学",),
)
UTILITY = replace(GRANTED, kind="utility", grant_date=date(2011, 2, 2))


def happened(kind: str, day: str, **more: object) -> RightEvent:
    return RightEvent(kind, effective_on=date.fromisoformat(day), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("events", "on", "status", "since"),
    [
        ([], "2012-06-05", "pending", None),
        ([("other", "2015-01-01")], "2015-01-01", "in_force", "2012-06-06"),
        ([("lapsed", "2016-05-05")], "2016-05-04", "unknown", "2012-06-06"),
        ([("lapsed", "2016-05-05")], "2016-05-05", "lapsed", "2016-05-05"),
        ([("lapsed", "2016-05-05"), ("restored", "2017-01-01")], "2016-12-31", "lapsed", "2016-05-05"),
        ([("lapsed", "2016-05-05"), ("restored", "2017-01-01")], "2017-01-01", "in_force", "2017-01-01"),
        (
            [("lapsed", "2016-05-05"), ("restored", "2017-01-01"), ("lapsed", "2019-05-05")],
            "2020-01-01",
            "lapsed",
            "2019-05-05",
        ),
        ([("abandoned", "2016-05-05"), ("restored", "2017-01-01")], "2018-01-01", "abandoned", "2016-05-05"),
        ([("limited", "2016-05-05")], "2018-01-01", "in_force", "2012-06-06"),
        ([("lapsed", "2016-05-05"), ("invalidated", "2017-01-01")], "2018-01-01", "invalidated", "2017-01-01"),
        ([("invalidated", "2017-01-01"), ("restored", "2018-01-01")], "2019-01-01", "invalidated", "2017-01-01"),
        ([], "2030-05-05", "expired", "2030-05-05"),
        ([("lapsed", "2031-01-01")], "2032-01-01", "expired", "2030-05-05"),
        ([("expired", "2030-05-05")], "2032-01-01", "expired", "2030-05-05"),
        ([("lapsed", "2029-05-05"), ("restored", "2031-01-01")], "2032-01-01", "lapsed", "2029-05-05"),
    ],
)
def test_what_ends_a_right_and_what_restores_it(
    events: list[tuple[str, str]], on: str, status: str, since: str | None
) -> None:
    right = fold(GRANTED, [happened(kind, day) for kind, day in events], date.fromisoformat(on))
    assert (right.status, right.since and right.since.isoformat()) == (status, since)


def test_a_granted_patent_of_which_nothing_else_is_known_is_not_said_to_be_in_force() -> None:
    assert fold(GRANTED, [], date(2020, 1, 1)).in_force is None


@pytest.mark.parametrize(
    ("kind", "filed", "ends"),
    [
        ("invention", date(2010, 5, 5), date(2030, 5, 5)),
        ("utility", date(2010, 5, 5), date(2020, 5, 5)),
        ("design", date(2021, 5, 31), date(2031, 5, 31)),
        ("design", date(2021, 6, 1), date(2036, 6, 1)),
    ],
)
def test_the_term_goes_by_kind_and_day_of_filing(kind: str, filed: date, ends: date) -> None:
    facts = replace(GRANTED, kind=kind, filing_date=filed, grant_date=filed)
    assert fold(facts, [], filed).expires_on == ends


def test_compensation_of_the_term_carries_the_right_further() -> None:
    given = happened("extended", "2020-01-01", until=date(2031, 3, 3))
    assert fold(GRANTED, [given], date(2031, 3, 2)).status == "in_force"
    assert fold(GRANTED, [given], date(2031, 3, 3)).status == "expired"
    assert fold(GRANTED, [given], date(2019, 1, 1)).expires_on == date(2030, 5, 5)


def test_a_lapse_announced_without_its_day_goes_back_to_the_due_day() -> None:
    announced = RightEvent("lapsed", "CF01", announced_on=date(2017, 4, 18))
    assert fold(GRANTED, [announced], date(2018, 1, 1)).lapsed_on == date(2016, 5, 5)
    early = RightEvent("lapsed", "CF01", announced_on=date(2016, 8, 1))  # the grace of that year had not run out
    assert fold(GRANTED, [early], date(2018, 1, 1)).lapsed_on == date(2015, 5, 5)


def test_nobody_knew_of_a_lapse_before_it_was_announced() -> None:
    lapse = RightEvent("lapsed", effective_on=date(2016, 5, 5), announced_on=date(2017, 4, 18))
    other = happened("other", "2013-01-01")
    day = date(2016, 12, 1)
    assert fold(GRANTED, [lapse, other], day).status == "lapsed"
    assert fold(GRANTED, [lapse, other], day, known_by=day).status == "in_force"


def test_a_lapse_announced_after_the_restoration_of_another_is_not_undone_by_it() -> None:
    events = [
        RightEvent("lapsed", effective_on=date(2016, 5, 5), announced_on=date(2017, 4, 18)),
        RightEvent("restored", effective_on=date(2017, 8, 1), announced_on=date(2017, 8, 1)),
        RightEvent("lapsed", effective_on=date(2017, 5, 5), announced_on=date(2018, 4, 18)),
    ]
    assert fold(GRANTED, events, date(2018, 1, 1), known_by=date(2018, 1, 1)).status == "in_force"
    assert fold(GRANTED, events, date(2019, 1, 1)).status == "lapsed"


def test_a_utility_model_ends_when_the_invention_filed_with_it_is_granted() -> None:
    facts = replace(UTILITY, twin_granted_on=date(2013, 3, 3))
    assert fold(facts, [], date(2013, 3, 3)).status == "superseded"
    assert fold(facts, [], date(2013, 3, 2)).status == "unknown"


@pytest.mark.parametrize(
    ("stated", "stated_on", "events", "status", "doubts"),
    [
        ("in_force", "2019-01-01", [], "in_force", set()),
        ("ended", "2019-01-01", [], "ended", set()),
        ("ended", "2015-01-01", [("restored", "2016-01-01")], "in_force", {"restored_nothing"}),
        ("in_force", "2015-01-01", [("lapsed", "2016-05-05")], "lapsed", set()),
        ("in_force", "2019-01-01", [("lapsed", "2016-05-05")], "lapsed", {"stated_otherwise"}),
        ("ended", "2019-01-01", [("licensed", "2016-05-05")], "ended", {"stated_otherwise"}),
        ("pending", "2011-01-01", [], "in_force", set()),
    ],
)
def test_a_statement_younger_than_the_events_opens_a_doubt_and_only_an_end_is_believed(
    stated: str, stated_on: str, events: list[tuple[str, str]], status: str, doubts: set[str]
) -> None:
    facts = replace(GRANTED, stated=stated, stated_on=date.fromisoformat(stated_on))
    right = fold(facts, [happened(kind, day) for kind, day in events], date(2020, 1, 1))
    assert right.status == status
    assert {one.code for one in right.doubts} == doubts


@pytest.mark.parametrize(
    ("events", "on", "owed", "status", "doubts"),
    [
        ([("fee_paid", "2015-04-01", 6)], "2016-05-05", None, "in_force", set()),
        ([("fee_paid", "2015-04-01", 6)], "2016-05-06", 7, "in_force", set()),
        ([("fee_paid", "2015-04-01", 6)], "2016-11-06", 7, "in_force", {"fee_unseen"}),
        ([("fee_paid", "2015-04-01", 6), ("fee_owed", "2016-08-01", 7)], "2016-11-06", 7, "in_force", {"fee_unseen"}),
        (
            [("fee_paid", "2015-04-01", 6), ("fee_owed", "2016-12-01", 7)],
            "2016-12-01",
            None,
            "lapsed",
            {"lapse_not_announced"},
        ),
        (
            [("fee_paid", "2015-04-01", 6), ("fee_owed", "2016-08-01", 7), ("fee_paid", "2016-09-01", 7)],
            "2016-12-01",
            None,
            "in_force",
            set(),
        ),
    ],
)
def test_a_fee_is_owed_after_its_due_day_and_ends_the_right_when_seen_unpaid_after_the_grace(
    events: list[tuple[str, str, int]], on: str, owed: int | None, status: str, doubts: set[str]
) -> None:
    told = [happened(kind, day, year=year) for kind, day, year in events]
    right = fold(GRANTED, told, date.fromisoformat(on))
    assert (right.owed.year if right.owed else None, right.status) == (owed, status)
    assert {one.code for one in right.doubts} == doubts


def test_a_restored_right_owes_no_fee_but_the_next() -> None:
    """Whoever restores a right pays what was missed, whether or not the payment is told."""
    told = [
        happened("fee_paid", "2015-04-01", year=6),
        happened("lapsed", "2016-05-05"),
        happened("restored", "2017-01-10"),
    ]
    right = fold(GRANTED, told, date(2017, 2, 1))
    assert (right.status, right.owed, right.next_due_on) == ("in_force", None, date(2017, 5, 5))
    assert not offers(right)["exclusive"]
    owed = fold(GRANTED, told, date(2017, 6, 1)).owed
    assert owed is not None
    assert owed.year == 8


def test_a_restoration_undoes_a_lapse_that_was_never_announced() -> None:
    told = [happened("fee_owed", "2016-12-01", year=7), happened("restored", "2017-01-10")]
    assert fold(GRANTED, told, date(2017, 1, 9)).status == "lapsed"
    right = fold(GRANTED, told, date(2017, 2, 1))
    assert (right.status, right.restored_on, right.doubts) == ("in_force", date(2017, 1, 10), ())


def test_a_statement_of_force_settles_the_fees_whose_grace_was_over() -> None:
    facts = replace(GRANTED, stated="in_force", stated_on=date(2019, 1, 1))
    paid = happened("fee_paid", "2015-04-01", year=6)
    assert fold(facts, [paid], date(2019, 3, 1)).owed is None
    owed = fold(facts, [paid], date(2019, 5, 6)).owed
    assert owed is not None
    assert owed.year == 10
    seen = happened("fee_owed", "2016-12-01", year=7)
    assert fold(facts, [paid, seen], date(2019, 3, 1)).status == "lapsed"  # what was seen is no conclusion


def test_a_fee_merely_not_seen_paid_after_its_grace_bars_nothing() -> None:
    paid = happened("fee_paid", "2015-04-01", year=6)
    [reason] = offers(fold(GRANTED, [paid], date(2016, 12, 1)))["exclusive"]
    assert (reason.code, reason.bars) == ("fee_unseen", False)
    assert reason.remedy


def test_a_fee_seen_unpaid_before_its_day_is_looked_at_when_the_day_has_passed() -> None:
    seen = happened("fee_owed", "2016-03-01", year=7)
    right = fold(GRANTED, [seen], date(2016, 4, 1))
    assert (right.owed, right.next_due_on) == (None, date(2016, 5, 5))


def test_owners_follow_transfers_and_names_with_the_shares_that_were_stated() -> None:
    events = [
        happened("renamed", "2013-01-01", before="南湖试验大学", after="南湖大学"),
        happened("transferred", "2014-01-01", before="南湖大学", after="电池公司", share=Fraction(2, 5)),
        happened("transferred", "2016-01-01", before="电池公司", after="水泵公司"),
    ]

    def owned(day: date) -> list[tuple[str, Fraction | None]]:
        return [(one.name, one.share) for one in fold(GRANTED, events, day).owners]

    assert owned(date(2012, 12, 31)) == [("南湖试验大学", Fraction(1))]
    assert owned(date(2013, 12, 31)) == [("南湖大学", Fraction(1))]
    assert owned(date(2015, 1, 1)) == [("南湖大学", Fraction(3, 5)), ("电池公司", Fraction(2, 5))]
    assert owned(date(2016, 1, 1)) == [("南湖大学", Fraction(3, 5)), ("水泵公司", Fraction(2, 5))]


def test_shares_of_co_owners_are_not_guessed() -> None:
    facts = replace(GRANTED, owners=("南湖试验大学", "电池公司"))
    assert [one.share for one in fold(facts, [], date(2020, 1, 1)).owners] == [None, None]
    stated = happened("shared", "2015-01-01", after="电池公司", share=Fraction(3, 10))
    assert [one.share for one in fold(facts, [stated], date(2020, 1, 1)).owners] == [None, Fraction(3, 10)]


def test_a_source_that_names_todays_owner_does_not_hide_the_former() -> None:
    facts = replace(GRANTED, owners=("电池公司",))
    sale = happened("transferred", "2014-01-01", before="南湖试验大学", after="电池公司")
    assert [one.name for one in fold(facts, [sale], date(2013, 1, 1)).owners] == ["南湖试验大学"]
    assert [(one.name, one.since) for one in fold(facts, [sale], date(2020, 1, 1)).owners] == [
        ("电池公司", date(2014, 1, 1))
    ]


def test_a_closing_that_could_mean_two_pledges_closes_neither() -> None:
    events = [
        happened("pledged", "2014-01-01", party="甲银行", filing_no="Y1"),
        happened("pledged", "2015-01-01", party="乙银行", filing_no="Y2"),
        happened("pledge_ended", "2016-01-01"),
    ]
    right = fold(GRANTED, events, date(2020, 1, 1))
    assert len(right.open("pledge")) == 2
    assert {one.code for one in right.doubts} == {"pledge_end_unclear"}


BARRED = {
    # what happened: the modes that are barred, the modes that need a consent or a paper
    "nothing": (set(), set()),
    "pledged": ({"pledge"}, {"assignment", "exclusive", "sole", "ordinary", "open"}),
    "preserved": ({"assignment", "exclusive", "sole", "ordinary", "open", "pledge"}, set()),
    "exclusive": ({"assignment", "exclusive", "sole", "ordinary", "open"}, set()),
    "sole": ({"exclusive", "sole", "ordinary", "open"}, set()),
    "ordinary": ({"exclusive", "sole"}, set()),
    "open_declared": ({"exclusive", "sole"}, set()),
    "lapsed": ({"assignment", "exclusive", "sole", "ordinary", "open", "pledge"}, set()),
}
EVENTS = {
    "nothing": happened("other", "2013-01-01"),
    "pledged": happened("pledged", "2015-01-01", party="甲银行"),
    "preserved": happened("preserved", "2015-01-01"),
    "exclusive": happened("licensed", "2015-01-01", licence="exclusive", until=date(2021, 1, 1)),
    "sole": happened("licensed", "2015-01-01", licence="sole"),
    "ordinary": happened("licensed", "2015-01-01", licence="ordinary"),
    "open_declared": happened("open_declared", "2015-01-01"),
    "lapsed": happened("lapsed", "2015-05-05"),
}


@pytest.mark.parametrize("what", BARRED)
def test_what_stands_against_each_way_of_offering(what: str) -> None:
    against = offers(fold(GRANTED, [EVENTS[what]], date(2020, 1, 1)))
    barred = {mode for mode, reasons in against.items() if any(one.bars for one in reasons)}
    open_to_consent = {mode for mode, reasons in against.items() if reasons and mode not in barred}
    assert (barred, open_to_consent) == BARRED[what]
    assert all(one.article for reasons in against.values() for one in reasons)
    assert may_be_offered(against) == (what not in {"preserved", "exclusive", "lapsed"})


def test_a_licence_is_over_after_its_last_day() -> None:
    assert not may_be_offered(offers(fold(GRANTED, [EVENTS["exclusive"]], date(2021, 1, 1))))
    assert may_be_offered(offers(fold(GRANTED, [EVENTS["exclusive"]], date(2021, 1, 2))))


def test_a_fee_in_its_grace_bars_licences_but_not_the_assignment() -> None:
    paid = happened("fee_paid", "2015-04-01", year=6)
    against = offers(fold(GRANTED, [paid], date(2016, 6, 1)))
    assert not against["assignment"]
    assert [one.code for one in against["ordinary"]] == ["fee_owed"]


def test_an_open_licence_of_a_utility_model_needs_the_report() -> None:
    assert [one.code for one in offers(fold(UTILITY, [], date(2015, 1, 1)))["open"]] == ["report"]
    reported = happened("reported", "2014-01-01")
    assert not offers(fold(UTILITY, [reported], date(2015, 1, 1)))["open"]
