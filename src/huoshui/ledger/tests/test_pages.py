"""Who audits finds who did what; everybody finds their own; what is taken away is noted."""

import ast
import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from tests.world import World

from huoshui.kernel.action import note
from huoshui.kernel.clock import clock_at
from huoshui.kernel.ledger import note_refusal
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.policy import Policy
from huoshui.kernel.tenancy import scope
from huoshui.ledger import labels
from huoshui.web.node.home import CHECKOUT
from huoshui_core.chain import verify

DAY = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.fixture
def lines(world: World) -> World:
    """Three people looked at a contact over three days, one in another province; one was refused."""
    for days, (name, contact) in enumerate((("office", 12), ("hunan", 12), ("other_office", 12), ("secretary", 13))):
        with clock_at(DAY + timedelta(days=days)), scope(world.actor(name)):
            note(world.actor(name), "privacy.reveal", f"contact:{contact}", purpose="联系对接", fields=["mobile"])
    with clock_at(DAY), scope(world.actor("office")):
        note_refusal(world.actor("office"), "orgs.open", "GET /organisations/new/")
    return world


def client(person: str, world: World) -> Client:
    made = Client()
    made.force_login(get_user_model().objects.get(pk=world.users[person]))
    return made


def rows(answer: Any) -> list[dict[str, str]]:
    text = answer.content.decode("utf-8-sig").splitlines()
    head = next(at for at, line in enumerate(text) if line.startswith("时间,"))
    return list(csv.DictReader(io.StringIO("\n".join(text[head:]))))


def exported(world: World, who: str = "auditor", name: str = "ledger", **params: str) -> list[dict[str, str]]:
    answer = client(who, world).get(reverse(name), params | {"export": "csv"})
    assert answer.status_code == 200, answer.content.decode()
    return rows(answer)


def test_an_auditor_finds_who_saw_a_contact(lines: World) -> None:
    answer = client("auditor", lines).get(reverse("ledger"), {"subject": "contact:12", "verb": "privacy.reveal"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert Policy.registry["privacy.reveal"].label in page
    assert "联系人 12" in page
    assert "目的：联系对接" in page
    found = exported(lines, subject="contact:12", verb="privacy.reveal")
    assert [one["操作人"] for one in found] == ["hunan", "office"]  # the third is of another province


def test_the_filters_narrow_by_person_place_kind_outcome_channel_and_day(lines: World) -> None:
    def people(**params: str) -> list[str]:
        return [one["操作人"] for one in exported(lines, verb="privacy.reveal", **params)]

    assert people() == ["secretary", "hunan", "office"]
    assert people(person="office") == ["office"]
    assert people(organisation="南湖试验大学") == ["secretary", "office"]
    assert people(subject="contact:") == people(subject="con")
    assert people(subject="contact") == ["secretary", "hunan", "office"]
    assert people(since="2026-11-21") == ["secretary", "hunan"]
    assert people(until="2026-11-20") == ["office"]
    assert people(channel="api") == []
    assert people(role="bureau") == ["hunan"]
    assert people(outcome="refused") == []
    refused = exported(lines, outcome="refused")
    assert [(one["操作人"], one["对象"], one["结果"]) for one in refused] == [
        ("office", "GET /organisations/new/", "被拒绝")
    ]


@pytest.mark.parametrize("wrong", [{"since": "昨天"}, {"until": "2026-13-45"}, {"verb": "no.such"}, {"sort": "facts"}])
def test_a_filter_that_cannot_be_understood_is_refused(lines: World, wrong: dict[str, str]) -> None:
    assert client("auditor", lines).get(reverse("ledger"), wrong).status_code == 422


def test_pages_follow_each_other_without_gap(lines: World) -> None:
    with scope(lines.actor("office")):
        for number in range(45):
            note(lines.actor("office"), "test.noted", f"row:{number}")
    browser, path, found = client("office", lines), reverse("ledger-mine"), []
    while path:
        page = browser.get(path, {} if "?" in path else {"size": "20"})
        view = page.context["view"]
        found += [row.cells[4].value for row in view.table.rows]
        path = view.table.pager.next_url
        path = reverse("ledger-mine") + path if path.startswith("?") else path
    assert [one for one in found if one.startswith("row:")] == [f"row:{number}" for number in range(44, -1, -1)]


def test_everybody_finds_their_own_lines_and_no_others(lines: World) -> None:
    for person in ("office", "hunan", "inventor", "auditor", "enterprise"):
        found = exported(lines, person, "ledger-mine")
        with scope(lines.actor(person)):
            own = LedgerLine.objects.filter(user_id=lines.users[person])
            kinds = [line.verb for line in own.order_by("-at", "-id") if line.verb != "ledger.export"]
        assert [one["动作代码"] for one in found] == kinds, person
    assert len(exported(lines, "office", "ledger-mine", verb="privacy.reveal")) == 1


@pytest.mark.parametrize("person", ["office", "hunan", "national", "system", "security"])
def test_the_ledger_is_open_to_who_audits_alone(lines: World, person: str) -> None:
    for name, send in (("ledger", "get"), ("ledger-chain", "post"), ("ledger-verifier", "get")):
        assert getattr(client(person, lines), send)(reverse(name)).status_code == 403
    assert client(person, lines).get("/api/v1/ledger/lines").status_code == 403


def test_a_refused_page_is_in_the_ledger(lines: World) -> None:
    client("office", lines).get(reverse("ledger"))
    client("office", lines).get("/api/v1/ledger/lines")
    Client().get(reverse("ledger"))
    found = exported(lines, outcome="refused", verb="ledger.view")
    told = [(one["操作人"], one["对象代码"], one["渠道"]) for one in found]
    assert sorted(told) == [("office", "GET /api/v1/ledger/lines", "接口"), ("office", "GET /ledger/", "网页")]


def test_an_export_is_a_line_that_names_filters_but_not_whom_they_sought(lines: World) -> None:
    exported(lines, subject="contact:12")
    answer = client("auditor", lines).get(reverse("ledger"), {"export": "xlsx", "person": "office"})
    assert answer.status_code == 200
    with scope(lines.actor("auditor")):
        noted = LedgerLine.objects.filter(verb="ledger.export").order_by("id").values_list("subject", "facts")
        assert list(noted) == [
            ("ledger:lines", {"rows": 2, "filters": ["subject"]}),
            ("ledger:lines", {"rows": 2, "filters": ["person"]}),
        ]


def test_programs_ask_the_same(lines: World) -> None:
    answer = client("auditor", lines).get("/api/v1/ledger/lines", {"subject": "contact:12", "size": "20"})
    body = answer.json()
    assert [one["person"] for one in body["rows"]] == ["hunan", "office"]
    assert body["rows"][0]["facts"] == {"purpose": "联系对接", "fields": ["mobile"]}
    assert (body["total"], body["next"], body["rows"][0]["n"]) == (2, "", None)


def test_the_verifier_can_be_taken_along(lines: World) -> None:
    answer = client("auditor", lines).get(reverse("ledger-verifier"))
    assert b"def verify(" in answer.content
    assert "verify_ledger.py" in answer["Content-Disposition"]


def test_the_chain_can_be_taken_along_before_anything_is_sealed(lines: World) -> None:
    answer = client("auditor", lines).post(reverse("ledger-chain"))
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    verdict = verify(content)
    assert (verdict.entries, verdict.damages) == (0, ())
    with scope(lines.actor("auditor")):
        assert LedgerLine.objects.get(verb="ledger.export").subject == "ledger:chain"


def test_names_of_people_and_organisations_stand_beside_their_numbers(lines: World) -> None:
    office = lines.actor("office")
    with scope(office):
        note(office, "test.noted", f"user:{lines.users['inventor']}", role="inventor", ok=True, gone=None)
        note(office, "test.noted", f"org:{office.org_id}")
        note(office, "test.noted", "user:none")
    found = [one for one in exported(lines, "office", "ledger-mine", subject="user") if one["动作代码"] == "test.noted"]
    assert [one["对象"] for one in found] == ["用户 none", f"用户 {lines.users['inventor']} inventor"]
    assert found[1]["要点"] == "ok：是；gone：—；角色：发明人"
    (named,) = exported(lines, "office", "ledger-mine", subject=f"org:{office.org_id}")
    assert named["对象"] == f"单位 {office.org_id} 南湖试验大学"


def test_facts_of_any_shape_read_as_chinese() -> None:
    told = {"after": "listed", "fields": ["a", "b"], "filters": [], "counts": {"new": 1, "same": 2}, "x": ""}
    assert labels.facts(told) == "变为：listed；字段：a、b；筛选条件：—；counts：新增 1，未变 2；x：—"
    assert labels.facts({}) == ""
    assert labels.subject("unknown:5") == "unknown:5"
    assert labels.subject("library") == "转化资源库"
    assert labels.verb("no.such") == "no.such"


NOTES = {"note", "note_many"}


def noted_verbs() -> set[str]:
    """Those written as plain text in a call of `note` or `note_many`."""
    found = set()
    for path in (CHECKOUT / "src" / "huoshui").rglob("*.py"):
        if "tests" in path.parts:
            continue
        calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        named = [call.args[1] for call in calls if getattr(call.func, "id", "") in NOTES and call.args[1:]]
        found |= {str(one.value) for one in named if isinstance(one, ast.Constant)}
    return found


def test_every_verb_that_is_noted_has_a_name_in_chinese() -> None:
    assert sorted(verb for verb in noted_verbs() if labels.verb(verb) == verb) == []
