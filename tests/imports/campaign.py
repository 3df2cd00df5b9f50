"""Kills an import again and again, and counts what is wrong afterwards. `make campaign-import KILLS=300`

python -m tests.imports importer|postgres KILLS [SEED]

Each round loads one file in small chunks. The importing process, or the whole of PostgreSQL, is killed outright at a
random moment; then the load goes on where it stood, until it is done. After each kill the library must hold exactly the
chunks that the run says it holds, after each round every row once; and the same file again must change nothing.
"""

import csv
import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from huoshui.kernel.actor import operator
from huoshui.kernel.models import LedgerLine, OutboxEvent
from huoshui.kernel.tenancy import scope
from huoshui.orgs import public as orgs
from huoshui.patents import actions, imports, states
from huoshui.patents import public as patents
from huoshui.patents.actions import loading
from huoshui.patents.models import ImportRun, Patent
from huoshui.web.node import processes
from huoshui.web.node.account import server_account
from huoshui.web.node.database import grant_tables
from huoshui.web.node.place import Place, find_binaries
from huoshui.web.node.postgres import Cluster
from tests.postgres_for_tests import PASSWORD, ServerInfo, make_test_database, open_temporary_folder

NODE = operator("cli")
ROWS, CHUNK = 300, 20
HEADINGS = ("公开（公告）号", "标题", "申请人", "申请人类型", "公开（公告）日", "法律状态")


@dataclass
class Result:
    """`redone`: most chunks that a kill undid at once; a chunk is either there whole or not at all."""

    kills: int = 0
    rounds: int = 0
    in_check: int = 0
    in_load: int = 0
    redone: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


class Campaign:
    def __init__(self, what: str, seed: int) -> None:
        self.what, self.chance, self.result = what, random.Random(seed), Result()
        root = open_temporary_folder("huoshui-kills-")
        place = Place(root, find_binaries(), server_account(root / "pg"))
        durable = what == "postgres"
        log = root / "logs" / "postgres.log"
        self.cluster = Cluster(place, PASSWORD, log, is_durable=durable, dies_with_parent=True)
        self.folder = Path(tempfile.mkdtemp(dir=root))
        settings.UPLOAD_FOLDER = self.folder
        loading.CHUNK_ROWS = CHUNK
        self.typical = 1.0  # seconds of a whole load, learnt

    def run(self, kills: int) -> Result:
        begun = time.monotonic()
        self.cluster.start()
        try:
            self._prepare()
            while self.result.kills < kills:
                self._round()
        finally:
            connections.close_all()
            self.cluster.leave()
        self.result.seconds = round(time.monotonic() - begun, 1)
        return self.result

    def _prepare(self) -> None:
        database = make_test_database(ServerInfo(self.cluster, host=str(self.cluster.place.sockets)))
        for alias, parameters in database.for_django().items():
            connections[alias].settings_dict.update(parameters)
        call_command("migrate", database="owner", verbosity=0)
        grant_tables(database)
        orgs.open_organisations(
            NODE, new=[orgs.NewOrganisation("南湖试验大学", "institution", 430100, 1, "university")]
        )

    def _round(self) -> None:
        self.result.rounds += 1
        path = self.folder / f"round-{self.result.rounds}.csv"
        _write(path, self.result.rounds)
        run_id: int | None = None
        while True:
            before = self._state(run_id)
            begun = time.monotonic()
            killed = self._attempt(path, run_id)
            if not killed:
                self.typical = 0.7 * self.typical + 0.3 * (time.monotonic() - begun)
            run_id = self._look(run_id, before, killed)
            if not killed:
                break
        self._check_end(path, run_id)

    def _attempt(self, path: Path, run_id: int | None) -> bool:
        """Answers whether the work was killed before it was done."""
        connections.close_all()
        pid = os.fork()
        if pid == 0:
            os.setpgid(0, 0)
            _work(path, run_id)
        time.sleep(self.chance.uniform(0, 1.1 * self.typical))
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            self.result.faults["broke off by itself"] += status != 0
            return False
        if self.what == "postgres":
            for one in processes.processes_in(self.cluster.place.data):
                processes.signal_quietly(one, signal.SIGKILL)
            os.waitpid(pid, 0)
            self.cluster.start()
        else:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        self.result.kills += 1
        return True

    def _look(self, run_id: int | None, before: tuple[str, int], killed: bool) -> int | None:
        """What the run says must be what the library holds. Answers the run to go on with."""
        self._wait_for_quiet()
        with scope(NODE):
            run = ImportRun.objects.order_by("-id").first()
            if run is None or run.file_name != f"round-{self.result.rounds}.csv" or run.state == states.GIVEN_UP:
                self.result.in_check += killed
                return None
            held = Patent.objects.filter(import_run_id=run.pk).count()
            parts = LedgerLine.objects.filter(verb="patents.import", subject=f"import_run:{run.pk}").count()
            told = [one.payload["part"] for one in OutboxEvent.objects.filter(name="PatentsLoaded")]
        faults = self.result.faults
        faults["rows"] += held != run.applied_new
        faults["ledger"] += parts != run.part
        faults["events"] += len(told) != run.part or len(set(told)) != len(told)
        faults["place"] += run.part > 0 and held != min(ROWS, run.part * CHUNK)
        if run.state in {states.CHECKING, states.CHECKED}:
            faults["early"] += held
            self.result.in_check += killed
            actions.give_up_import(NODE, import_run_id=run.pk)
            return None
        self.result.in_load += killed
        went_back = before[1] - run.part
        self.result.redone = max(self.result.redone, went_back, int(killed and run.state == states.APPLYING))
        faults["went back"] += went_back > 0
        return run.pk

    def _state(self, run_id: int | None) -> tuple[str, int]:
        if run_id is None:
            return "", 0
        with scope(NODE):
            run = ImportRun.objects.get(pk=run_id)
        return run.state, run.part

    def _wait_for_quiet(self) -> None:
        """A backend whose client has died ends its statement first."""
        with self.cluster.connect() as admin:
            for _ in range(2_000):
                row = admin.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = 'huoshui' AND pid <> pg_backend_pid()"
                ).fetchone()
                if row and not row[0]:
                    return
                time.sleep(0.005)

    def _check_end(self, path: Path, run_id: int | None) -> None:
        faults = self.result.faults
        with scope(NODE):
            numbers = Counter(Patent.objects.values_list("publication_no", flat=True))
            state = ImportRun.objects.get(pk=run_id).state if run_id else "none"
        faults["lost"] += ROWS - len(numbers)
        faults["doubled"] += sum(numbers.values()) - len(numbers)
        faults["not done"] += state != states.DONE
        again = patents.import_patents(NODE, path=path, file_name="again.csv").counts
        faults["re-send"] += again.new + again.changed
        faults["re-send"] += again.same != ROWS
        connections.close_all()
        with self.cluster.connect("huoshui") as admin:
            admin.execute("TRUNCATE patents_patent, kernel_outboxevent CASCADE")


def _work(path: Path, run_id: int | None) -> None:
    """In the child: begins, or goes on. Never returns."""
    try:
        if run_id is None:
            patents.import_patents(NODE, path=path, file_name=path.name)
        else:
            imports.finish(NODE, run_id)
        os._exit(0)
    finally:  # whatever it was, also the server killed under us
        traceback.print_exc(limit=-1)
        os._exit(1)


def _write(path: Path, number: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for row in range(ROWS):
            name = f"CN2{number % 10_000:04}{row:04}U"
            writer.writerow([name, f"一种水泵 {row}", "南湖试验大学", "高校", "2018-10-23", "有效"])


def main(what: str, kills: str, *rest: str) -> None:
    result = Campaign(what, int(rest[0]) if rest else 1).run(int(kills))
    said = asdict(result) | {"faults": {name: count for name, count in result.faults.items() if count}}
    sys.stdout.write(json.dumps(said) + "\n")
