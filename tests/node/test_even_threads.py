"""Two web processes of two threads: nobody waits for a thread while the other process has one."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from huoshui.web.node.home import CHECKOUT
from huoshui.web.node.serve import EVEN_THREADS

CONNECTIONS = 4  # as many as there are threads
LINGER_SECONDS = 2  # gunicorn's patience with one that does not close


@pytest.fixture
def port() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "tests.node.slow_answer", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", EVEN_THREADS, "--workers", "2", "--threads", "2", "--no-control-socket"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(command, cwd=CHECKOUT, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for_two(port)
            yield port
        finally:
            server.terminate()


def test_connections_that_come_together_are_shared_evenly(port: int) -> None:
    for _ in range(5):
        assert sorted(Counter(_asked_together(port)).values()) == [2, 2]


def test_who_waits_in_a_full_process_moves_to_the_free_one(port: int) -> None:
    held = _answer(_connection(port))
    os.kill(held, signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            connections = [_connection(port) for _ in range(CONNECTIONS)]
            crowded = set(pool.map(_answer, connections))
            os.kill(held, signal.SIGCONT)
            rounds = [Counter(pool.map(_answer, connections)) for _ in range(6)]
    finally:
        os.kill(held, signal.SIGCONT)
    assert len(crowded) == 1
    assert sorted(rounds[-1].values()) == [2, 2]


def test_nobody_waits_for_a_browser_that_is_slow_to_close(port: int) -> None:
    """Of more browsers than there are threads each is sent away after its answer, and stays where it is."""
    begun = time.monotonic()
    with ThreadPoolExecutor(3 * CONNECTIONS) as pool:
        gone = [connection for one in pool.map(_sent_away, [port] * 3 * CONNECTIONS) for connection in one]
    took = time.monotonic() - begun
    assert len(gone) > CONNECTIONS
    assert took < len(gone) * LINGER_SECONDS / 4  # one after the other they would hold each of two processes for half
    for connection in gone:
        connection.close()


def test_a_connection_is_kept_while_threads_are_free(port: int) -> None:
    connection = _connection(port)
    assert len({_answer(connection) for _ in range(6)}) == 1
    assert connection.sock is not None


def _connection(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=30)


def _sent_away(port: int) -> list[socket.socket]:
    """The connections of three requests, after each of which the server has said that it closes."""
    kept = []
    for _ in range(3):
        connection = socket.create_connection(("127.0.0.1", port), timeout=30)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
        told = b""
        while not told.endswith(b"0\r\n\r\n"):
            told += connection.recv(4096)
        if b"connection: close" in told.lower():
            kept.append(connection)
        else:
            connection.close()
    return kept


def _asked_together(port: int) -> list[int]:
    """One request over each of as many new connections as there are threads."""
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return list(pool.map(_answer, [_connection(port) for _ in range(CONNECTIONS)]))


def _answer(connection: http.client.HTTPConnection) -> int:
    connection.request("GET", "/")
    return int(connection.getresponse().read())


def _wait_for_two(port: int) -> None:
    """Both processes have answered."""
    for _ in range(200):
        try:
            if len(set(_asked_together(port))) == 2:
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("two web processes did not come up")
