"""Work that follows what other rooms did."""

from collections.abc import Iterable, Sequence

from django.utils import timezone

from huoshui.accounts import public as accounts
from huoshui.funding import public as funding
from huoshui.inventory import actions, queries, scoping
from huoshui.kernel.actor import Actor
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
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


def follow_load(actor: Actor, import_run_id: int, part: int) -> None:
    """What a chunk of an import brought gets dossiers, as far as it is granted; what it changed is placed anew."""
    with scope(actor):
        loaded = patents.ids_loaded(import_run_id, part)
        granted = patents.granted_among(loaded)
    for start in range(0, len(granted), BATCH):
        actions.open_dossiers(actor, patent_ids=granted[start : start + BATCH])
    for start in range(0, len(loaded), BATCH):
        scoping.apply_rules_to(actor, patent_ids=loaded[start : start + BATCH])


def follow_rules(actor: Actor, *, org_id: int, role: str) -> None:
    """An institution's scope and list concern itself, a department's list all in its reach."""
    owner = orgs.card(org_id)
    if owner is None:
        return
    if role == "office":
        open_missing(actor, [org_id])
        scoping.apply_rules(actor, org_id=org_id)
        return
    with scope(actor):
        concerned = {one.id for one in orgs.within(orgs.reach_for(role, owner), kind="institution")}
        having = [one for one in queries.institutions_with_dossiers() if one in concerned]
    for one in having:
        scoping.apply_rules(actor, org_id=one)


def follow_tables(actor: Actor) -> None:
    """Codes of patents may differ: lists that name industries meet others now."""
    with scope(actor):
        having = queries.institutions_with_dossiers() if queries.has_priorities() else []
    for one in having:
        scoping.apply_rules(actor, org_id=one)


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


def tell_funding(actor: Actor, dossier_ids: Sequence[int]) -> int:
    """Whether accepted dossiers call the patent publicly funded and put to use; answers how many it changed."""
    changed = 0
    for start in range(0, len(dossier_ids), BATCH):
        with scope(actor):
            rows = queries.accepted_dossiers(dossier_ids[start : start + BATCH])
        said = [
            funding.DossierWord(
                patent_id=row.patent_id,
                fiscal_funded=row.values.get("fiscal_funded"),
                funding_project=row.values.get("funding_project") or "",
                implementation=row.values.get("implementation") or "",
                said_on=timezone.localdate(row.changed_at),
            )
            for row in rows
        ]
        changed += funding.note_dossiers(actor, said=said) if said else 0
    return changed
