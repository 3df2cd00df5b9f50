"""Files made to break a reader. Each is a refusal or a problem from the child; the parent hardly notices.

Seconds are not asserted here: `huoshui bench reading --only bombs` measures them.
"""

import resource
import socket
import threading
from pathlib import Path

import pytest

from huoshui_core.standards import Problem, Unreadable, load
from huoshui_core.standards.reading import open_source_in_child
from tests.standards.bombs import BOMBS, XML_ATTACKS, make
from tests.standards.test_reading_documents import document

PATENT = load("patent")
PARENT_BYTES = 64 << 20


def answer(path: Path) -> list[Problem]:
    """What the parent is told, whatever way."""
    try:
        return [one for one in open_source_in_child(path, PATENT) if isinstance(one, Problem)]
    except Unreadable as refused:
        return [refused.problem]


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_bomb_is_refused_and_the_parent_lives(tmp_path, name):
    path = make(name, tmp_path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    problems = answer(path)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) << 10
    assert problems
    assert {problem.code for problem in problems} <= BOMBS[name].codes
    assert grown < PARENT_BYTES


@pytest.mark.parametrize("name", sorted(XML_ATTACKS))
def test_no_entity_is_resolved_and_nobody_is_called(tmp_path, name):
    """A server on this machine waits for the call an external entity would make."""
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        calls: list[str] = []
        server.settimeout(0.2)
        port = server.getsockname()[1]

        def listen() -> None:
            try:
                connection, _ = server.accept()
                calls.append("called")
                connection.close()
            except OSError:
                return

        listener = threading.Thread(target=listen)
        listener.start()
        path = tmp_path / "a.xml"
        path.write_text(XML_ATTACKS[name](document(), port, secret), "utf-8")
        try:
            told = list(open_source_in_child(path, PATENT))
        except Unreadable as refused:
            told = [refused.problem]
        listener.join()
    assert calls == []
    assert "机密" not in str(told)
    assert "haha" not in str(told)


def test_a_doctype_without_definitions_is_read(tmp_path):
    path = tmp_path / "a.xml"
    path.write_text('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"[]>' + document(), "utf-8")
    (row,) = open_source_in_child(path, PATENT)
    assert not isinstance(row, Problem)
