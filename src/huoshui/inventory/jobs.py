"""Work that follows what other rooms did."""

from collections.abc import Iterable

from huoshui.accounts import public as accounts
from huoshui.inventory import actions, queries
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


def open_loaded(actor: Actor, import_run_id: int, part: int | None) -> int:
    """A dossier for what a chunk of an import brought, as far as it is granted. May run twice."""
    with scope(actor):
        ids = patents.granted_among(patents.ids_loaded(import_run_id, part))
    starts = range(0, len(ids), BATCH)
    return sum(actions.open_dossiers(actor, patent_ids=ids[start : start + BATCH]) for start in starts)


def entrust_claimed(actor: Actor, *, user_id: int, patent_id: int) -> int:
    """What an office has confirmed as an inventor's own; answers how many dossiers moved. May run twice."""
    with scope(actor):
        card = patents.cards([patent_id]).get(patent_id)
        dossier_id = queries.dossier_ids_of_patents([patent_id]).get(patent_id)
        theirs = queries.patent_ids_of(user_id)
    people = accounts.inventors_of([card.org_id]) if card else []
    person = next((one for one in people if one.user_id == user_id), None)
    if dossier_id is None or person is None or patent_id in theirs:
        return 0
    return actions.assign_dossiers(
        actor,
        dossier_ids=[dossier_id],
        responsible_id=user_id,
        responsible_name=person.name,
        college_id=person.college_id,
    )
