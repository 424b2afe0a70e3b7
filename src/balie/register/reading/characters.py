"""From bytes to text: UTF-8, or what spreadsheet programs write instead when that is beyond doubt.

Dutch Excel saves "CSV" as Windows-1252. Refusing that would send most people back, and reading it wrongly can at worst
spoil an accent in a name, for ids are plain ASCII: so a CSV may be Windows-1252, with a notice. YAML and JSON may not.
"""

import codecs
import re

from balie.law import Fault, Place, Text, Unreadable

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def as_text(content: bytes, file: str) -> str:
    """Read UTF-8, with or without byte order mark. Raise `Unreadable` with the line of the first byte that is not."""
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(_not_utf8(content, file, error)) from error
    _refuse_binary(text, file)
    return text


def as_table_text(content: bytes, file: str) -> tuple[str, list[Fault]]:
    """Read a CSV: UTF-8, UTF-16 with a mark, or Windows-1252 with a notice that says so."""
    mark, encoding = next(((mark, name) for mark, name in _MARKS if content.startswith(mark)), (b"", "utf-8"))
    try:
        text = content[len(mark) :].decode(encoding)
        notices = []
    except UnicodeDecodeError as error:
        text = _as_windows_1252(content, file, error)
        notices = [_read_as_windows_1252(content, file, error)]
    _refuse_binary(text, file)
    return text, notices


def _as_windows_1252(content: bytes, file: str, error: UnicodeDecodeError) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        raise Unreadable(_not_utf8(content, file, error)) from error


def _refuse_binary(text: str, file: str) -> None:
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise Unreadable(_control_character(file, line, found[0]))


def _line_of(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1


def _not_utf8(content: bytes, file: str, error: UnicodeDecodeError) -> Fault:
    byte = content[error.start] if error.start < len(content) else 0
    return Fault(
        "not-utf8",
        Place(file, _line_of(content, error.start)),
        Text(
            nl=f"De tekst is geen UTF-8: byte {error.start + 1} is 0x{byte:02x}.",
            en=f"The text is not UTF-8: byte {error.start + 1} is 0x{byte:02x}.",
        ),
        Text(
            nl="Bewaar het opnieuw als UTF-8 (in Excel: 'CSV UTF-8').",
            en="Save it again as UTF-8 (in Excel: 'CSV UTF-8').",
        ),
    )


def _read_as_windows_1252(content: bytes, file: str, error: UnicodeDecodeError) -> Fault:
    return Fault(
        "read-as-windows-1252",
        Place(file, _line_of(content, error.start)),
        Text(
            nl="De tekst is geen UTF-8 en is gelezen als Windows-1252, zoals Excel die schrijft.",
            en="The text is not UTF-8 and was read as Windows-1252, as Excel writes it.",
        ),
        Text(
            nl="Controleer letters met accenten, of bewaar het als 'CSV UTF-8'.",
            en="Check letters with accents, or save it as 'CSV UTF-8'.",
        ),
    )


def _control_character(file: str, line: int, sign: str) -> Fault:
    return Fault(
        "control-character",
        Place(file, line),
        Text(
            nl=f"Hier staat een onzichtbaar teken (U+{ord(sign):04X}); dit is misschien geen tekstbestand.",
            en=f"There is an invisible character (U+{ord(sign):04X}) here; this may not be a text file.",
        ),
        Text(nl="Haal het teken weg of bewaar het bestand opnieuw.", en="Remove the character or save the file again."),
    )
