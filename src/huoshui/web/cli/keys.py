"""`huoshui keys`: those of enciphered columns and files: list, add, encipher everything with the newest, retire.

Exit code 1 when the node can't be reached or a key is still in use.
"""

import argparse
import json
import sys
from typing import Any

from huoshui.web.cli.accounts import run_with_node
from huoshui.web.node.home import NodeError

BATCH = 500


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("keys", help="字段密钥：查看、更换、重新加密、停用")
    commands = parser.add_subparsers(dest="keys_command", metavar="动作", required=True)
    listing = commands.add_parser("list", help="各把密钥还加密着多少个值")
    listing.add_argument("--json", action="store_true", help="以 JSON 输出结果")
    listing.set_defaults(run=run_with_node, work=show)
    commands.add_parser("add", help="生成新密钥，此后新值都用它加密").set_defaults(run=run_with_node, work=add)
    renewing = commands.add_parser("reencipher", help="把旧密钥加密的值逐批改用新密钥，中断后再执行即可")
    renewing.add_argument("--batch", type=int, default=BATCH, metavar="N", help=f"每批个数，默认 {BATCH}")
    renewing.set_defaults(run=run_with_node, work=reencipher)
    retiring = commands.add_parser("retire", help="停用一把不再有值使用的旧密钥")
    retiring.add_argument("key", metavar="编号")
    retiring.set_defaults(run=run_with_node, work=retire)


def show(options: argparse.Namespace) -> int:
    """With the database at hand."""
    from django.conf import settings

    from huoshui.kernel.actor import operator
    from huoshui.kernel.reenciphering import keys_in_use
    from huoshui.kernel.tenancy import scope

    with scope(operator("cli")):
        used = keys_in_use()
    keys = list(settings.FIELD_KEYS())
    rows = {key: {place: counts[key] for place, counts in used.items() if counts[key]} for key in keys}
    if options.json:
        sys.stdout.write(json.dumps({"newest": keys[0], "keys": rows}, ensure_ascii=False) + "\n")
        return 0
    for key, places in rows.items():
        sys.stdout.write(f"密钥 {key}{'（新值用它）' if key == keys[0] else ''}：{sum(places.values())} 个值\n")
        for place, count in places.items():
            sys.stdout.write(f"  {place}  {count}\n")
    return 0


def add(options: argparse.Namespace) -> int:
    from django.conf import settings

    from huoshui.kernel.actor import operator
    from huoshui.security.field_keys import note_new_field_key

    key_id = settings.FIELD_KEYS.add()
    note_new_field_key(operator("cli"), key_id=key_id)
    sys.stdout.write(f"已生成密钥 {key_id}。请先备份 secrets.json，再执行 huoshui keys reencipher。\n")
    return 0


def reencipher(options: argparse.Namespace) -> int:
    from huoshui.kernel.actor import operator
    from huoshui.security import field_keys

    total = 0
    while done := field_keys.reencipher(operator("cli"), limit=max(1, options.batch)):
        total += done
        sys.stderr.write(f"已重新加密 {total} 个值\n")
    sys.stdout.write(f"全部值都用最新密钥加密，本次改了 {total} 个\n")
    return 0


def retire(options: argparse.Namespace) -> int:
    from django.conf import settings

    from huoshui.kernel.actor import operator
    from huoshui.kernel.errors import Refusal
    from huoshui.security.field_keys import give_up_field_key

    try:
        settings.FIELD_KEYS.check_old(options.key)
        give_up_field_key(operator("cli"), key_id=options.key)
        settings.FIELD_KEYS.drop(options.key)
    except (Refusal, NodeError) as fault:
        sys.stderr.write(f"{getattr(fault, 'message', fault)}\n")
        return 1
    sys.stdout.write(f"密钥 {options.key} 已停用。旧备份仍须用它才能读，请另存。\n")
    return 0
