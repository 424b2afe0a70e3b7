"""Which file somebody sent, told by its content: PDF, Word, Excel, PNG or e-mail, and nothing else. Pure values.

The name says nothing we believe; it has to agree with the content, or else somebody is mistaken or means harm. Nothing
is ever run, unpacked to disk or shown inline; of a package only the list of contents and one small part are read.
"""

import io
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from enum import StrEnum

from balie.law import Text

LARGEST = 20 * 1024 * 1024
_OOXML = "application/vnd.openxmlformats-officedocument"
_LARGEST_UNPACKED = 300 * 1024 * 1024
_MOST_PARTS = 5_000
_MOST_TIMES = 200
_LARGEST_TYPES = 1024 * 1024
_LONGEST_NAME = 120


class FileType(StrEnum):
    """A kind of file that can be proof."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PNG = "png"
    EML = "eml"

    @property
    def media_type(self) -> str:
        """What it is called on the web."""
        return _MEDIA[self]


class NotAccepted(ValueError):
    """The file cannot be kept; `code` is stable, `reason` says what to do."""

    def __init__(self, code: str, reason: Text) -> None:
        super().__init__(reason.en)
        self.code, self.reason = code, reason


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the content turned out to be, with a name that is safe to keep."""

    type: FileType
    name: str


def recognise(name: str, content: bytes) -> Recognised:
    """Say which file this is. Raise `NotAccepted` for everything else, and for what is two things at once."""
    if not content:
        raise NotAccepted("empty", _EMPTY)
    if len(content) > LARGEST:
        raise NotAccepted("too-large", TOO_LARGE)
    found = _type_of(content)
    tidy = safe_name(name)
    stem, _, ending = tidy.rpartition(".")
    if ending.casefold() != found.value:
        raise NotAccepted("other-name", _other_name(found))
    return Recognised(found, f"{stem[:_LONGEST_NAME].rstrip() or 'bewijs'}.{found.value}")


def safe_name(name: str) -> str:
    """The last part of a name, without signs that are invisible or turn the direction of reading."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in '<>:"|?*%')
    return " ".join(seen.split()).lstrip(". ")


def _type_of(content: bytes) -> FileType:
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(_PNG):
        return _png(content)
    if content.startswith(b"PK\x03\x04"):
        return _package(content)
    return _email(content)


def _pdf(content: bytes) -> FileType:
    """A PDF begins and ends as one, and is no package as well."""
    if b"%%EOF" not in content[-1024:] or zipfile.is_zipfile(io.BytesIO(content)):
        raise NotAccepted("broken", _broken("PDF"))
    return FileType.PDF


def _png(content: bytes) -> FileType:
    """A PNG is one chunk after another, and ends with its last."""
    at, first = len(_PNG), True
    while at + 12 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        end = at + 12 + length
        if (first and kind != b"IHDR") or end > len(content):
            break
        if zlib.crc32(content[at + 4 : end - 4]) != int.from_bytes(content[end - 4 : end]):
            break
        if kind == b"IEND":
            if end == len(content):
                return FileType.PNG
            break
        at, first = end, False
    raise NotAccepted("broken", _broken("PNG"))


def _package(content: bytes) -> FileType:
    """A Word or Excel file is a package with the parts that make it one; it holds no macros and does not explode."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_parts(package, content)
            return _office_type(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError) as error:
        raise NotAccepted("broken", _broken("Office")) from error


def _check_parts(package: zipfile.ZipFile, content: bytes) -> None:
    parts = package.infolist()
    whole = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > _MOST_PARTS or whole > _LARGEST_UNPACKED or whole > _MOST_TIMES * max(packed, 1):
        raise NotAccepted("bomb", _BOMB)
    alone = min((part.header_offset for part in parts), default=1) == 0 and content[-22:].startswith(b"PK\x05\x06")
    names = [part.filename for part in parts]
    tidy = all(not name.startswith(("/", "\\")) and ".." not in re.split(r"[/\\]", name) for name in names)
    if not alone or not tidy or len(set(names)) != len(names) or any(part.flag_bits & 1 for part in parts):
        raise NotAccepted("broken", _broken("Office"))
    if any("vba" in name.casefold() or name.casefold().endswith(".bin") for name in names):
        raise NotAccepted("macros", _MACROS)


def _office_type(package: zipfile.ZipFile) -> FileType:
    names = set(package.namelist())
    if "[Content_Types].xml" not in names:
        raise NotAccepted("unknown", _UNKNOWN)
    with package.open("[Content_Types].xml") as part:
        types = part.read(_LARGEST_TYPES).decode("utf-8")
    if "macroEnabled" in types:
        raise NotAccepted("macros", _MACROS)
    for found, main, mark in _MAIN_PARTS:
        if main in names and mark in types:
            return found
    raise NotAccepted("unknown", _UNKNOWN)


def _email(content: bytes) -> FileType:
    """An e-mail begins with its headers: who, and what about or when."""
    head = re.split(rb"\r?\n\r?\n", content[:65_536], maxsplit=1)[0]
    if b"\x00" in content or not re.match(rb"[A-Za-z][A-Za-z0-9-]*:[ \t]", head):
        raise NotAccepted("unknown", _UNKNOWN)
    told = {name.casefold() for name in BytesHeaderParser().parsebytes(head + b"\n\n")}
    if not ("from" in told and told & {"date", "received"} and told & {"subject", "to", "message-id"}):
        raise NotAccepted("unknown", _UNKNOWN)
    return FileType.EML


def _broken(kind: str) -> Text:
    return Text(
        nl=f"Dit lijkt een {kind}-bestand, maar het klopt niet of er zit iets anders in. Bewaar het opnieuw.",
        en=f"This looks like a {kind} file, but it is damaged or holds something else too. Save it anew.",
    )


def _other_name(found: FileType) -> Text:
    kind, ending = found.value.upper(), f".{found.value}"
    return Text(
        nl=f"De inhoud is {kind}, maar de naam eindigt anders. Geef het bestand een naam die eindigt op {ending}.",
        en=f"The content is {kind}, but the name ends otherwise. Give it a name that ends in {ending}.",
    )


_PNG = b"\x89PNG\r\n\x1a\n"
_MEDIA = {
    FileType.PDF: "application/pdf",
    FileType.DOCX: f"{_OOXML}.wordprocessingml.document",
    FileType.XLSX: f"{_OOXML}.spreadsheetml.sheet",
    FileType.PNG: "image/png",
    FileType.EML: "message/rfc822",
}
_MAIN_PARTS = (
    (FileType.DOCX, "word/document.xml", "wordprocessingml.document.main+xml"),
    (FileType.XLSX, "xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
)
_EMPTY = Text(nl="Dit bestand is leeg.", en="This file is empty.")
TOO_LARGE = Text(
    nl="Dit bestand is groter dan 20 MB. Maak het kleiner of splits het.",
    en="This file is larger than 20 MB. Make it smaller or split it.",
)
_UNKNOWN = Text(
    nl="Dit soort bestand kan niet. Gebruik PDF, Word (.docx), Excel (.xlsx), PNG of e-mail (.eml).",
    en="This kind of file cannot be used. Use PDF, Word (.docx), Excel (.xlsx), PNG or e-mail (.eml).",
)
_BOMB = Text(
    nl="Dit bestand wordt bij uitpakken veel te groot. Bewaar het opnieuw in Word of Excel.",
    en="This file grows far too large when unpacked. Save it anew in Word or Excel.",
)
_MACROS = Text(
    nl="In dit bestand zitten macro's. Bewaar het als gewoon .docx of .xlsx.",
    en="This file holds macros. Save it as a plain .docx or .xlsx.",
)
