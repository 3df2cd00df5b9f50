"""What the invented institutions did about annual fees and public funding, as themselves; part is left open."""

from collections.abc import Iterable
from datetime import timedelta

from huoshui.accounts import public as accounts
from huoshui.fees import public as fees
from huoshui.funding import public as funding
from huoshui.kernel.actor import Actor
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents

MOST = 24  # of a kind, in one institution
FUNDERS = (("nsfc", "nsfc"), ("most", "key_rd"), ("province", "province"), ("city", "city"))
REASONS = (
    "中试条件尚未具备，正在与地方中试平台商谈",
    "目标行业标准仍在修订，等待标准发布后再行推广",
    "已向三家企业推介，尚未达成许可意向",
)


def load(institutions: Iterable[str]) -> None:
    for number, key in enumerate(sorted(institutions)):
        office = accounts.actor_of_username(f"{key}-office", channel="cli")
        with scope(office):
            ids = patents.granted_ids([office.org_id])
            fee_cards, funding_cards = fees.cards(ids), funding.cards(ids)
        if number % 2 == 0:
            fees.set_reduction(office, years=10)
        _mark_fees(office, [fee_cards[one] for one in ids if one in fee_cards])
        _declare(office, [funding_cards[one] for one in ids if one in funding_cards])


def _mark_fees(office: Actor, cards: list[fees.FeeCard]) -> None:
    """Two of three payments that nobody spoke of are marked; one patent in forty is meant to be let go."""
    to_check = [one for one in cards if one.phase == "check"]
    for one in [one for n, one in enumerate(to_check) if n % 3][:MOST]:
        paid_on = one.next_on - timedelta(days=12)
        fees.mark_paid(office, patent_id=one.patent_id, year=one.year, paid_on=paid_on)
    to_drop = [one.patent_id for n, one in enumerate(cards) if n % 40 == 7 and one.year][:MOST]
    if to_drop:
        fees.mark_to_drop(office, patent_ids=to_drop, reason="示例：近三年无人问津，后续年费较高")


def _declare(office: Actor, cards: list[funding.FundingCard]) -> None:
    """Three of four that the dossier calls funded are declared; every second without use gives its reason."""
    funded = [one for one in cards if one.is_funded == "yes"]
    for n, one in enumerate([one for n, one in enumerate(funded) if n % 4][:MOST]):
        funder, programme = FUNDERS[n % len(FUNDERS)]
        project = funding.ProjectFacts(
            funder=funder,
            programme=programme,
            project_no=f"示例-{2015 + n % 8}-{n + 1:04d}",
            project_name=f"示例项目 {n + 1:02d}",
            undertaker=office.org_name,
        )
        funding.declare(office, patent_id=one.patent_id, is_funded=True, declared_projects=[project])
    for n, one in enumerate([one for one in funded if one.clock == "passed"][: MOST // 2]):
        if n % 2:
            funding.give_reason(office, patent_id=one.patent_id, text=f"示例：{REASONS[n % len(REASONS)]}")
