"""Honest pictures and documents, and more than forty that are not what they say. Fixed, made here."""

import io
import struct
import zipfile
import zlib

from PIL import Image

SCRIPT = b"<script>alert(document.domain)</script>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*extra: bytes, size: tuple[int, int] = (2, 2)) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0))
    rows = b"".join(b"\0" + b"\x80\x90\xa0" * 2 for _ in range(2))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def jpg(*, progressive: bool = False, comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    picture = Image.linear_gradient("L").convert("RGB").resize((64, 48))
    picture.save(out, "JPEG", progressive=progressive, comment=comment or None)
    return out.getvalue()


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpg_with(marker: int, body: bytes) -> bytes:
    whole = jpg()
    return whole[:2] + segment(marker, body) + whole[2:]


def pdf(catalog: bytes = b"", *objects: bytes, head: bytes = b"", tail: bytes = b"") -> bytes:
    body = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>\nendobj\n"
    body += b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    body += b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\n" + b"".join(objects)
    return head + b"%PDF-1.7\n" + body + b"trailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n" + tail


def packed(content: bytes, *, kind: bytes = b"/ObjStm") -> bytes:
    body = zlib.compress(content)
    return (
        b"9 0 obj\n<< /Type "
        + kind
        + b" /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(body)
        + body
        + b"\nendstream\nendobj\n"
    )


def archive(name: str, content: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, content)
    return out.getvalue()


HONEST = {
    "licence.png": png(),
    "licence.PNG": png(chunk(b"pHYs", struct.pack(">IIB", 2835, 2835, 1))),
    "licence.jpg": jpg(),
    "photo.jpeg": jpg(progressive=True),
    "licence.pdf": pdf(),
    "wps.pdf": pdf(b"/OpenAction [3 0 R /Fit]", packed(b"4 0 << /Type /Annot >>")),
    "营业执照.扫描件.pdf": pdf(),
}

HOSTILE: dict[str, tuple[str, bytes]] = {
    # pages and scripts under a picture's name
    "html as png": ("a.png", b"<!doctype html><html><body>" + SCRIPT),
    "html as jpg": ("a.jpg", b"<html>" + SCRIPT),
    "html as pdf": ("a.pdf", b"<html>" + SCRIPT),
    "svg as png": ("a.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    "svg with declaration": ("a.png", b'<?xml version="1.0"?><svg onload="alert(1)"/>'),
    "svg itself": ("a.svg", b"<svg>" + SCRIPT + b"</svg>"),
    "svg packed": ("a.svgz", b"\x1f\x8b\x08\0"),
    "html itself": ("a.html", b"<html>"),
    "xhtml": ("a.xhtml", b"<html/>"),
    "mhtml": ("a.mht", b"MIME-Version: 1.0"),
    "javascript": ("a.js", b"alert(1)"),
    "php as jpg": ("a.php.jpg", b"<?php system($_GET['c']); ?>"),
    "double extension": ("licence.jpg.exe", jpg()),
    "no extension": ("licence", png()),
    "dot at the end": ("png.", png()),
    "right-to-left name": ("a\u202egnp.exe", png()),
    "path in the name": ("../../a.html", png()),
    "null in the name": ("a.png\0.html", png()),
    # honest content under another's extension
    "png as jpg": ("a.jpg", png()),
    "jpg as png": ("a.png", jpg()),
    "pdf as png": ("a.png", pdf()),
    "gif as png": ("a.png", b"GIF89a" + b"\0" * 64),
    "webp as jpg": ("a.jpg", b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 40),
    "ico as png": ("a.png", b"\0\0\x01\0" + b"\0" * 64),
    # programs and office documents
    "exe as pdf": ("a.pdf", b"MZ" + b"\0" * 200),
    "elf as png": ("a.png", b"\x7fELF" + b"\0" * 200),
    "doc as pdf": ("a.pdf", OLE),
    "xls": ("a.xls", OLE),
    "docx": ("a.docx", archive("word/document.xml")),
    "docm with a macro": ("a.docm", archive("word/vbaProject.bin", OLE)),
    "xlsm as pdf": ("a.pdf", archive("xl/vbaProject.bin", OLE)),
    "zip": ("a.zip", archive("a.txt")),
    "jar as jpg": ("a.jpg", archive("META-INF/MANIFEST.MF")),
    # two files in one
    "png and page": ("a.png", png() + SCRIPT),
    "png and zip": ("a.png", png() + archive("a.html")),
    "png and rar": ("a.png", png() + b"Rar!\x1a\x07\0" + b"\0" * 20),
    "page in png text": ("a.png", png(chunk(b"tEXt", b"Comment\0" + SCRIPT))),
    "page in an unknown chunk": ("a.png", png(chunk(b"evIl", b"<iframe src=x>"))),
    "jpg and page": ("a.jpg", jpg() + b"<html>" + SCRIPT),
    "jpg and jar": ("a.jpg", jpg() + archive("Evil.class")),
    "jpg and ole": ("a.jpg", jpg() + OLE),
    "page in jpg comment": ("a.jpg", jpg(comment=SCRIPT)),
    "page in jpg application segment": ("a.jpg", jpg_with(0xEC, b"<img src=x ><body onload=alert(1)>")),
    "php in exif": ("a.jpg", jpg_with(0xE1, b"Exif\0\0<?php eval($_POST[0]); ?>")),
    "pdf and page": ("a.pdf", pdf(tail=b"<html>" + SCRIPT)),
    "pdf and zip": ("a.pdf", pdf(tail=archive("a.html"))),
    "pdf inside zip tail": ("a.pdf", archive("a.txt") + pdf()),
    "page before pdf": ("a.pdf", pdf(head=b"<html><!--\n")),
    "pdf after junk": ("a.pdf", pdf(head=b"\0" * 10)),
    "pdf then plain bytes": ("a.pdf", pdf(tail=b"something else")),
    # documents that act
    "pdf javascript": ("a.pdf", pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>")),
    "pdf javascript spelt": ("a.pdf", pdf(b"/OpenAction << /S /J#61vaScript /J#53 (app.alert(1)) >>")),
    "pdf javascript packed": ("a.pdf", pdf(b"", packed(b"4 0 << /S /JavaScript /JS (x) >>"))),
    "pdf javascript packed and spelt": ("a.pdf", pdf(b"", packed(b"4 0 << /S /JavaScrip#74 >>", kind=b"/Obj#53tm"))),
    "pdf launch": ("a.pdf", pdf(b"/OpenAction << /S /Launch /F (cmd.exe) >>")),
    "pdf attachment": ("a.pdf", pdf(b"/Names << /EmbeddedFiles 7 0 R >>")),
    "pdf form": ("a.pdf", pdf(b"/AcroForm << /XFA [1 0 R] >>")),
    "pdf sends": ("a.pdf", pdf(b"/OpenAction << /S /SubmitForm /F (http://127.0.0.1/) >>")),
    "pdf media": ("a.pdf", pdf(b"/A << /Type /RichMedia >>")),
    "pdf to elsewhere": ("a.pdf", pdf(b"/OpenAction << /S /GoToR /F (\\\\\\\\host\\\\x) >>")),
    "pdf locked": ("a.pdf", pdf(b"/Encrypt 5 0 R")),
    "pdf link with script": ("a.pdf", pdf(b"/A << /S /URI /URI (javascript:alert(1)) >>")),
    # too much, too little, broken
    "empty": ("a.png", b""),
    "magic alone": ("a.png", png()[:8]),
    "cut png": ("a.png", png()[:-8]),
    "cut jpg": ("a.jpg", jpg()[:-200]),
    "cut pdf": ("a.pdf", pdf()[:60]),
    "false sum": ("a.png", png()[:40] + b"\x01" + png()[41:]),
    "endless chunk": ("a.png", png()[:8] + b"\xff\xff\xff\xff" + b"IHDR" + b"\0" * 40),
    "pixel flood": ("a.png", png(size=(60_000, 60_000))),
    "no pixels": ("a.png", png(size=(0, 2))),
    "too large": ("a.png", png(chunk(b"zzZz", b"\0" * (5 * 1024 * 1024)))),
    "pdf bomb": ("a.pdf", pdf(b"", packed(b"\0" * (40 * 1024 * 1024)))),
}
