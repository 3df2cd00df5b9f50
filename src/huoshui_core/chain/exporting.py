"""The lines of an exported ledger: what `verify_ledger` reads."""

from huoshui_core.chain.verify_ledger import FORMAT


def head_line(first: int, previous: bytes) -> bytes:
    """`previous`: the seal before entry `first`."""
    return f'{{"format":"{FORMAT}","from":{first},"previous":"{previous.hex()}"}}\n'.encode()


def seal_line(n: int, algorithm: str, digest: bytes, entry: bytes | None) -> bytes:
    """`entry` None: not the reader's to see, only its seal is given."""
    return b'{"n":%d,"alg":"%s","digest":"%s","entry":%s}\n' % (
        n,
        algorithm.encode(),
        digest.hex().encode(),
        b"null" if entry is None else entry,
    )


def end_line(last: int, head: bytes) -> bytes:
    return f'{{"end":{last},"digest":"{head.hex()}"}}\n'.encode()
