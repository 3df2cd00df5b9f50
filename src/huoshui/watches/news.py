"""What has come to a kept search since its owner looked: new or changed patents, as far as they see today."""

from dataclasses import dataclass

from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Refusal
from huoshui.kernel.policy import Policy
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.watches import queries
from huoshui.watches.models import Watch

SHOWN = 50


@dataclass(frozen=True, slots=True)
class News:
    """`is_known` is false while there is no index, or the search no longer holds."""

    total: int = 0
    ids: tuple[int, ...] = ()
    is_known: bool = True


def news_for(actor: Actor, watch: Watch) -> News:
    """In the actor's scope, which this opens: that of the owner as they stand today."""
    if not Policy.may(actor, "patents.view"):
        return News()
    with scope(actor):
        changed = queries.changed_since(watch.seen_at)
        try:
            found = patents.search_news(actor, watch.query, after_run=watch.seen_run, changed=changed, limit=SHOWN)
        except Refusal:
            return News(is_known=False)
    return News(found.total, found.ids)
