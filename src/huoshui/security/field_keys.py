"""Renewing the keys of enciphered columns: each step by the operator of the host, each a line in the ledger."""

from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import WrongState
from huoshui.kernel.reenciphering import keys_in_use, reencipher_some

WHOLE = "node:field_key"


@action
def note_new_field_key(actor: Actor, *, key_id: str) -> None:
    require(actor, "security.renew_field_key")
    note(actor, "security.renew_field_key", WHOLE, step="added", key=key_id)


@action
def reencipher(actor: Actor, *, limit: int) -> int:
    """One batch, whole or not at all. Answers how many values; 0 when the newest key has everything."""
    require(actor, "security.renew_field_key")
    done = reencipher_some(limit)
    note(actor, "security.renew_field_key", WHOLE, step="reenciphered", values=done)
    return done


@action
def give_up_field_key(actor: Actor, *, key_id: str) -> None:
    """Before the key is dropped. Raises WrongState while anything is still enciphered with it."""
    require(actor, "security.renew_field_key")
    held = {place: counts[key_id] for place, counts in keys_in_use().items() if counts[key_id]}
    if held:
        raise WrongState(f"密钥 {key_id} 还有 {sum(held.values())} 个值在用，请先执行 huoshui keys reencipher")
    note(actor, "security.renew_field_key", WHOLE, step="given_up", key=key_id)
