"""What the tests of the web processes serve: after a moment, the process that answered."""

import os
import time
from collections.abc import Callable, Iterable
from typing import Any

SECONDS = 0.1


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    time.sleep(SECONDS)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
