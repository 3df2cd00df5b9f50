"""Bar I4: nothing but plain pictures and documents is kept, and nothing kept is ever shown or run by a browser."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from huoshui.enrolment import evidence
from huoshui.enrolment.evidence_content import check
from huoshui.enrolment.tests.files import HONEST, HOSTILE, SCRIPT, chunk, jpg, jpg_with, pdf, png
from huoshui.kernel.errors import Invalid, NotFound


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.UPLOAD_FOLDER = tmp_path
    return tmp_path / "evidence"


@pytest.mark.parametrize("name", HONEST)
def test_honest_files_are_kept(name: str) -> None:
    kept = check(name, HONEST[name])
    if kept.kind != "pdf":
        Image.open(io.BytesIO(kept.content)).load()


def test_there_are_forty_hostile_files_and_more() -> None:
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_words(name: str) -> None:
    with pytest.raises(Invalid) as told:
        check(*HOSTILE[name])
    assert told.value.message


def test_a_picture_is_kept_without_comments_and_what_follows_its_end() -> None:
    photo = check("a.jpg", jpg(comment=b"taken at home") + b"\0" * 100 + b"maker's notes")
    assert b"taken at home" not in photo.content
    assert photo.content.endswith(b"\xff\xd9")
    text = check("a.png", png(chunk(b"tEXt", b"Author\0somebody"), chunk(b"evIl", b"hidden")) + b"hidden too")
    assert text.content == png()


def test_how_a_photo_lies_is_kept() -> None:
    turned = jpg_with(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0")
    assert Image.open(io.BytesIO(check("a.jpg", turned).content)).getexif()[0x112] == 6


@given(st.sampled_from(sorted(HONEST)), st.binary(max_size=200), st.integers(0, 400))
def test_damage_is_refused_or_harmless_but_never_a_fault(name: str, junk: bytes, at: int) -> None:
    whole = HONEST[name]
    try:
        kept = check(name, whole[:at] + junk + whole[at + len(junk) :])
    except Invalid:
        return
    assert SCRIPT not in kept.content


def test_an_upload_is_read_no_further_than_the_largest_size() -> None:
    with pytest.raises(Invalid) as told:
        evidence.checked_upload(SimpleUploadedFile("a.png", png() + b"\0" * (6 * 1024 * 1024)))
    assert told.value.facts["reason"] == "too_large"


def test_files_lie_enciphered_under_random_names_and_go_when_wiped(folder: Path) -> None:
    name = evidence.keep(pdf())
    [lying] = folder.iterdir()
    assert lying.name == name
    assert b"%PDF" not in lying.read_bytes()
    assert evidence.read(name) == pdf()
    evidence.wipe(name)
    with pytest.raises(NotFound):
        evidence.read(name)


def test_a_name_never_leads_out_of_the_folder(folder: Path) -> None:
    (folder.parent / "secret").write_text("x")
    with pytest.raises(NotFound):
        evidence.read("../secret")
    evidence.wipe("../secret")
    assert (folder.parent / "secret").exists()


def test_strays_are_swept_after_a_day(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, stray = evidence.keep(b"1"), evidence.keep(b"2")
    assert evidence.sweep({kept}) == 0
    monkeypatch.setattr(evidence, "STRAY_SECONDS", -10)
    assert evidence.sweep({kept}) == 1
    assert [path.name for path in folder.iterdir()] == [kept]
    assert stray != kept


def test_what_is_handed_out_is_never_shown_or_run() -> None:
    for kind, content in (("png", png()), ("pdf", pdf())):
        answer = evidence.as_download(evidence.Opened(f"evidence-1.{kind}", content))
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Cache-Control"] == "private, no-store"
