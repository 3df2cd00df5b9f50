"""What one person may ask about their own information (PIPL 15, 44–47, 50): see, export, correct, withdraw, close."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from huoshui.accounts import public as accounts
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound
from huoshui.kernel.outbox import emit
from huoshui.kernel.reach import EVERYWHERE
from huoshui.kernel.tenancy import widened
from huoshui.orgs import public as orgs
from huoshui.privacy import keeping, queries, rules, states
from huoshui.privacy.events import PersonForgotten
from huoshui.privacy.models import Contact, ContactView, PrivacyRequest
from huoshui.privacy.sources import sources


@dataclass(frozen=True, slots=True)
class Section:
    label: str
    rows: tuple[dict[str, str], ...]
    stays: str = ""


@contextmanager
def everything_of(actor: Actor) -> Iterator[None]:
    """A person's own things stand in every organisation they worked for; each query in here filters by the person."""
    with widened(actor, EVERYWHERE, why="a person reads and corrects their own things, wherever they stand"):
        yield


def held_on(actor: Actor) -> list[Section]:
    require(actor, "privacy.see_own")
    with everything_of(actor):
        return [Section(one.label, tuple(one.rows(actor.user_id)), one.stays) for one in sources()]


@action
def export_own(actor: Actor, *, kind: str) -> list[Section]:
    """All that is held, to take along (PIPL 45)."""
    require(actor, "privacy.see_own")
    note(actor, "privacy.export_own", f"user:{actor.user_id}", kind=kind)
    return held_on(actor)


@action
def keep_own_contact(actor: Actor, *, raw: Mapping[str, str], contact_id: int = 0) -> int:
    """Corrected at once; 0 adds one where the person acts now. What is left empty is gone."""
    require(actor, "privacy.see_own")
    words = keeping.checked({"name": actor.name, **raw})
    with everything_of(actor):
        if not contact_id:
            return _added(actor, words)
        row = _own(actor, contact_id)
        if keeping.put(row, words, is_whole=True):
            row.save()
        keeping.note_kept(actor, [row])
        return contact_id


def _added(actor: Actor, words: rules.Words) -> int:
    given = {actor.org_id: words}
    return keeping.keep_contacts(actor, given=given, user_id=actor.user_id, consent=rules.NOTICE_VERSION)[actor.org_id]


@action
def withdraw_contact(actor: Actor, *, contact_id: int) -> None:
    """The contact is erased and the consent to it ended (PIPL 15, 47)."""
    require(actor, "privacy.see_own")
    with everything_of(actor):
        row = _own(actor, contact_id)
        keeping.forget([row])
        if not Contact.objects.filter(user_id=actor.user_id).exists():
            keeping.disagree(f"user:{actor.user_id}")
        note(actor, "privacy.withdraw", f"contact:{contact_id}")


def _own(actor: Actor, contact_id: int) -> Contact:
    row = queries.contacts_of_person(actor.user_id).filter(pk=contact_id).first()
    if row is None:
        raise NotFound("没有这条联系方式", contact_id=contact_id)
    return row


@action
def make_request(actor: Actor, *, kind: str, field: str = "", wanted: str = "", text: str = "") -> int:
    """Goes to whoever looks after the accounts where the person acts now."""
    require(actor, "privacy.see_own")
    if kind not in rules.REQUESTS or len(text) > 500 or len(wanted) > 64:
        raise Invalid("请选择事项，说明最多 500 字", fields={"kind": "请选择事项"})
    if kind == "correct" and (field not in rules.CORRECTABLE or not wanted.strip()):
        raise Invalid("请填写要更正为什么", fields={"wanted": "请填写更正后的内容"})
    with everything_of(actor):  # an administrator reaches no row, their own request included
        row: PrivacyRequest = PrivacyRequest.objects.create(
            org_id=actor.org_id,
            seat=actor.seat,
            line_seat=actor.line_seat,
            user_id=actor.user_id,
            kind=kind,
            field=field if kind == "correct" else "",
            wanted=wanted.strip(),
            text=text.strip(),
            asked_at=clock.now(),
            due_on=clock.today() + timedelta(days=rules.ANSWER_DAYS),
        )
    note(actor, "privacy.ask", f"privacy_request:{row.pk}", kind=kind, field=row.field)
    return int(row.pk)


@action
def take_back_request(actor: Actor, *, request_id: int) -> None:
    require(actor, "privacy.see_own")
    with everything_of(actor):
        row = queries.requests_of_person(actor.user_id).filter(pk=request_id).first()
        if row is None:
            raise NotFound("没有这项请求", request_id=request_id)
        _move(row, "take_back")
        note(actor, "privacy.take_back", f"privacy_request:{request_id}")


@action
def answer_request(actor: Actor, *, request_id: int, verdict: str, text: str = "") -> None:
    """`verdict` is grant or refuse. A correction granted is made at once; a refusal says why (PIPL 50)."""
    require(actor, "privacy.answer")
    row = queries.request_to_answer(actor, request_id)
    if verdict not in {"grant", "refuse"} or len(text) > 500:
        raise Invalid("请选择同意或拒绝，说明最多 500 字", verdict=verdict)
    if verdict == "refuse" and not text.strip():
        raise Invalid("拒绝须说明理由", fields={"text": "拒绝须说明理由"})
    if verdict == "grant" and row.kind == "correct":
        accounts.correct_person(actor, user_id=row.user_id, field=row.field, value=row.wanted)
    row.answered_by, row.answered_at, row.answer = actor.user_id, clock.now(), text.strip()
    _move(row, verdict)
    note(actor, "privacy.answer", f"privacy_request:{request_id}", verdict=verdict)


def _move(row: PrivacyRequest, move: str) -> None:
    row.state = states.REQUESTS.take(move, row.state).target
    row.save()


@action
def close_own_account(actor: Actor) -> None:
    """Ends every role and anonymises the person; contacts and ways in are erased, the ledger's digests lose their key.

    What stays is said by `sources().stays`: lines of the ledger by number, sign-ins while the law wants them, names on
    published patents (PIPL 27, 47).
    """
    require(actor, "privacy.close_own")
    with everything_of(actor):
        _take_back_open(actor)
        keeping.forget(queries.contacts_of_person(actor.user_id))
        ContactView.objects.filter(user_id=actor.user_id).delete()
        for source in sources():
            if source.forget is not None:
                source.forget(actor.user_id)
        keeping.disagree(f"user:{actor.user_id}")
        keeping.destroy_keys([f"user:{actor.user_id}"])
        accounts.close_account(actor, user_id=actor.user_id)
    note(actor, "privacy.close_own", f"user:{actor.user_id}")
    emit(PersonForgotten(actor.user_id))


def _take_back_open(actor: Actor) -> None:
    for row in PrivacyRequest.objects.filter(user_id=actor.user_id, state=states.OPEN):
        _move(row, "take_back")
    PrivacyRequest.objects.filter(user_id=actor.user_id).update(wanted="", text="")


def views_of(user_id: int) -> list[dict[str, str]]:
    """Who was shown this person's contacts, the latest first. In a scope over everything."""
    rows = list(ContactView.objects.filter(user_id=user_id).order_by("-at", "-id")[:1_000])
    people = accounts.people({row.viewer_id for row in rows})
    organisations = orgs.cards(row.viewer_org_id for row in rows)
    return [
        {
            "时间": queries.moment(row.at),
            "查看单位": organisations[row.viewer_org_id].name if row.viewer_org_id in organisations else "",
            "查看人": people[row.viewer_id].name if row.viewer_id in people else "",
            "事由": rules.REVEAL_REASONS[row.why],
            "方式": "导出" if row.exported else "显示",
        }
        for row in rows
    ]
