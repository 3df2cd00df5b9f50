"""What the supervisor's tests run as a process of its own, with trivial parts, by an order in JSON."""

import json
import sys
from pathlib import Path

from huoshui.web.node.account import server_account
from huoshui.web.node.home import Home, NodeError
from huoshui.web.node.parts import Part
from huoshui.web.node.place import Place
from huoshui.web.node.postgres import Cluster
from huoshui.web.node.serve import Supervisor


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(order: str) -> int:
    wanted = json.loads(order)
    home = Home(Path(wanted["home"]), is_explicit=True)
    supervisor = Supervisor(
        home=home,
        parts=[Part(name, name, tuple(argv)) for name, argv in wanted["parts"].items()],
        cluster=_cluster(home, wanted["binaries"]) if wanted["binaries"] else None,
        is_ready=lambda: all((home.path / name).exists() for name in wanted["parts"]),
        on_ready=lambda: say("ready"),
        announce=say,
        ready_seconds=wanted["ready_seconds"],
        stop_seconds=wanted["stop_seconds"],
    )
    try:
        supervisor.run()
    except NodeError as error:
        say(str(error))
        return 1
    return 0


def _cluster(home: Home, binaries: str) -> Cluster:
    place = Place(home.path, Path(binaries), server_account(home.path / "pg"))
    return Cluster(place, "test-only", home.logs / "postgres.log")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
