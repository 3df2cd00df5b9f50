"""Adding up the codes of an institution's patents."""

from collections import defaultdict

from huoshui.classification.active import attributor
from huoshui.classification.models import Tally
from huoshui.classification.rules import counted_code
from huoshui.kernel import clock
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents

BATCH = 2_000


def tallies_of(org_id: int) -> tuple[list[Tally], int]:
    """Rows to be kept, and how many patents were looked at."""
    card = orgs.card(org_id)
    if card is None:
        return [], 0
    whole: dict[tuple[str, str], int] = defaultdict(int)
    shares: dict[tuple[str, str], float] = defaultdict(float)
    seen, after = 0, 0
    attribute = attributor().attribute
    while batch := patents.iterate_cards([org_id], after_id=after, limit=BATCH):
        after, seen = batch[-1].id, seen + len(batch)
        for one in batch:
            told = attribute(one.classes, one.main_class, one.title, one.abstract)
            met = {(each.scheme, counted_code(each.scheme, each.code)) for each in told}
            for key in met:
                whole[key] += 1
            for each in told:
                shares[each.scheme, counted_code(each.scheme, each.code)] += each.weight
    rows = [
        Tally(
            org_id=org_id,
            seat=card.seat,
            line_seat=card.line_seat,
            scheme=scheme,
            code=code,
            patents=count,
            share=shares[scheme, code],
            counted_at=clock.now(),
            demonstration=card.demonstration,
        )
        for (scheme, code), count in sorted(whole.items())
    ]
    return rows, seen
