"""The status of a right while what happened is told in order: what ends it, what restores it, what the calendar does.

专利法 §42 (term), §44 (unpaid fee, abandonment), §47 (invalidation); 实施细则 §47 (same-day pair), §115 (annual fee).
"""

from dataclasses import dataclass, field
from datetime import date

from huoshui_core.rights.days import fee_due_on, grace_ends_on, settled_years
from huoshui_core.rights.kinds import NEEDS_A_GRANT
from huoshui_core.rights.model import ENDED, STATUSES, Doubt, FeeOwed, RightEvent, RightFacts

_STATED_ENDED = frozenset({"ended", "refused"})
STATED_STANDING = frozenset({"in_force", "pledged", "licensed", "assigned"})
_ENDS = frozenset({"lapsed", "abandoned", "superseded", "expired"})


@dataclass
class Life:
    """`owed` is the last day on which a year's fee was seen unpaid; `told_on` the day of the last event; `stands_on`
    the last day on which the right is known to have stood, by a restoration or a statement."""

    facts: RightFacts
    ends: date | None
    status: str = "pending"
    since: date | None = None
    granted_on: date | None = None
    is_granted: bool = False
    lapsed_on: date | None = None
    restored_on: date | None = None
    is_limited: bool = False
    has_report: bool = False
    told_on: date | None = None
    stands_on: date | None = None
    paid: set[int] = field(default_factory=set)
    owed: dict[int, date] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    def begin(self, on: date) -> None:
        """A grant whose day the bibliography does not tell has always been."""
        granted_on = self.facts.grant_date
        if self.facts.stage == "granted" and (granted_on is None or granted_on <= on):
            self.is_granted, self.granted_on = True, granted_on
            self.status, self.since = "in_force", granted_on

    def tell(self, event: RightEvent, day: date) -> None:
        self.pass_time(day)
        self.told_on = max(day, self.told_on or day)
        if event.kind in NEEDS_A_GRANT and not self.is_granted:
            self._doubt("grant_missing", "有授权后才会发生的事务，但未见授权公告", day)
            self._grant(None, day)
        if event.kind in _ENDS:
            self._end(event.kind, day)
        elif event.kind in {"fee_paid", "fee_owed"}:
            self._hear_of_fee(event, day)
        else:
            self._change(event.kind, day)

    def _change(self, kind: str, day: date) -> None:
        match kind:
            case "granted":
                self._grant(day, day)
            case "invalidated" if self.status != kind:
                self.status, self.since = kind, day
            case "withdrawn" | "rejected":
                self._refuse(day)
            case "restored":
                self._restore(day)
            case "limited":
                self.is_limited = True
            case "reported":
                self.has_report = True

    def _hear_of_fee(self, event: RightEvent, day: date) -> None:
        if event.kind == "fee_paid":
            self.paid.add(event.year)
        else:
            self.owed[event.year] = max(day, self.owed.get(event.year, day))

    def pass_time(self, day: date) -> None:
        """The calendar ends what still stands; what has ended before stays ended for its own reason."""
        if self.ends is not None and day >= self.ends and self.status == "in_force":
            self.status, self.since = "expired", self.ends

    def believe_force(self, on: date, known_by: date | None) -> None:
        """Whoever states that the right stands on a day says too that no fee was open whose grace had passed."""
        stated_on = self.facts.stated_on
        if self.facts.stated in STATED_STANDING and stated_on and stated_on <= min(on, known_by or on):
            self.stands_on = max(stated_on, self.stands_on or stated_on)

    def first_unpaid(self) -> FeeOwed | None:
        """The first year not known as paid, due or not yet. Only where payments are known at all: otherwise nobody
        knows what is owed. A fee that was seen unpaid is owed whatever is concluded from the right's standing."""
        filed = self.facts.filing_date
        if filed is None or self.status != "in_force" or not (self.paid or self.owed):
            return None
        paid_through = max(self.paid, default=0)
        settled = settled_years(filed, self.stands_on) if self.stands_on else 0
        unpaid = [year for year in self.owed if year > paid_through]
        year = min(unpaid, default=max(paid_through, settled) + 1)
        due_on = fee_due_on(filed, year)
        return FeeOwed(year, due_on, grace_ends_on(due_on), self.owed.get(year))

    def fee_owed(self, on: date) -> FeeOwed | None:
        unpaid = self.first_unpaid()
        return unpaid if unpaid and unpaid.due_on < on else None

    def judge_fees(self, on: date) -> None:
        """A fee that is seen unpaid after its grace ends the right from the due day; one merely not seen does not."""
        owed = self.fee_owed(on)
        if owed is None or owed.grace_ends_on >= on:
            return
        if self.owed.get(owed.year, owed.due_on) > owed.grace_ends_on:
            self.status, self.since, self.lapsed_on = "lapsed", owed.due_on, owed.due_on
            text = f"第 {owed.year} 年度年费逾期未缴，推算已终止，尚未见终止公告"
            self._doubt("lapse_not_announced", text, owed.grace_ends_on)
        else:
            self._doubt("fee_unseen", f"第 {owed.year} 年度年费的滞纳期已过，未见缴费记录", owed.grace_ends_on)

    def hear_statement(self, on: date, known_by: date | None) -> None:
        """What a source stated of the status. Older than the last event, it loses; younger and contrary, it opens a
        doubt. That a right has ended is believed at once, that it lives again is not."""
        stated, stated_on = self.facts.stated, self.facts.stated_on
        if not stated or stated_on is None or stated_on > min(on, known_by or on):
            if self.told_on is None and self.status == "in_force":
                self.status = "unknown"
            return
        says_ended = stated in _STATED_ENDED
        is_ended = self.status in ENDED or self.status == "refused"
        if says_ended == is_ended or stated == "pending" or self.status == "expired":
            return
        if self.told_on is not None and stated_on < self.told_on:
            return
        if self.told_on is not None:
            word = "失效" if says_ended else "有效"
            self._doubt("stated_otherwise", f"来源于 {stated_on} 称{word}，与已知法律事件不符", stated_on)
        if says_ended:
            self.status = "ended" if self.is_granted else "refused"
            self.since = stated_on

    def _grant(self, granted_on: date | None, day: date) -> None:
        if self.is_granted:
            if granted_on and self.granted_on and granted_on != self.granted_on:
                self._doubt("granted_twice", f"授权公告日不一致：{self.granted_on} 与 {granted_on}", day)
            self.granted_on = self.granted_on or granted_on
            return
        if self.status == "refused":
            self._doubt("granted_after_refusal", "驳回或撤回之后又有授权公告", day)
        self.is_granted, self.granted_on = True, granted_on
        self.status, self.since = "in_force", day
        self.pass_time(day)

    def _refuse(self, day: date) -> None:
        if self.is_granted:
            self._doubt("refused_after_grant", "已授权，又有驳回或撤回的公告", day)
        elif self.status == "pending":
            self.status, self.since = "refused", day

    def _end(self, kind: str, day: date) -> None:
        if self.status in ENDED:
            self._end_again(kind, day)
            return
        if kind == "expired" and self.ends is not None:
            self._doubt("expired_early", f"届满公告早于推算的保护期限届满日 {self.ends}", day)
        self.status, self.since = kind, day
        if kind == "lapsed":
            self.lapsed_on = day

    def _end_again(self, kind: str, day: date) -> None:
        if kind == self.status and (kind == "expired" or day == self.since):
            return
        if kind == self.status:
            self._doubt("ended_twice", f"“{STATUSES[kind]}”公告了两次，日期不同，其间没有恢复", day)
        else:
            self._doubt("ended_twice", f"“{STATUSES[self.status]}”之后又有“{STATUSES[kind]}”的公告", day)

    def _restore(self, day: date) -> None:
        """Undoes the lapse before it, or the withdrawal of an application; nothing else can be restored. Where a fee
        was seen unpaid there was a lapse, whether it was announced or not; restored, no fee is open but the next."""
        has_lapsed = self.status == "lapsed" or (self.status == "in_force" and bool(self.owed))
        if has_lapsed and (self.ends is None or day < self.ends):
            self.status, self.since, self.lapsed_on, self.restored_on = "in_force", day, None, day
            self.stands_on = day
            self.owed.clear()
        elif self.status == "refused":
            self.status, self.since, self.restored_on = "pending", day, day
        elif self.restored_on != day:
            text = f"有权利恢复的公告，但当时的状态是“{STATUSES[self.status]}”"
            self._doubt("restored_nothing", text, day)

    def _doubt(self, code: str, text: str, day: date | None) -> None:
        self.doubts.append(Doubt(code, text, day))
