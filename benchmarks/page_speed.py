"""The five main pages of a running demonstration node, asked over eight connections; prints a markdown table.

python -m benchmarks.page_speed [--base http://127.0.0.1:8000] [--requests 400] [--only /patents/]
Signs in through the form, as people do. Transferred bytes are those of the page alone, uncompressed.
"""

import argparse
import http.client
import re
import statistics
import sys
import time
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain, count

from benchmarks.measured import machine

CONNECTIONS = 8
PASSWORD = "huoshui-demo"
_days = count()
HEADS = "| page | p50 ms | p95 ms | per second | KiB |\n|---|---|---|---|---|"


@dataclass(frozen=True)
class Asked:
    label: str
    path: str
    username: str = ""


PAGES = (
    Asked("catalogue, searched", "/catalogue/?q=" + urllib.parse.quote("电池")),
    Asked("base library of an institution", "/patents/", "lcut-office"),
    Asked("inventory of an institution", "/inventory/", "lcut-office"),
    Asked("recommendations of an enterprise", "/matching/", "enterprise1"),
    Asked("progress of a province", "/monitoring/", "hn-ipo"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--requests", type=int, default=400)
    parser.add_argument("--only", default="", help="addresses that hold this")
    options = parser.parse_args()
    host = urllib.parse.urlsplit(options.base).netloc
    tell(f"{machine()}; {CONNECTIONS} connections\n\n{HEADS}")
    for asked in (one for one in PAGES if options.only in one.path):
        tell(measured(host, asked, options.requests))


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def measured(host: str, asked: Asked, requests: int) -> str:
    """A line of the table."""
    cookie = sign_in(host, asked.username) if asked.username else ""
    ask(host, asked.path, cookie, 10)  # warm
    begun = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        one = partial(ask, host, asked.path, cookie)
        answers = list(chain.from_iterable(pool.map(one, [requests // CONNECTIONS] * CONNECTIONS)))
    rate = len(answers) / (time.perf_counter() - begun)
    times = sorted(seconds * 1_000 for seconds, _ in answers)
    p95 = times[int(len(times) * 0.95)]
    size = answers[0][1] / 1024
    return f"| {asked.label} | {statistics.median(times):.0f} | {p95:.0f} | {rate:.0f} | {size:.0f} |"


def ask(host: str, path: str, cookie: str, times: int) -> list[tuple[float, int]]:
    """Seconds and bytes of each answer, over one connection. Raises RuntimeError for any answer but 200."""
    connection = http.client.HTTPConnection(host, timeout=60)
    return list(_asked(connection, path, cookie, times))


def _asked(connection: http.client.HTTPConnection, path: str, cookie: str, times: int) -> Iterator[tuple[float, int]]:
    for _ in range(times):
        begun = time.perf_counter()
        connection.request("GET", path.replace("{day}", _another_day()), headers={"Cookie": cookie})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        yield time.perf_counter() - begun, len(body)


def _another_day() -> str:
    """Far in the future, and never the same: so no kept answer serves two questions."""
    return date.fromordinal(1_000_000 + next(_days)).isoformat()


def sign_in(host: str, username: str) -> str:
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request("GET", "/sign-in/")
    answer = connection.getresponse()
    page = answer.read().decode()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)
    csrf = _cookies(answer)
    if token is None:
        raise RuntimeError("no form on the sign-in page")
    form = {"csrfmiddlewaretoken": token.group(1), "username": username, "password": PASSWORD}
    headers = {"Cookie": csrf, "Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://{host}/"}
    connection.request("POST", "/sign-in/", urllib.parse.urlencode(form), headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 302:
        raise RuntimeError(f"{username} could not sign in: {answer.status}")
    return _cookies(answer)


def _cookies(answer: http.client.HTTPResponse) -> str:
    return "; ".join(one.split(";")[0] for one in answer.headers.get_all("Set-Cookie") or [])


if __name__ == "__main__":
    main()
