"""What people type, tidied: blanks, invisible characters and lengths. Pure values."""

import re
from collections.abc import Iterable

from balie.law import Text

# Tab, line feed and carriage return are the only control characters that mean something in what people write.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
NAME, LINE, PARAGRAPH = 200, 500, 5000


class Refused(ValueError):
    """Something written down cannot be kept; `field` is where, `reason` says what to do."""

    def __init__(self, field: str, code: str, reason: Text) -> None:
        super().__init__(reason.en)
        self.field, self.code, self.reason = field, code, reason


def line(field: str, raw: str, longest: int = NAME, *, required: bool = False) -> str:
    """One line: no invisible characters, single blanks. Raise `Refused` when it cannot be kept."""
    return _checked(field, " ".join(_visible(field, raw).split()), longest, required=required)


def paragraph(field: str, raw: str, longest: int = PARAGRAPH, *, required: bool = False) -> str:
    """A longer text, in which lines stay lines. Raise `Refused` when it cannot be kept."""
    text = _visible(field, raw).replace("\r\n", "\n").replace("\r", "\n")
    tidy = "\n".join(part.rstrip() for part in text.split("\n")).strip()
    return _checked(field, tidy, longest, required=required)


def words(field: str, raw: Iterable[str], most: int = 30) -> tuple[str, ...]:
    """A short list of words, each once."""
    kept = tuple({word.casefold(): word for one in raw if (word := line(field, one, 100))}.values())
    if len(kept) > most:
        raise Refused(field, "too-many", Text(nl=f"Noem er hooguit {most}.", en=f"Name at most {most}."))
    return kept


def _visible(field: str, raw: str) -> str:
    if found := CONTROL.search(raw):
        raise Refused(
            field,
            "control-character",
            Text(
                nl=f"Er staat een onzichtbaar teken in (U+{ord(found[0]):04X}). Typ de tekst opnieuw.",
                en=f"There is an invisible character in it (U+{ord(found[0]):04X}). Type the text again.",
            ),
        )
    return raw


def _checked(field: str, text: str, longest: int, *, required: bool) -> str:
    if required and not text:
        raise Refused(field, "required", Text(nl="Vul dit in.", en="Fill this in."))
    if len(text) > longest:
        raise Refused(
            field,
            "too-long",
            Text(
                nl=f"Dit zijn {len(text)} tekens; er passen er {longest}. Maak het korter.",
                en=f"This is {len(text)} characters; {longest} fit. Make it shorter.",
            ),
        )
    return text
