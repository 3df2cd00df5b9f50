"""Work that follows what other rooms did."""

from collections.abc import Iterable

from huoshui.inventory import actions
from huoshui.kernel.actor import Actor
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents

BATCH = 1_000


def open_missing(actor: Actor, org_ids: Iterable[int]) -> int:
    """A dossier for every granted patent of these institutions that lacks one. May run twice."""
    opened, after = 0, 0
    wanted = list(org_ids)
    while True:
        with scope(actor):
            ids = patents.granted_ids(wanted, after_id=after, limit=BATCH)
        if not ids:
            return opened
        opened += actions.open_dossiers(actor, patent_ids=ids)
        after = ids[-1]
