"""Redraws what is committed beside its source: the API's document, permissions, life cycles, data standards.

    make snapshots

`tests/house/test_snapshots.py` compares each file with what is drawn now.
"""

import json
import os
import sys
from collections import defaultdict
from pathlib import Path

import django
from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
PERMISSIONS_READ = (
    "A role may do it within its reach only: a department in its territory or line, a unit in itself, an inventor",
    "with what bears their name, the three administrators nowhere (see the README of orgs). 🔒: asks the person to",
    "confirm who they are. Who holds which role, and who may do a given thing, the node itself shows under 权限表.",
    "The same table, agreed by hand, stands in `tests/permissions/expected/`; one role more or less fails a test.",
)
DRAWN = "<!-- Drawn from the code; `make snapshots` renews it. -->"


def drawn() -> dict[str, str]:
    """Path below the repository → content. Django must be set up."""
    from huoshui_core.standards.__main__ import drawn_docs

    standards = {f"docs/standards/{name}": text for name, text in drawn_docs().items()}
    return standards | {
        "docs/api/openapi.json": openapi(),
        "docs/data-classes.md": data_classes(),
        "docs/permissions.md": permissions(),
        "docs/states.md": life_cycles(),
    }


def openapi() -> str:
    from huoshui.web.api import api

    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def permissions() -> str:
    from huoshui.kernel.policy import ROLES, Permission, Policy

    rooms: dict[str, list[Permission]] = defaultdict(list)
    for one in Policy.registry.values():
        rooms[one.name.split(".")[0]].append(one)
    lines = ["# Who may do what", "", DRAWN, "", *PERMISSIONS_READ]
    for room in sorted(rooms):
        head = ["permission", "权限", *ROLES.values()]
        lines += ["", f"## {apps.get_app_config(room).verbose_name} {room}", "", _row(head), _row(["---"] * len(head))]
        for one in sorted(rooms[room], key=lambda each: each.name):
            name = f"`{one.name}`" + (" 🔒" if one.step_up else "")
            lines.append(_row([name, one.label, *("●" if role in one.roles else "" for role in ROLES)]))
    return "\n".join(lines) + "\n"


def data_classes() -> str:
    from huoshui.privacy.public import data_classes_page

    return data_classes_page(DRAWN)


def life_cycles() -> str:
    from huoshui.inventory import states as inventory
    from huoshui.patents import states as patents
    from huoshui.resources import states as resources
    from huoshui.security import states as security

    machines = {
        "盘点 inventory: with reviews by college and institution": inventory.TWO_STEP,
        "盘点 inventory: with one review, where there are no colleges": inventory.ONE_STEP,
        "专利基础库 patents: an import": patents.IMPORT,
        "专利基础库 patents: two sources that disagree": patents.DISAGREEMENT,
        "转化资源库 resources: an entry": resources.MACHINE,
        "安全管理 security: break-glass": security.MACHINE,
    }
    lines = ["# Life cycles", "", DRAWN]
    for title, machine in machines.items():
        lines += ["", f"## {title}", "", "```mermaid", machine.mermaid(), "```"]
    return "\n".join(lines) + "\n"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huoshui.web.settings")
    django.setup()
    for name, text in drawn().items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
