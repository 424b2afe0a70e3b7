"""Which file somebody sent: told by its content, whatever its name says; hostile ones are refused before they cost."""

import io
import struct
import zipfile
import zlib

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.duties.files import LARGEST, FileType, NotAccepted, recognise, safe_name


def pdf(body=b"1 0 obj\n<<>>\nendobj\n"):
    return b"%PDF-1.7\n" + body + b"trailer\n<<>>\nstartxref\n0\n%%EOF\n"


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(*, after=b""):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\x00\x00")) + chunk(b"IEND", b"") + after


def word():
    file = io.BytesIO()
    docx.Document().save(file)
    return file.getvalue()


def excel():
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def package(**parts):
    """A package with the parts of a Word file, and more or other ones."""
    types = '<Types><Override ContentType="application/x.wordprocessingml.document.main+xml"/></Types>'
    held = {"[Content_Types].xml": types, "word/document.xml": "<w/>", **parts}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            if content is not None:
                archive.writestr(name, content)
    return file.getvalue()


def encrypted():
    content = bytearray(package())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


MAIL = (
    b"From: jan@leverancier.example\r\nTo: samira@wadlicht.example\r\n"
    b"Date: Mon, 23 Nov 2026 12:00:00 +0100\r\n\r\nHoi\r\n"
)
GOOD = {
    "dpia.pdf": (pdf(), FileType.PDF),
    "DPIA.PDF": (pdf(), FileType.PDF),
    "melding.png": (png(), FileType.PNG),
    "plan.docx": (word(), FileType.DOCX),
    "cijfers.xlsx": (excel(), FileType.XLSX),
    "brief.eml": (MAIL, FileType.EML),
    "kort.eml": (MAIL.replace(b"\r\n", b"\n"), FileType.EML),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_is_told_by_its_content(name):
    content, kind = GOOD[name]
    found = recognise(name, content)
    assert found.type is kind
    assert found.name.endswith(f".{kind.value}")
    assert kind.media_type


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("ending", [kind.value for kind in FileType])
def test_a_name_that_says_something_else_is_refused(name, ending):
    content, kind = GOOD[name]
    if kind.value == ending:
        assert recognise(f"x.{ending}", content).type is kind
        return
    with pytest.raises(NotAccepted) as refused:
        recognise(f"x.{ending}", content)
    assert refused.value.code == "other-name"


HTML = b"<!doctype html><script>alert(1)</script>"
BAD = {
    "nothing at all": (b"", "empty"),
    "one byte too many": (pdf(b" " * LARGEST), "too-large"),
    "a web page": (HTML, "unknown"),
    "a web page that claims to be a mail": (b"<html>\nFrom: x\nDate: y\nTo: z\n\n", "unknown"),
    "a drawing that can run": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "unknown"),
    "a program": (b"MZ\x90\x00" + b"\x00" * 200, "unknown"),
    "a script": (b"#!/bin/sh\nrm -rf /\n", "unknown"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "unknown"),
    "plain text": (b"Alles is in orde.", "unknown"),
    "notes with a colon": (b"Note: all is well\nMore: of it\n\n", "unknown"),
    "a mail with a nought in it": (MAIL + b"\x00", "unknown"),
    "half a PDF": (b"%PDF-1.7\n1 0 obj", "broken"),
    "a PDF that is a package too": (pdf() + package(), "broken"),
    "a PDF with a package before its end": (pdf(package()) , "broken"),
    "something before a PDF": (b"<html>" + pdf(), "unknown"),
    "a picture with something behind it": (png(after=HTML), "broken"),
    "a picture with a package behind it": (png(after=package()), "broken"),
    "half a picture": (png()[:-6], "broken"),
    "a picture with a wrong sum": (png()[:-1] + b"\x00", "broken"),
    "a package of nothing": (package(**{"word/document.xml": None}), "unknown"),
    "a package without its list": (package(**{"[Content_Types].xml": None}), "unknown"),
    "a package with macros": (package(**{"word/vbaProject.bin": b"x"}), "macros"),
    "a package that says it has macros": (package(**{"[Content_Types].xml": "macroEnabled.main+xml"}), "macros"),
    "a package that climbs out": (package(**{"../../etc/passwd": "x"}), "broken"),
    "a package that names a root": (package(**{"/etc/passwd": "x"}), "broken"),
    "a package that needs a password": (encrypted(), "broken"),
    "a bomb": (package(**{"word/media.xml": b"\x00" * 60_000_000}), "bomb"),
    "a package of very many parts": (package(**{f"p{n}.xml": "" for n in range(5_001)}), "bomb"),
    "something before a package": (HTML + package(), "unknown"),
    "something behind a package": (package() + HTML, "broken"),
    "half a package": (package()[:-30], "broken"),
    "a Java program": (package(**{"[Content_Types].xml": None, "META-INF/MANIFEST.MF": "x"}), "unknown"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_everything_else_is_refused_whatever_it_is_called(what):
    content, code = BAD[what]
    for kind in FileType:
        with pytest.raises(NotAccepted) as refused:
            recognise(f"bewijs.{kind.value}", content)
        assert refused.value.code == code
        assert refused.value.reason.nl


@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"From: a\n"]))
def test_no_bytes_make_it_stumble(content, start):
    try:
        recognise("x.pdf", start + content)
    except NotAccepted:
        return


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        pytest.param("../../etc/passwd", "passwd", id="a path"),
        pytest.param(r"C:\Users\Samira\dpia.pdf", "dpia.pdf", id="a path of Windows"),
        pytest.param("fdp\u202efdp.exe", "fdpfdp.exe", id="a sign that turns the direction around"),
        pytest.param("dpia\r\nSet-Cookie: x.pdf", "dpiaSet-Cookie x.pdf", id="a line break"),
        pytest.param('"dpia".pdf', "dpia.pdf", id="quotes"),
        pytest.param("  .hidden.pdf", "hidden.pdf", id="a hidden file"),
        pytest.param("beoordeling één.pdf", "beoordeling één.pdf", id="letters with signs"),
        pytest.param("تقرير.pdf", "تقرير.pdf", id="a name from right to left"),
    ],
)
def test_a_name_is_made_safe(name, kept):
    assert safe_name(name) == kept


def test_a_name_that_hides_its_ending_is_refused():
    with pytest.raises(NotAccepted) as refused:
        recognise("verslag\u202efdp.exe", pdf())
    assert refused.value.code == "other-name"


@given(st.text(max_size=300))
def test_whatever_it_was_called_the_name_kept_is_short_and_ends_as_it_should(name):
    found = recognise(f"{name}.pdf", pdf())
    assert found.name.endswith(".pdf")
    assert len(found.name) <= 125
    assert not set(found.name) & set('/\\"\r\n\u202e')
