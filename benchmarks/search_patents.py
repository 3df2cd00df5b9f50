"""Invented patents in the real table of a throw-away server, and a worker that tells the index of a change."""

import asyncio
import json
import random
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.core.management import call_command
from django.db import connections
from django.http import QueryDict
from tests.postgres_for_tests import make_test_database, start_test_server

from huoshui.kernel.actor import Actor
from huoshui.kernel.reach import line_seat_number, seat_number
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.patents.asking import asked_from
from huoshui.patents.finding import find
from huoshui.patents.models import Patent
from huoshui.web.node.database import grant_tables
from huoshui_core.reference import ipc_symbols, ipc_title, provinces
from huoshui_core.text import segment

SEED = 20260101
FIRST_DAY = date(2008, 1, 1)
SCHOOLS, PEOPLE = 800, 20_000
NEW_WORD = "魑魅"  # in no title of the classification


class Invented:
    """Words are those of classification titles, drawn by Zipf's law; symbols come again about as often as in the real
    gazette, where 77,654 patents have 30,286 different ones."""

    def __init__(self) -> None:
        self.chance = random.Random(SEED)
        symbols = sorted(ipc_symbols(3))
        titles = (ipc_title(symbol) or "" for symbol in symbols)
        self.words = sorted({word for title in titles for word in segment(title) if 2 <= len(word) <= 4})
        self.chance.shuffle(self.words)
        self.cumulative: list[float] = []
        for rank in range(len(self.words)):
            self.cumulative.append((self.cumulative[-1] if rank else 0.0) + 1 / (rank + 3))
        self.symbols = [symbol for symbol in symbols if len(symbol) == 4][:400] or ["H01M"]
        self.places = [(one.code, one.name) for one in provinces()]

    def rows(self, count: int) -> Iterator[dict[str, Any]]:
        chance = random.Random(SEED + 1)
        for number in range(count):
            words = chance.choices(self.words, cum_weights=self.cumulative, k=78)
            school = chance.randrange(SCHOOLS)
            code, province = self.places[school % len(self.places)]
            seat = seat_number(code, school + 1)
            granted = FIRST_DAY + timedelta(days=chance.randrange(6_500))
            subclass = self.symbols[int(len(self.symbols) * chance.random() ** 4)]
            group, subgroup = int(40 * chance.random() ** 6) + 1, int(100 * chance.random() ** 6)
            yield {
                "org_id": school + 1,
                "seat": seat,
                "line_seat": line_seat_number(2, seat),
                "publication_no": f"CN1{number:08d}B",
                "application_no": "",
                "kind": chance.choices(["invention", "utility_model", "design"], [7, 2, 1])[0],
                "stage": "granted",
                "title": "一种" + "".join(words[:5]) + "方法",
                "abstract": "本发明公开了" + "，".join("".join(words[i : i + 5]) for i in range(8, 78, 5)) + "。",
                "applicants": [f"第{school}试验大学"],
                "inventors": [f"人{chance.randrange(PEOPLE)}", f"人{chance.randrange(PEOPLE)}"],
                "filing_date": granted - timedelta(days=700),
                "publication_date": granted,
                "grant_date": granted,
                "main_class": f"{subclass}{group}/{subgroup:02d}",
                "subclass": subclass,
                "province": province,
                "legal_status": chance.choices(["in_force", "ended", "licensed", ""], [6, 2, 1, 1])[0],
                "content_hash": f"{number:032x}",
            }


def connect() -> Any:
    """The server; Django's connections point into a fresh database of it."""
    server = start_test_server()
    database = make_test_database(server)
    for alias, parameters in database.for_django().items():
        connections[alias].settings_dict.update(parameters)
    call_command("migrate", database="owner", verbosity=0)
    grant_tables(database)
    return server


def load_patents(rows: Iterable[dict[str, Any]]) -> None:
    fields = [field for field in Patent._meta.concrete_fields if field.name != "id"]
    defaults = {field.attname: _default(field) for field in fields}
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE patents_patent DISABLE ROW LEVEL SECURITY")  # COPY does not go through a wall
        with cursor.connection.cursor().copy(f"COPY patents_patent ({columns}) FROM STDIN") as copy:  # type: ignore[arg-type]
            for row in rows:
                told = defaults | row
                copy.write_row([_plain(told[field.attname]) for field in fields])
        cursor.execute("ALTER TABLE patents_patent ENABLE ROW LEVEL SECURITY")
        cursor.execute("ANALYZE patents_patent")


def _default(field: Any) -> Any:
    if field.has_default():
        return field.get_default()
    if field.null:
        return None
    return {"import_run_id": 1, "as_of": FIRST_DAY, "attribution": "matched", "source": "invented"}.get(field.name, "")


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def freshness(node: Actor) -> float:
    """Median seconds from the commit of a change until a search finds it, told by a worker as a node has one."""
    with _worker():
        time.sleep(3)
        return sorted(_change(node, number) for number in range(5))[2]


def _change(node: Actor, number: int) -> float:
    word = f"{NEW_WORD}{chr(0x4E00 + number)}"
    with scope(node):
        row = Patent.objects.order_by("id")[number]
        Patent.objects.filter(pk=row.pk).update(title=f"{row.title}{word}")
        patents.apply_rights(node, states=[patents.RightState(row.pk, "pledged", None)])
    begun = time.perf_counter()
    while True:
        with scope(node):
            if find(node, asked_from(QueryDict(f"q={word}"))).page.total:
                return time.perf_counter() - begun
        if time.perf_counter() - begun > 120:
            raise RuntimeError("the change was not told within two minutes")
        time.sleep(0.02)


@contextmanager
def _worker() -> Iterator[None]:
    """In a thread of its own, ended before the server is."""
    from procrastinate.contrib.django import app

    loop = asyncio.new_event_loop()
    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]

        async def work() -> None:
            async with working.open_async():
                options = {"concurrency": 2, "delete_jobs": "successful", "install_signal_handlers": False}
                await working.run_worker_async(**options)

        task = loop.create_task(work())
        task.add_done_callback(lambda _: loop.stop())
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        try:
            yield
        finally:
            loop.call_soon_threadsafe(task.cancel)
            thread.join()
