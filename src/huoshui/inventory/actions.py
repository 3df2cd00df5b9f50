"""Everything that changes a dossier. Nothing else in the platform saves this table."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from huoshui.accounts import public as accounts
from huoshui.inventory import entrusting, queries, rules, scoping, sheets, states
from huoshui.inventory.events import DossiersAccepted, DossiersReopened
from huoshui.inventory.models import Dossier
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, note_many, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Conflict, Invalid, NotFound
from huoshui.kernel.outbox import emit
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents
from huoshui_core.standards import Problem
from huoshui_core.standards.reading import Row

MOST_AT_ONCE = 5_000
IMPORTS = {"save": "inventory.fill", "submit": "inventory.submit", "register": "inventory.register"}
REVIEWS = {
    "pass": "inventory.review_college",
    "return": "inventory.review_college",
    "accept": "inventory.review_school",
    "send_back": "inventory.review_school",
}


@action
def open_dossiers(actor: Actor, *, patent_ids: Sequence[int]) -> int:
    """A dossier, with suggestions, for each patent in scope that has none; answers how many were made. May run twice.

    Who answers for it is `rules.who_answers`.
    """
    require(actor, "inventory.open")
    known = queries.dossier_ids_of_patents(patent_ids)
    cards = patents.cards([one for one in patent_ids if one not in known])
    chosen = scoping.settings_of({card.org_id for card in cards.values()})
    cards = scoping.in_scope(cards, chosen)
    people = rules.by_name(accounts.inventors_of({card.org_id for card in cards.values()}))
    made = [
        Dossier(
            org_id=card.org_id,
            seat=card.seat,
            line_seat=card.line_seat,
            patent_id=card.id,
            values=dict(rules.EMPTY),
            suggestions=rules.suggestions(card.title, card.abstract, card.classes),
            responsible_name=card.inventors[0][:64] if card.inventors else "",
            changed_at=clock.now(),
            demonstration=card.demonstration,
        )
        for card in cards.values()
    ]
    for dossier in made:
        scoping.place(dossier, cards[dossier.patent_id], chosen[dossier.org_id], {})
    entrusting.entrust(actor, made, entrusting.whom(cards, people))
    Dossier.objects.bulk_create(made, batch_size=1_000, ignore_conflicts=True)
    note(actor, "inventory.open", "dossiers", opened=len(made))
    return len(made)


@action
def assign_dossiers(
    actor: Actor,
    *,
    dossier_ids: Sequence[int],
    responsible_id: int | None = None,
    responsible_name: str = "",
    college_id: int | None = None,
) -> int:
    """Names who answers for them, and with `college_id` puts them and their patents into a college's care."""
    require(actor, "inventory.assign")
    return _assign(actor, dossier_ids, responsible_id, responsible_name, college_id)


def _assign(
    actor: Actor, dossier_ids: Sequence[int], responsible_id: int | None, responsible_name: str, college_id: int | None
) -> int:
    chosen = _locked(actor, dossier_ids)
    if college_id is not None:
        entrusting.place(actor, chosen, college_id)
    for dossier in chosen:
        if responsible_id is not None:
            dossier.responsible_id, dossier.responsible_name = responsible_id, responsible_name[:64]
            dossier.responsible_note = ""
    Dossier.objects.bulk_update(chosen, entrusting.FIELDS, batch_size=1_000)
    facts: dict[str, object] = {"responsible": responsible_id, "college": college_id}
    note_many(actor, "inventory.assign", [(f"dossier:{one.pk}", facts) for one in chosen])
    return len(chosen)


@action
def entrust_dossiers(actor: Actor, *, dossier_ids: Sequence[int], responsible_id: int) -> int:
    """To an inventor with an account here. Who may place them puts them into that inventor's college as well."""
    require(actor, "inventory.assign")
    person = next((one for one in queries.inventors_to_entrust(actor) if one.user_id == responsible_id), None)
    if person is None:
        raise Invalid("请选择本单位有账号的发明人", fields={"person": "请选择发明人"})
    college_id = person.college_id if person.college_id != actor.org_id else None  # a college's own are there already
    return _assign(actor, dossier_ids, person.user_id, person.name, college_id)


@action
def save_dossier(actor: Actor, *, dossier_id: int, values: Mapping[str, Any], version: int) -> int:
    """Keeps a draft, however incomplete; raises Invalid for a value the standard refuses."""
    return _write(actor, dossier_id, values, version, move="save")


@action
def submit_dossier(actor: Actor, *, dossier_id: int, values: Mapping[str, Any], version: int) -> int:
    """Confirms and sends to review. Raises Invalid with the gaps by field."""
    return _write(actor, dossier_id, values, version, move="submit")


@action
def fill_dossiers(actor: Actor, *, contents: Mapping[int, Mapping[str, Any]], move: str) -> int:
    """Many at once, as from a sheet: dossier id → values; `move` is save or submit. All or none."""
    require(actor, "inventory.submit" if move == "submit" else "inventory.fill")
    if move not in {"save", "submit"}:
        raise Invalid("只能保存草稿或提交", move=move)
    chosen = _locked(actor, list(contents))
    for dossier in chosen:
        dossier.values = _checked(dossier, contents[dossier.pk], complete=move == "submit")
    _move(actor, chosen, move)
    return len(chosen)


@action
def import_dossiers(actor: Actor, *, path: Path, file_name: str, move: str = "submit") -> int:
    """A filled sheet: `move` is save, submit or register. All rows, or none: raises Invalid naming line and column."""
    require(actor, IMPORTS.get(move, "inventory.fill"))
    if move not in IMPORTS:
        raise Invalid("写入方式可选 save、submit、register", fields={"move": move})
    rows, problems = sheets.read_sheet(path, file_name)
    known = queries.dossiers_by_number(actor, [sheets.number_of(row) for row in rows])
    chosen: list[Dossier] = []
    for row in rows:
        dossier = known.get(sheets.number_of(row))
        found = _row_problems(row, dossier, file_name, move)
        if dossier is not None and dossier in chosen:
            number = sheets.number_of(row)
            message = f"{number} 与前面一行是同一件专利，请保留其一"
            found.append(sheets.problem_at(row, file_name, "publication_no", number, message, "duplicate_row"))
        problems += found
        if dossier is not None and not found:
            dossier.values = _own_values(row.values)
            chosen.append(dossier)
    if problems or not chosen:
        raise Invalid(
            f"文件有 {len(problems)} 处问题，未写入任何内容" if problems else "文件里没有档案", problems=problems
        )
    _move(actor, chosen, move)
    if move == "register":
        emit(DossiersAccepted([one.pk for one in chosen]))
    return len(chosen)


def _row_problems(row: Row, dossier: Dossier | None, file_name: str, move: str) -> list[Problem]:
    number = sheets.number_of(row)
    if dossier is None:
        message = f"{number} 不在您可填写的待盘点清单中"
        return [sheets.problem_at(row, file_name, "publication_no", number, message, "not_ours")]
    if dossier.state not in states.EDITABLE:
        message = f"{number} 当前是“{states.LABELS[dossier.state]}”，不能再填写"
        return [sheets.problem_at(row, file_name, "publication_no", number, message, "wrong_state")]
    if move == "save":
        return []
    gaps = rules.required_gaps(_own_values(row.values))
    return [sheets.problem_at(row, file_name, name, "", message, "required") for name, message in gaps.items()]


def _own_values(values: Mapping[str, Any]) -> dict[str, Any]:
    return rules.storable({name: values.get(name) for name in rules.NAMES})


def _write(actor: Actor, dossier_id: int, raw: Mapping[str, Any], version: int, *, move: str) -> int:
    require(actor, "inventory.submit" if move == "submit" else "inventory.fill")
    [dossier] = _locked(actor, [dossier_id])
    if dossier.version != version:
        raise Conflict("这份档案刚刚被别人修改过，请刷新后再填写", version=dossier.version)
    dossier.values = _checked(dossier, raw, complete=move == "submit")
    _move(actor, [dossier], move)
    return dossier.version


def _checked(dossier: Dossier, raw: Mapping[str, Any], *, complete: bool) -> dict[str, Any]:
    values, problems = rules.clean_values(raw, publication_no=dossier.patent.publication_no)
    said = {problem.field: problem.message for problem in problems if complete or problem.code != "required"}
    gaps = rules.required_gaps(values) if complete else {}
    if said or gaps:
        raise Invalid("有内容需要补充或更正", fields=gaps | said)
    return values


@action
def review_dossiers(actor: Actor, *, dossier_ids: Sequence[int], verdict: str, comment: str = "") -> int:
    """`verdict` is a move of the life cycle: pass, return, accept, send_back. All move, or none."""
    if verdict not in REVIEWS:
        raise Invalid("没有这种审核结论", verdict=verdict)
    require(actor, REVIEWS[verdict])
    if verdict in {"return", "send_back"} and not comment.strip():
        raise Invalid("退回时请写明修改意见", fields={"comment": "请写明修改意见"})
    chosen = _locked(actor, dossier_ids)
    for dossier in chosen:
        dossier.comment = comment.strip()[:500]
    _move(actor, chosen, verdict)
    if verdict == "accept":
        emit(DossiersAccepted([one.pk for one in chosen]))
    return len(chosen)


@action
def register_dossiers(actor: Actor, *, contents: Mapping[int, Mapping[str, Any]]) -> int:
    """集中评价: the office enters values for many patents and accepts them. `contents`: dossier id → values."""
    require(actor, "inventory.register")
    chosen = _locked(actor, list(contents))
    for dossier in chosen:
        dossier.values = _checked(dossier, contents[dossier.pk], complete=True)
    _move(actor, chosen, "register")
    emit(DossiersAccepted([one.pk for one in chosen]))
    return len(chosen)


@action
def reopen_dossiers(actor: Actor, *, dossier_ids: Sequence[int]) -> int:
    require(actor, "inventory.reopen")
    chosen = _locked(actor, dossier_ids)
    _move(actor, chosen, "reopen")
    emit(DossiersReopened([one.pk for one in chosen]))
    return len(chosen)


def _locked(actor: Actor, dossier_ids: Iterable[int]) -> list[Dossier]:
    """Raises NotFound when any lies outside the actor's view: a bulk action never does a silent part."""
    wanted = sorted(set(dossier_ids))
    if not wanted or len(wanted) > MOST_AT_ONCE:
        raise Invalid(f"请选择 1 至 {MOST_AT_ONCE} 份档案", chosen=len(wanted))
    rows: QuerySet[Dossier] = queries.dossiers_in_view(actor).filter(pk__in=wanted).order_by("pk")
    found = list(rows.select_for_update(of=("self",)))
    if len(found) != len(wanted):
        raise NotFound("有档案不存在", missing=sorted(set(wanted) - {one.pk for one in found})[:20])
    return found


def _move(actor: Actor, dossiers: Sequence[Dossier], name: str) -> None:
    """The only place that sets a state. Which machine holds is the institution's setting."""
    organisations = orgs.cards({one.org_id for one in dossiers})
    lines: list[tuple[str, dict[str, object]]] = []
    for dossier in dossiers:
        machine = states.machine(two_step=organisations[dossier.org_id].two_step_review)
        before, move = dossier.state, machine.take(name, dossier.state)
        dossier.state = move.target
        dossier.version += 1
        dossier.willing = bool(dossier.values.get("willingness"))
        dossier.changed_at = clock.now()
        lines.append((f"dossier:{dossier.pk}", {"before": before, "after": move.target}))
    Dossier.objects.bulk_update(
        dossiers, ["state", "values", "version", "willing", "comment", "changed_at"], batch_size=1_000
    )
    note_many(actor, f"inventory.{name}", lines)
