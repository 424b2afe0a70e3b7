"""From a path to bytes and a format, with every refusal before anything is opened that could hurt.

The size is checked before reading, only ordinary files are read, and the content has to be what the name says it is.
"""

import stat
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from balie.law import Fault, Place, Text, Unreadable
from balie.register.reading.faults import nearest

MEGABYTE = 1_000_000
MAX_BYTES = 20 * MEGABYTE


class Format(StrEnum):
    """The kinds of file a list of systems can come in."""

    YAML = "yaml"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Source:
    """One file, read and recognised."""

    name: str
    format: Format
    content: bytes


def take(path: Path, max_bytes: int = MAX_BYTES) -> Source:
    """Read a file whole. Raise `Unreadable` when it is missing, empty, too large, or not what its name says."""
    place = Place(path.name or str(path))
    try:
        _refuse_odd_files(path, place, max_bytes)
        with path.open("rb") as file:
            content = file.read(max_bytes + 1)
    except OSError as error:
        raise Unreadable(_cannot_open(place, path, error)) from error
    return source_of(place.file, content, max_bytes)


def source_of(name: str, content: bytes, max_bytes: int = MAX_BYTES) -> Source:
    """Recognise a file that is in memory already. Raise `Unreadable` as `take` does."""
    place = Place(name)
    if len(content) > max_bytes:
        raise Unreadable(_too_large(place, len(content), max_bytes))
    if not content.strip():
        raise Unreadable(_empty(place))
    form = recognise(name)
    _refuse_mismatch(place, form, content)
    return Source(name, form, content)


def recognise(name: str) -> Format:
    """Return the format that belongs to a file name. Raise `Unreadable` for another."""
    ending = Path(name).suffix.lower()
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    close = nearest(ending, _ENDINGS)
    listed = ", ".join(_ENDINGS)
    raise Unreadable(
        Fault(
            "unknown-format",
            Place(name),
            Text(
                nl=f"Aan de naam is niet te zien wat voor bestand dit is; bekend zijn: {listed}.",
                en=f"The name does not tell what kind of file this is; known are: {listed}.",
            ),
            Text(nl=f"Bedoel je {close}?", en=f"Did you mean {close}?") if close else _SAVE_AS_XLSX,
        )
    )


def _refuse_odd_files(path: Path, place: Place, max_bytes: int) -> None:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise Unreadable(Fault("not-a-file", place, _FOLDER, _FOLDER_REPAIR))
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable(Fault("not-a-file", place, _DEVICE, _DEVICE_REPAIR))
    if status.st_size > max_bytes:
        raise Unreadable(_too_large(place, status.st_size, max_bytes))
    if status.st_size == 0:
        raise Unreadable(_empty(place))


def _refuse_mismatch(place: Place, form: Format, content: bytes) -> None:
    """Say what a file really is, when its first bytes betray it."""
    for signature, told in _SIGNATURES.items():
        if content.startswith(signature) and not (signature == _ZIP and form is Format.XLSX):
            raise Unreadable(Fault("not-what-it-says", place, told, _SAVE_AS_XLSX))
    if form is Format.XLSX and not content.startswith(_ZIP):
        raise Unreadable(Fault("not-what-it-says", place, _NOT_EXCEL, _SAVE_AS_XLSX))


def _cannot_open(place: Place, path: Path, error: OSError) -> Fault:
    if isinstance(error, FileNotFoundError):
        beside = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
        close = nearest(path.name, beside)
        repair = Text(nl=f"Bedoel je '{close}'?", en=f"Did you mean '{close}'?") if close else _CHECK_PATH
        return Fault("no-such-file", place, Text(nl="Dit bestand is er niet.", en="There is no such file."), repair)
    if isinstance(error, PermissionError):
        return Fault("may-not-read", place, _NO_PERMISSION, _NO_PERMISSION_REPAIR)
    reason = Text(nl=f"Het bestand gaat niet open: {error.strerror}.", en=f"The file does not open: {error.strerror}.")
    return Fault("may-not-read", place, reason, _CHECK_PATH)


def _too_large(place: Place, size: int, max_bytes: int) -> Fault:
    megabytes, limit = f"{size / MEGABYTE:.1f}", f"{max_bytes / MEGABYTE:g}"
    return Fault(
        "too-large",
        place,
        Text(
            nl=f"Dit bestand is {megabytes.replace('.', ',')} MB groot; Balie leest er hooguit {limit} MB.",
            en=f"This file is {megabytes} MB; Balie reads at most {limit} MB.",
        ),
        Text(
            nl="Een lijst met AI-systemen is klein. Haal gesprekken en klanten eruit, of splits het bestand.",
            en="A list of AI systems is small. Take out conversations and customers, or split the file.",
        ),
    )


def _empty(place: Place) -> Fault:
    return Fault("empty-file", place, _EMPTY, _EMPTY_REPAIR)


_ENDINGS = {
    ".yaml": Format.YAML,
    ".yml": Format.YAML,
    ".json": Format.JSON,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".xlsx": Format.XLSX,
    ".xlsm": Format.XLSX,
}
_ZIP = b"PK\x03\x04"
_SIGNATURES = {
    _ZIP: Text(
        nl="Dit is een ingepakt bestand (Excel, Word of zip) met een andere naam.",
        en="This is a packed file (Excel, Word or zip) under another name.",
    ),
    b"\xd0\xcf\x11\xe0": Text(
        nl="Dit is een oud Excelbestand (.xls) of een bestand met een wachtwoord.",
        en="This is an old Excel file (.xls) or a file with a password.",
    ),
    b"%PDF": Text(nl="Dit is een PDF.", en="This is a PDF."),
    b"\x1f\x8b": Text(nl="Dit is een ingepakt bestand (gzip).", en="This is a packed file (gzip)."),
    b"\x89PNG": Text(nl="Dit is een afbeelding.", en="This is a picture."),
    b"\xff\xd8\xff": Text(nl="Dit is een afbeelding.", en="This is a picture."),
    b"\x7fELF": Text(nl="Dit is een programma.", en="This is a program."),
}
_EMPTY = Text(nl="Dit bestand is leeg.", en="This file is empty.")
_EMPTY_REPAIR = Text(
    nl="Begin met 'balie assess --new NAAM --archetype ID'.", en="Start with 'balie assess --new NAME --archetype ID'."
)
_FOLDER = Text(nl="Dit is een map, geen bestand.", en="This is a folder, not a file.")
_FOLDER_REPAIR = Text(nl="Noem de bestanden in de map.", en="Name the files in the folder.")
_DEVICE = Text(nl="Dit is geen gewoon bestand.", en="This is not an ordinary file.")
_DEVICE_REPAIR = Text(nl="Bewaar de lijst eerst als bestand.", en="Save the list as a file first.")
_NOT_EXCEL = Text(
    nl="Dit is geen Excelwerkmap, al heet het zo.", en="This is not an Excel workbook, though it is called one."
)
_SAVE_AS_XLSX = Text(
    nl="Open het in je rekenprogramma en bewaar het als .xlsx of als CSV UTF-8.",
    en="Open it in your spreadsheet program and save it as .xlsx or as CSV UTF-8.",
)
_CHECK_PATH = Text(nl="Kijk of naam en map kloppen.", en="Check the name and the folder.")
_NO_PERMISSION = Text(nl="Je mag dit bestand niet lezen.", en="You are not allowed to read this file.")
_NO_PERMISSION_REPAIR = Text(nl="Vraag leesrecht aan de eigenaar.", en="Ask the owner for permission to read it.")
