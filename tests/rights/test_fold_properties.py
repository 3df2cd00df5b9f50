"""What holds for any events in any order."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from huoshui_core.rights import LABELS, RightEvent, RightFacts, fold, offers

NAMES = ["甲大学", "乙大学", "丙公司", "甲大学|丙公司", ""]
days = st.dates(date(2005, 1, 1), date(2035, 1, 1))
maybe_days = st.none() | days
events = st.builds(
    RightEvent,
    kind=st.sampled_from(sorted(LABELS)),
    effective_on=maybe_days,
    announced_on=maybe_days,
    before=st.sampled_from(NAMES),
    after=st.sampled_from(NAMES),
    party=st.sampled_from(["", "甲银行", "乙银行"]),
    filing_no=st.sampled_from(["", "Y1", "Y2"]),
    licence=st.sampled_from(["", "exclusive", "ordinary"]),
    share=st.none() | st.fractions(0, 1, max_denominator=10),
    year=st.integers(0, 22),
    until=maybe_days,
    as_of=maybe_days,
)
facts = st.builds(
    RightFacts,
    kind=st.sampled_from(["invention", "utility", "design", ""]),
    stage=st.sampled_from(["granted", "published"]),
    filing_date=st.none() | st.dates(date(2000, 1, 1), date(2020, 1, 1)),
    grant_date=maybe_days,
    owners=st.sampled_from([(), ("甲大学",), ("甲大学", "乙大学")]),
    stated=st.sampled_from(["", "in_force", "ended", "pledged", "licensed", "pending"]),
    stated_on=maybe_days,
    twin_granted_on=maybe_days,
)
histories = st.lists(events, max_size=8)
BEYOND = date(2040, 1, 1)


@given(facts, histories, days, st.randoms())
def test_neither_the_order_of_arrival_nor_repetition_matters(
    facts: RightFacts, told: list[RightEvent], on: date, rng: object
) -> None:
    again = [*told, *told[:3]]
    rng.shuffle(again)  # type: ignore[attr-defined]
    assert fold(facts, again, on) == fold(facts, told, on)


@given(facts, histories, days, maybe_days)
def test_any_history_gives_a_right_and_its_offers(
    facts: RightFacts, told: list[RightEvent], on: date, known_by: date | None
) -> None:
    right = fold(facts, told, on, known_by=known_by)
    assert set(offers(right)) == {"assignment", "exclusive", "sole", "ordinary", "open", "pledge"}
    assert (right.in_force is True) == (right.status == "in_force")


@given(facts, histories, days, histories)
def test_what_happens_later_does_not_change_a_former_day(
    facts: RightFacts, told: list[RightEvent], on: date, later: list[RightEvent]
) -> None:
    moved = [one for one in later if one.effective_on is not None and one.effective_on > on]
    before, after = fold(facts, told, on), fold(facts, [*told, *moved], on)
    assert (before.status, before.since, before.burdens, before.expires_on, before.lapsed_on) == (
        after.status,
        after.since,
        after.burdens,
        after.expires_on,
        after.lapsed_on,
    )


@given(facts, histories, days)
def test_a_whole_invalidation_absorbs_everything(facts: RightFacts, told: list[RightEvent], day: date) -> None:
    right = fold(facts, [*told, RightEvent("invalidated", effective_on=day)], BEYOND)
    assert right.status == "invalidated"
    assert right.is_void
    assert all(any(one.bars for one in reasons) for reasons in offers(right).values())


@given(facts, histories, days, st.integers(1, 400))
def test_a_restoration_undoes_exactly_the_lapse_before_it(
    facts: RightFacts, told: list[RightEvent], day: date, later: int
) -> None:
    """A lapse and its restoration in a quiet time of a living right leave it as it was."""
    end = day + timedelta(days=later)
    quiet = [
        one
        for one in told
        if one.kind not in {"fee_owed", "fee_paid"} and one.effective_on and not day <= one.effective_on <= end
    ]
    if fold(facts, quiet, end).status != "in_force" or fold(facts, quiet, day).status != "in_force":
        return
    lapse, restored = RightEvent("lapsed", effective_on=day), RightEvent("restored", effective_on=end)
    assert fold(facts, [*quiet, lapse], end).status in {"lapsed", "ended"}
    assert fold(facts, [*quiet, lapse, restored], end).status == "in_force"
    again = RightEvent("lapsed", effective_on=end + timedelta(days=1))
    assert not fold(facts, [*quiet, lapse, restored, again], end + timedelta(days=1)).in_force


@given(facts, histories, days, days)
def test_a_pledge_that_was_closed_is_not_open(
    facts: RightFacts, told: list[RightEvent], opened: date, closed: date
) -> None:
    pair = [
        RightEvent("pledged", effective_on=opened, filing_no="Y9"),
        RightEvent("pledge_ended", effective_on=closed, filing_no="Y9"),
    ]
    assert all(one.filing_no != "Y9" for one in fold(facts, [*told, *pair], BEYOND).burdens)


@given(facts, histories, days)
def test_known_shares_never_exceed_the_whole(facts: RightFacts, told: list[RightEvent], on: date) -> None:
    shares = [one.share for one in fold(facts, told, on).owners if one.share is not None]
    assert sum(shares, Fraction(0)) <= 1
    assert all(share > 0 for share in shares)


@given(facts, histories, days, days)
def test_compensation_never_shortens_the_term(facts: RightFacts, told: list[RightEvent], on: date, until: date) -> None:
    before = fold(facts, told, on).expires_on
    after = fold(facts, [*told, RightEvent("extended", effective_on=date(2001, 1, 1), until=until)], on).expires_on
    assert (before is None and after is None) or (before is not None and after is not None and after >= before)
