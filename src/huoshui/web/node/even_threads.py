"""gunicorn's threaded process, except that one without a free thread leaves connections to the others.

gunicorn accepts whatever connection comes and keeps it as long as the browser goes on asking. Of eight connections one
process may then hold six and another two, and who is among the six waits three times as long. docs/decisions/0008.
"""

from concurrent.futures import Future
from typing import Any

from gunicorn.http.message import Request
from gunicorn.workers.gthread import TConn, ThreadWorker


class EvenThreadWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn is untyped
    in_hand = 0  # requests that wait for a thread or have one; counted by the process's loop alone

    def enqueue_req(self, conn: TConn) -> None:
        self.in_hand += 1
        if self.in_hand >= self.cfg.threads:
            self.set_accept_enabled(False)
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: "Future[Any]") -> None:
        self.in_hand -= 1
        super().finish_request(conn, fs)

    def set_accept_enabled(self, enabled: bool) -> None:
        """The loop asks again after each event: so a freed thread opens the door."""
        super().set_accept_enabled(enabled and self.in_hand < self.cfg.threads)

    def handle_request(self, req: Request, conn: TConn) -> bool:
        """While requests wait here, a browser is sent away after its answer: its next one goes to a freer process."""
        if self.in_hand > self.cfg.threads:
            req.force_close()
        return bool(super().handle_request(req, conn))
