"""gunicorn's threaded process, except that one without a free thread leaves connections to the others.

gunicorn accepts whatever connection comes and keeps it as long as the browser goes on asking. Of eight connections one
process may then hold six and another two, and who is among the six waits three times as long. docs/decisions/0008.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from gunicorn.http.message import Request
from gunicorn.workers.gthread import TConn, ThreadWorker

CLOSING_AT_ONCE = 8


class EvenThreadWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn is untyped
    in_hand = 0  # requests that wait for a thread or have one; counted by the process's loop alone

    def init_process(self) -> None:
        self.closers = ThreadPoolExecutor(CLOSING_AT_ONCE, thread_name_prefix="closing")
        super().init_process()

    def enqueue_req(self, conn: TConn) -> None:
        self.in_hand += 1
        if self._is_full():
            self.set_accept_enabled(False)
        super().enqueue_req(conn)

    def set_accept_enabled(self, enabled: bool) -> None:
        """The loop asks again after each event: so a freed thread opens the door."""
        super().set_accept_enabled(enabled and not self._is_full())

    def handle_request(self, req: Request, conn: TConn) -> bool:
        """While requests wait here, a browser is sent away after its answer: its next one goes to a freer process."""
        if self._is_full(more=1):
            req.force_close()
        return bool(super().handle_request(req, conn))

    def finish_request(self, conn: TConn, fs: "Future[Any]") -> None:
        """gunicorn waits in its loop, up to two seconds, until the other side has closed too. That is rare there; here
        a full process ends most connections, and nobody else may wait for that."""
        self.in_hand -= 1
        if fs.cancelled() or fs.exception() or fs.result() is not False:
            super().finish_request(conn, fs)
            return
        closing = self.closers.submit(conn.close, graceful=True)
        closing.add_done_callback(lambda _: self.method_queue.defer(self._closed))

    def _is_full(self, more: int = 0) -> bool:
        """Never where there is no other process to go to."""
        return bool(self.cfg.workers > 1 and self.in_hand >= self.cfg.threads + more)

    def _closed(self) -> None:
        self.nr_conns -= 1
