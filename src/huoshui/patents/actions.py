"""Everything that changes the base library: loading files, settling whose a patent is when its owner is confirmed."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection, transaction

from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound
from huoshui.kernel.outbox import emit
from huoshui.kernel.renumbering import hand_over
from huoshui.orgs import public as orgs
from huoshui.patents import rules, staging
from huoshui.patents.events import PatentsLoaded
from huoshui.patents.intake import STANDARD, Attribution, ByApplicants, FoundOwner, Intake, Stated, may_open_in, means
from huoshui.patents.models import ImportRun, Patent
from huoshui.patents.outcome import Counts, ImportOutcome, UnmatchedName
from huoshui_core.attribution import Owner, campus_of, institution_type
from huoshui_core.standards import Problem, Unreadable
from huoshui_core.text import organisation_key

LOADING_LOCK = 7_202  # one load at a time: two of the same patent would both be new
KEPT_PROBLEMS = 1_000


@action
def import_patents(
    actor: Actor,
    *,
    path: Path,
    file_name: str,
    owner: str | None = None,
    dry_run: bool = False,
    skip_bad_rows: bool = False,
    upload: str = "",
    progress: Callable[[int], None] | None = None,
) -> ImportOutcome:
    """Loads a file, all or nothing; a second time it changes nothing.

    Any bad row refuses the file with Invalid and its problems, unless `skip_bad_rows`. A dry run does the same work,
    takes it back, and answers the problems instead of raising. `upload` names the kept file that a dry run checked.
    """
    require(actor, "patents.import")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING_LOCK])
    run = _begin(actor, path, file_name, owner=owner or "", upload=upload, state="checked" if dry_run else "done")
    with transaction.atomic():
        intake = _read(actor, path, file_name, owner, progress)
        if intake.problems and not (dry_run or skip_bad_rows):
            raise _refused(intake)
        outcome = _load(intake, run)
        if intake.problems and not (dry_run or skip_bad_rows):
            raise _refused(intake)
        if dry_run:
            transaction.set_rollback(True)
    _record(run, intake, outcome)
    note(actor, "patents.import", f"import_run:{run.pk}", state=run.state, digest=run.digest, **_facts(outcome.counts))
    if outcome.counts.new + outcome.counts.changed and not dry_run:
        emit(PatentsLoaded(run.pk, sorted(one.card.id for one in intake.owners.values() if one.card)))
    return outcome


@action
def settle_attribution(actor: Actor, *, organisation_ids: Sequence[int]) -> int:
    """Patents that name a now confirmed institution among their applicants are settled, those of one that is in doubt
    again are not. May run twice."""
    require(actor, "patents.settle")
    directory = orgs.institution_directory()
    confirmed = {one.id for one in orgs.cards(organisation_ids).values() if one.standing == "confirmed"}
    unsettled = Patent.objects.filter(org_id__in=confirmed, attribution="unconfirmed")
    rows = unsettled.values_list("id", "org_id", "applicants")
    settled = [pk for pk, org_id, applicants in rows if any(means(directory, org_id)(name) for name in applicants)]
    changed: int = Patent.objects.filter(pk__in=settled).update(attribution="matched")
    doubted = set(organisation_ids) - confirmed
    changed += Patent.objects.filter(org_id__in=doubted, attribution="matched").update(attribution="unconfirmed")
    note(actor, "patents.settle", "patents", organisations=len(confirmed), settled=changed)
    return changed


@action
def hand_over_named(actor: Actor, *, from_id: int, to_id: int) -> int:
    """What names `to` and not `from` among its applicants goes to `to`, with all that hangs on it: a merger of names
    is taken back. Answers how many rows went. Raises Invalid where `to` has one of the patents already.
    """
    require(actor, "patents.hand_over")
    cards, directory = orgs.cards([from_id, to_id]), orgs.institution_directory()
    if {one for one, card in cards.items() if actor.reach.covers(card.seat, card.line_seat)} != {from_id, to_id}:
        raise NotFound("没有这家单位", ids=[from_id, to_id])
    is_from, is_to = means(directory, from_id), means(directory, to_id)
    rows = Patent.objects.filter(org_id=from_id).values_list("id", "applicants")
    ids = [pk for pk, names in rows if any(map(is_to, names)) and not any(map(is_from, names))]
    to = cards[to_id]
    try:
        with transaction.atomic():
            moved = hand_over(Patent, ids, from_org_id=from_id, to=(to.id, to.seat, to.line_seat))
    except IntegrityError as fault:
        raise Invalid(f"「{to.name}」已有同号的专利或档案，不能交还，请先核对") from fault
    note(actor, "patents.hand_over", f"org:{to_id}", source=from_id, patents=len(ids), rows=moved)
    return moved


@action
def place_patents(actor: Actor, *, patent_ids: Sequence[int], college_id: int) -> int:
    """Puts patents into the care of a college of their institution, whose people then see them; answers how many."""
    require(actor, "patents.place")
    college = orgs.card(college_id)
    if college is None or college.kind != "college" or not actor.reach.covers(college.seat, college.line_seat):
        raise NotFound("没有这个院系", college_id=college_id)
    mine = Patent.objects.filter(pk__in=list(patent_ids), org_id=college.parent_id)
    if mine.count() != len(set(patent_ids)):
        raise NotFound("有专利不属于这个院系所在的单位", college_id=college_id)
    moved = mine.exclude(seat=college.seat).update(seat=college.seat, line_seat=college.line_seat)
    note(actor, "patents.place", f"org:{college_id}", moved=moved)
    return int(moved)


@action
def give_up_import(actor: Actor, *, import_run_id: int) -> str:
    """Ends a checked run that is not wanted or has been loaded; answers the name of its kept file."""
    require(actor, "patents.import")
    run = ImportRun.objects.select_for_update().filter(pk=import_run_id, user_id=actor.user_id).first()
    if run is None:
        raise NotFound("没有这次导入", import_run_id=import_run_id)
    upload: str = run.upload
    run.upload = ""
    run.save(update_fields=["upload"])
    note(actor, "patents.give_up_import", f"import_run:{import_run_id}")
    return upload


def _begin(actor: Actor, path: Path, file_name: str, **more: str) -> ImportRun:
    run = ImportRun(
        org_id=actor.org_id,
        seat=actor.seat,
        line_seat=actor.line_seat,
        user_id=actor.user_id,
        channel=actor.channel,
        file_name=file_name[-255:],
        digest=_digest(path),
        **more,
    )
    run.save()
    return run


def _read(
    actor: Actor, path: Path, file_name: str, owner: str | None, progress: Callable[[int], None] | None
) -> Intake:
    known = orgs.keys_on_side("institution")
    cards = orgs.cards(known.values())
    intake = Intake(actor, known, cards, _attribution(actor, owner, known, cards))
    try:
        intake.read(path, file_name, progress)
    except Unreadable as fault:
        raise Invalid("文件无法读取，未导入任何内容", problems=[fault.problem]) from fault
    return intake


def _attribution(
    actor: Actor, owner: str | None, known: dict[str, int], cards: dict[int, orgs.OrganisationCard]
) -> Attribution:
    if "office" in actor.roles:
        own = orgs.cards([actor.org_id])[actor.org_id]
        if owner and known.get(organisation_key(owner)) != own.id:
            raise NotAllowed("只能导入本单位的专利", owner=owner)
        return _stated(own.name, own, must_be_named=True)
    if not owner:
        return ByApplicants(actor, known, cards, orgs.institution_directory())
    card = cards.get(known.get(organisation_key(owner), 0))
    if card and not actor.reach.covers(card.seat, card.line_seat):
        raise NotAllowed(f"「{owner}」不在您的管辖范围内", owner=owner)
    return _stated(owner, card, must_be_named=False)


def _stated(name: str, card: orgs.OrganisationCard | None, *, must_be_named: bool) -> Stated:
    """Without a card the owner is new: it is opened under its stated name."""
    key = organisation_key(card.name if card else name)
    is_named = means(orgs.institution_directory(), card.id) if card else lambda one: organisation_key(one) == key
    kind = (card.institution_type if card else institution_type(name)) or "university"
    return Stated(Owner(name, key, kind, card is not None, 0), is_named, must_be_named)


def _load(intake: Intake, run: ImportRun) -> ImportOutcome:
    _open_owners(intake)
    staging.name_owners([_staged(one) for one in intake.owners.values() if one.card])
    for fault in staging.meet_known():
        intake.refuse(_torn(fault))
        intake.rows -= 1  # counted when it was staged
    superseded = staging.drop_superseded() + intake.repeated
    stamp = staging.Stamp(run.file_name, clock.today(), run.pk)
    staged = staging.count_staged()
    changed = staging.update_changed(stamp)
    new = staging.insert_new(stamp)
    staging.clear()
    unmatched = _unmatched(intake)
    counts = Counts(
        rows=intake.rows,
        new=new,
        changed=changed,
        same=staged - new - changed,
        superseded=superseded,
        refused=intake.refused,
        out_of_scope=intake.out_of_scope.total(),
        unmatched=len(unmatched),
    )
    return ImportOutcome(
        run_id=run.pk,
        state=run.state,
        counts=counts,
        problem_count=intake.problem_count,
        problems=tuple(intake.problems),
        notices=tuple(intake.notices),
        unmatched=unmatched,
        out_of_scope=tuple(intake.out_of_scope.most_common(KEPT_PROBLEMS)),
    )


def _open_owners(intake: Intake) -> None:
    """Institutions the directory does not know are opened as unconfirmed, where their patents say they are."""
    missing = [one for one in intake.owners.values() if one.card is None]
    for one in missing:
        if not may_open_in(intake.actor, one.region):
            raise Invalid(f"无法确定「{one.name}」在您辖区内的所在地，请先在单位目录中开设", name=one.name)
    if not missing:
        return
    opened = orgs.open_organisations(
        intake.actor,
        new=[
            orgs.NewOrganisation(
                name=one.name,
                kind="institution",
                institution_type=one.institution_type,
                region=one.region,
                line=rules.line_number(one.name, one.institution_type),
                standing="unconfirmed",
            )
            for one in missing
        ],
    )
    cards = orgs.cards(opened.values())
    for one in missing:
        one.card = cards[opened[one.name]]


def _staged(one: FoundOwner) -> staging.StagedOwner:
    card = one.card
    if card is None:
        raise ValueError(f"{one.name} has not been opened")
    return staging.StagedOwner(
        one.number, card.id, card.seat, card.line_seat, card.standing == "confirmed", card.demonstration
    )


def _torn(fault: staging.StagedFault) -> Problem:
    message = f"专利号/申请号在库内属于另一件专利（{fault.publication_no}），与本行的公开（公告）号不是同一件，请先核对"
    label = STANDARD.field("application_no").label
    return Problem(fault.file, fault.line, label, fault.application_no, message, "two_patents")


def _unmatched(intake: Intake) -> tuple[UnmatchedName, ...]:
    """Institutions of this file that nobody has checked, most patents first."""
    confirmed = {key for key, org_id in intake.known.items() if intake.cards[org_id].standing == "confirmed"}
    found = []
    for one in intake.owners.values():
        if one.card and one.card.standing == "unconfirmed":
            start = campus_of(one.key, confirmed.__contains__)
            parent = intake.cards[intake.known[start]].name if start else ""
            hint = f"疑似「{parent}」的校区或下属单位" if parent else ""
            found.append(UnmatchedName(one.name, one.rows, one.card.region, hint))
    return tuple(sorted(found, key=lambda one: (-one.rows, one.name)))


def _refused(intake: Intake) -> Invalid:
    return Invalid(
        f"文件有 {intake.problem_count} 处问题，未导入任何内容",
        problems=intake.problems,
        problem_count=intake.problem_count,
        refused=intake.refused,
    )


def _record(run: ImportRun, intake: Intake, outcome: ImportOutcome) -> None:
    for name, value in _facts(outcome.counts).items():
        setattr(run, name, value)
    run.format = intake.format
    run.problems = _kept(outcome.problems)
    run.notices = _kept(outcome.notices)
    run.unmatched_names = [
        {"name": one.name, "rows": one.rows, "hint": one.hint} for one in outcome.unmatched[:KEPT_PROBLEMS]
    ]
    run.out_of_scope_names = [{"name": name, "rows": rows} for name, rows in outcome.out_of_scope]
    run.save()


def _kept(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    names = ("file", "line", "column", "value", "message")
    return [{name: getattr(one, name) for name in names} for one in problems[:KEPT_PROBLEMS]]


def _facts(counts: Counts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in Counts.__slots__}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
