"""The offline verifier: a whole chain passes; of 1,000 random tamperings each is found, with its place and kind."""

import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from huoshui_core.chain import Head, entry_of, verify, verify_ledger
from tests.chain.tampering import WAYS, make_chain, make_line

TAMPERINGS = 1_000
VERIFIER = Path(verify_ledger.__file__)


@pytest.mark.parametrize("algorithm", ["sm3", "sha256"])
def test_a_whole_chain_passes(algorithm: str) -> None:
    for length in (1, 2, 50):
        chain = make_chain(random.Random(length), length, algorithm)
        verdict = verify(chain.file(), [chain.head])
        assert (verdict.damages, verdict.entries, verdict.last, verdict.head) == ((), length, length, chain.head.digest)


def test_the_middle_of_a_chain_passes_by_itself() -> None:
    chain = make_chain(random.Random(1), 9)
    part = replace(chain, lines=chain.lines[4:], first=5).file()
    part = part.replace(bytes(32).hex().encode(), chain.lines[3].digest.hex().encode(), 1)
    assert verify(part).damages == ()


@pytest.mark.parametrize("way", sorted(WAYS))
def test_every_tampering_is_found_and_its_place_named(way: str) -> None:
    for seed in range(TAMPERINGS // len(WAYS) + 1):
        rng = random.Random(f"{way} {seed}")
        chain = make_chain(rng, rng.randrange(3, 40), rng.choice(["sm3", "sha256"]))
        tampered = WAYS[way](rng, chain)
        damages = verify(tampered.file, tampered.known).damages
        assert damages, (way, seed)
        first = damages[0]
        assert first.kind in tampered.kinds, (way, seed, damages)
        assert first.n in tampered.where, (way, seed, damages, tampered.where)
        assert len(damages) == 1 or {one.kind for one in damages} <= tampered.kinds | {"truncated"}, (
            way,
            seed,
            damages,
        )


def test_without_the_hash_nothing_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The positive control: a verifier that only reads finds no change and no insertion."""
    monkeypatch.setattr(verify_ledger.Record, "follows", lambda record, previous: True)
    chain = make_chain(random.Random(7), 20)
    missed = 0
    for seed in range(50):
        tampered = WAYS["change"](random.Random(seed), chain)
        missed += not verify(tampered.file).damages
    assert missed > 25


def test_an_end_cut_off_neatly_is_found_only_by_a_head_known_from_elsewhere() -> None:
    chain = make_chain(random.Random(3), 10)
    short = replace(chain, lines=chain.lines[:6])
    short = replace(short, end=short.head)
    assert verify(short.file()).damages == ()
    (damage,) = verify(short.file(), [chain.head]).damages
    assert (damage.kind, damage.n) == ("truncated", 7)


def test_two_damages_are_both_named() -> None:
    rng = random.Random(5)
    chain = make_chain(rng, 30)
    lines = list(chain.lines)
    lines[4] = replace(lines[4], entry=lines[4].entry.replace(b"privacy.reveal", b"privacy.expire"))
    del lines[20]
    damages = verify(replace(chain, lines=tuple(lines)).file()).damages
    assert [(one.kind, one.n) for one in damages] == [("changed", 5), ("deleted", 21)]


def test_an_entry_withheld_is_counted_and_the_rest_still_verified() -> None:
    chain = make_chain(random.Random(6), 10)
    text = chain.file().replace(chain.lines[3].entry, b"null")
    verdict = verify(text, [chain.head])
    assert (verdict.damages, verdict.withheld, verdict.entries) == ((), 1, 10)
    changed = text.replace(chain.lines[7].entry, chain.lines[7].entry.replace(b"web", b"api"))
    assert [(one.kind, one.n) for one in verify(changed).damages] == [("changed", 8)]


@pytest.mark.parametrize("content", [b"", b"\n", b"not ours\n", b"\xff\xfe" * 40, b'{"format":"huoshui-ledger/1"}\n'])
def test_what_is_no_ledger_never_passes(content: bytes) -> None:
    assert verify(content).damages


def test_an_algorithm_outside_the_list_is_no_seal() -> None:
    chain = make_chain(random.Random(2), 3, "sha256")
    (damage,) = verify(chain.file().replace(b'"alg":"sha256"', b'"alg":"md5"', 1)).damages
    assert (damage.kind, damage.n) == ("changed", 1)


@pytest.mark.parametrize(
    "facts",
    [
        "{}",
        '{"a": 1e400}',
        '{"n": ' + "9" * 5_000 + "}",
        "[" * 5_000 + "]" * 5_000,
        '{"x": 1.10}',
        '{"中": "\\ud83d\\ude00"}',
    ],
)
def test_no_facts_stop_the_chain(facts: str) -> None:
    line = make_line(random.Random(1), 1)._replace(facts=facts, line_seat=2**62)
    assert entry_of(line) == entry_of(line)
    assert b"\n" not in entry_of(line)


def test_a_line_from_before_roles_were_written_is_sealed_as_it_was_and_a_role_is_sealed_too() -> None:
    line = make_line(random.Random(1), 1)
    assert "role" not in json.loads(entry_of(line))
    assert json.loads(entry_of(line._replace(role="office")))["role"] == "office"


def test_the_verifier_runs_alone_and_says_the_place(tmp_path: Path) -> None:
    chain = make_chain(random.Random(8), 12)
    path, alone = tmp_path / "ledger.jsonl", tmp_path / "verify_ledger.py"
    alone.write_bytes(VERIFIER.read_bytes())
    path.write_bytes(chain.file())

    def run(*words: str) -> tuple[int, str]:
        command = [sys.executable, "-I", str(alone), str(path), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        return done.returncode, done.stdout + done.stderr

    head = f"{chain.head.n}:{chain.head.digest}"
    code, said = run("--head", head)
    assert (code, head in said) == (0, True)
    anchors = tmp_path / "anchors.jsonl"
    anchors.write_text(f'{{"n": 6, "digest": "{"0" * 64}"}}\n')
    code, said = run("--anchors", str(anchors))
    assert (code, "第 1 条至第 6 条之间被整段重写" in said) == (1, True)
    path.write_bytes(chain.file().replace(chain.lines[4].entry, chain.lines[4].entry.replace(b"web", b"api")))
    code, said = run()
    assert (code, "[改动] 第 5 条" in said) == (1, True)
    path.write_bytes(b"")
    assert run()[0] == 2


def test_a_head_is_written_as_number_and_seal() -> None:
    assert verify_ledger.head_from("3:" + "a" * 64) == Head(3, "a" * 64)
    for wrong in ("3", "x:" + "a" * 64, "3:" + "a" * 63):
        with pytest.raises(Exception, match="序号:封存值"):
            verify_ledger.head_from(wrong)
