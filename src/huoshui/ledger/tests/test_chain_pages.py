"""What the page says of the chain, and the chain in an auditor's own view."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.urls import reverse
from tests.world import World

from huoshui.kernel.action import note
from huoshui.kernel.tenancy import scope
from huoshui.ledger.models import Check, Seal
from huoshui.ledger.queries import chain_state
from huoshui.web.node.database import Database
from huoshui_core.chain import COLUMNS, GENESIS, Head, Line, entry_of, link, verify

from .test_pages import client, exported


@pytest.fixture
def may_seal(node_database: Database, django_db_setup: None) -> Iterator[None]:
    """Lends the application the sealer's right, so that seals can stand in the transaction of a test."""
    with node_database.owner.connect() as owner:
        for verb in ("GRANT INSERT ON ledger_seal, ledger_check TO", "REVOKE INSERT ON ledger_seal, ledger_check FROM"):
            owner.execute(f"{verb} {node_database.app_role}")
            if verb.startswith("GRANT"):
                yield


@pytest.fixture
def sealed(may_seal: None, world: World) -> World:
    """All lines of the world and one of each of two provinces; one more waits."""
    for name in ("office", "other_office"):
        with scope(world.actor(name)):
            note(world.actor(name), "test.noted", f"person:{name}")
    with scope(world.operator), connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM kernel_ledgerline ORDER BY id")
        lines = [Line(*row) for row in cursor.fetchall()]
    previous = GENESIS
    for n, line in enumerate(lines, 1):
        previous = link("sm3", previous, entry_of(line))
        Seal.objects.create(n=n, line_id=line.id, algorithm="sm3", digest=previous)
    with scope(world.actor("office")):
        note(world.actor("office"), "test.noted", "person:waiting")
    return world


def test_each_line_says_whether_it_is_sealed(sealed: World) -> None:
    found = [one for one in exported(sealed, "office", "ledger-mine") if one["动作代码"] == "test.noted"]
    assert [one["封存"].split(" ")[0] for one in found] == ["待封存", "已封存"]
    assert found[1]["封存"].startswith("已封存 no. ")


def test_the_page_says_the_head_and_how_the_last_check_ended(sealed: World) -> None:
    def page() -> str:
        return client("auditor", sealed).get(reverse("ledger")).content.decode()

    state = chain_state()
    assert f"no. {state.n}" in page()
    assert f"{state.n}:{state.digest}（SM3）" in page()
    assert "尚未核验" in page()
    Check.objects.create(upto=state.n, damages=0, kind="", n=0)
    assert f"逐条核对至 no. {state.n}" in page()
    Check.objects.create(upto=state.n, damages=2, kind="changed", n=2)
    assert "发现 2 处损坏（改动），首处在 no. 2" in page()
    Check.objects.create(upto=state.n, damages=1, kind="inserted", n=0)
    assert "有未经登记的记录" in page()


def test_without_a_seal_the_page_says_so(world: World) -> None:
    assert "尚无封存记录" in client("auditor", world).get(reverse("ledger")).content.decode()


def test_the_chain_of_an_auditor_holds_the_own_province_and_of_others_the_seals_alone(sealed: World) -> None:
    state = chain_state()
    answer = client("auditor", sealed).post(reverse("ledger-chain"))
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    verdict = verify(content, [Head(state.n, state.digest)])
    assert (verdict.damages, verdict.entries) == ((), state.n)
    assert verdict.withheld > 0
    assert b"person:office" in content
    assert b"person:other_office" not in content
    changed = content.replace(b"person:office", b"person:0ffice")
    assert [one.kind for one in verify(changed).damages] == ["changed"]
